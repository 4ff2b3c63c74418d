"""Publishes the three compulsory courses in the page tree."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from django.core.files.images import ImageFile

from courses.models import CataloguePage, CoursePage, LessonBasis, LessonPage, ModulePage
from courses.queries.shelves import common_collection
from library.models import CustomImage, Standard
from people.models import JobRole, Unit

FOLDER = Path(__file__).parent
REVIEW_BY = date(2027, 11, 1)
DRAWINGS = {"heat-chamber": "热力小室剖面", "heat-station": "热力站", "street-leak": "街道泄漏"}
KEEPER = "G12"  # the training centre


def build() -> list[CoursePage]:
    """Write standards, drawings and courses; return the courses in their order."""
    standards = _standards()
    drawings = {path.stem: _drawing(path) for path in sorted((FOLDER / "drawings").glob("*.png"))}
    catalogue = CataloguePage.objects.get()
    files = sorted((FOLDER / "courses").glob("*.toml"))
    return [_course(catalogue, tomllib.loads(file.read_text("utf-8")), standards, drawings) for file in files]


def _standards() -> dict[str, Standard]:
    rows = tomllib.loads((FOLDER / "standards.toml").read_text(encoding="utf-8"))["standards"]
    made = {}
    for row in rows:
        since = date.fromisoformat(row["in_force_since"]) if row["in_force_since"] else None
        made[row["code"]] = Standard.objects.create(**{**row, "in_force_since": since})
    return made


def _drawing(path: Path) -> CustomImage:
    with path.open("rb") as file:
        return CustomImage.objects.create(
            title=DRAWINGS[path.stem],
            file=ImageFile(file, path.name),
            credit="Annuan",
            collection=common_collection(),  # every branch writes about the same chambers and stations
        )


def _course(
    catalogue: CataloguePage,
    data: dict[str, Any],
    standards: dict[str, Standard],
    drawings: dict[str, CustomImage],
) -> CoursePage:
    modules = data.pop("modules")
    audience = data.pop("audience")
    data.pop("validity_months", None)
    keeper = Unit.objects.get(code=KEEPER)
    course = catalogue.add_child(instance=CoursePage(slug=data["code"].lower(), unit=keeper, **data))
    course.audience.set(JobRole.objects.filter(code__in=audience))
    course.save_revision().publish()
    for number, module in enumerate(modules, start=1):
        lessons = module.pop("lessons")
        page = course.add_child(instance=ModulePage(slug=f"module-{number}", **module))
        page.save_revision().publish()
        for lesson in lessons:
            _lesson(page, lesson, standards, drawings)
    return course


def _lesson(
    module: ModulePage, data: dict[str, Any], standards: dict[str, Standard], drawings: dict[str, CustomImage]
) -> None:
    bases = data.pop("basis")
    body = [_block(row, drawings) for row in data.pop("blocks")]
    page = LessonPage(body=body, review_by=REVIEW_BY, **data)
    page.bases = [LessonBasis(standard=standards[row["standard"]], clause=row.get("clause", "")) for row in bases]
    module.add_child(instance=page)
    page.save_revision().publish()


def _block(row: dict[str, Any], drawings: dict[str, CustomImage]) -> tuple[str, Any]:
    values = dict(row)
    kind = values.pop("type")
    if kind == "text":
        return kind, values["html"]
    if kind == "picture":
        return kind, {"image": drawings[values.pop("drawing")], **values}
    if kind == "accident_case":
        values["when"] = values.pop("date", "")
    return kind, values
