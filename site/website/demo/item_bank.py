"""Fills the item bank, and sets exams, credentials and the training matrix."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

from certificates.models import Credential
from compliance.models import Requirement
from courses.models import CoursePage
from exams.actions.lint import lint_all
from exams.actions.pictures import add_picture
from exams.models import BlueprintRow, BlueprintSection, ContentArea, Exam, Item, ItemBasis, ItemVersion
from library.models import Standard
from people.models import JobRole

FOLDER = Path(__file__).parent
ITEMS_A_PAPER = 20
# What every paper of a module asks besides its areas: one question of each of these types.
TYPES_A_PAPER = {
    "M1": ["hazard_spotting", "ordering", "matching", "case", "branching"],
    "M2": ["hazard_spotting", "ordering", "matching", "case", "branching"],
    "M3": ["hazard_spotting", "ordering", "matching", "case", "fill_in"],
}
# The parts of a paper, in their order: questions by area, then one of each type; a minimum for the first.
SECTIONS = {"M3": [("知识", "Knowledge", 60), ("识别与分析", "Spotting and analysing", None)]}
# Job roles that need each credential; office staff and record keepers do not go below ground.
NOT_REQUIRED = {"M1": {"R07", "R13", "R16", "R18"}, "M2": {"R13"}, "M3": {"R13"}}


def build(courses: list[CoursePage], *, at: datetime) -> list[Credential]:
    """Write items, exams, credentials and requirements; return the credentials in their order."""
    standards = {standard.code: standard for standard in Standard.objects.all()}
    _pictures(at=at)
    credentials = [_module(course, standards, at=at) for course in courses]
    _written(courses[1], standards, at=at)
    lint_all()
    return credentials


def _pictures(*, at: datetime) -> None:
    for row in _rows(FOLDER / "pictures" / "pictures.toml", "pictures"):
        data = (FOLDER / "pictures" / f"{row['code']}.png").read_bytes()
        add_picture(data, **row, actor=None, at=at)


def _rows(path: Path, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))[name]
    return rows


def _written(course: CoursePage, standards: dict[str, Standard], *, at: datetime) -> None:
    """Set the exam whose answers a person marks; its area is none of a module, so that no other exam draws from it."""
    area = ContentArea.objects.create(code="W2", name="热线书面作答", name_en="Hotline, written", course=course)
    for row in _rows(FOLDER / "items" / "written.toml", "items"):
        _item(row, {area.code: area}, standards, at=at)
    exam = Exam.objects.create(
        code="M2-W",
        title="热线接报书面考核",
        title_en="Hotline: written assessment",
        course=course,
        time_limit_minutes=40,
        is_open=True,
    )
    BlueprintRow.objects.create(exam=exam, area=area, count=3)


def _module(course: CoursePage, standards: dict[str, Standard], *, at: datetime) -> Credential:
    module = course.code.lower()
    data = tomllib.loads((FOLDER / "items" / f"{module}.toml").read_text(encoding="utf-8"))
    root = ContentArea.objects.create(code=course.code, name=course.title, name_en=course.title_en, course=course)
    areas = {row["code"]: ContentArea.objects.create(course=course, **row) for row in data["areas"]}
    for row in [*data["items"], *_rows(FOLDER / "items" / f"{module}-engine.toml", "items")]:
        _item(row, areas, standards, at=at)
    exam = Exam.objects.create(
        code=f"{course.code}-K",
        title=f"{course.title}考试",
        title_en=f"Exam: {course.title_en}",
        course=course,
        critical_count=2,
        is_open=True,
    )
    _blueprint(exam, root, list(areas.values()))
    credential = Credential.objects.create(
        code=course.code,
        name=course.title,
        name_en=course.title_en,
        course=course,
        exam=exam,
        basis="GB 46768-2025《有限空间作业安全技术规范》4.4.3" if course.code == "M1" else "",
    )
    for role in JobRole.objects.exclude(code__in=NOT_REQUIRED[course.code]):
        Requirement.objects.create(
            job_role=role, credential=credential, starts_on=date(2025, 1, 1), days_allowed=30
        )
    return credential


def _blueprint(exam: Exam, root: ContentArea, areas: list[ContentArea]) -> None:
    # The same number from every area; what is left of the paper comes from anywhere in the module.
    each = ITEMS_A_PAPER // len(areas) - 1
    by_area, by_type = _sections(exam, root.code)
    for area in areas:
        BlueprintRow.objects.create(exam=exam, area=area, count=each, section=by_area)
    types = TYPES_A_PAPER[root.code]
    for item_type in types:
        BlueprintRow.objects.create(exam=exam, area=root, item_type=item_type, count=1, section=by_type)
    if rest := ITEMS_A_PAPER - each * len(areas) - len(types):
        BlueprintRow.objects.create(exam=exam, area=root, count=rest, section=by_area)


def _sections(exam: Exam, module: str) -> list[BlueprintSection | None]:
    """Write the two sections of a paper; none of both for a module without."""
    if module not in SECTIONS:
        return [None, None]
    return [
        BlueprintSection.objects.create(
            exam=exam, place=place, name=name, name_en=name_en, minimum_percent=minimum
        )
        for place, (name, name_en, minimum) in enumerate(SECTIONS[module], start=1)
    ]


def body_and_key(row: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return body and key of a row: as they stand, or written out from the short form of the simple types."""
    if "body" in row:
        return row["body"], row["key"]
    if "blanks" in row:
        blanks = [{name: blank.get(name, "") for name in ("id", "label", "unit")} for blank in row["blanks"]]
        key = {b["id"]: {"value": b["value"], "tolerance": b.get("tolerance", "0")} for b in row["blanks"]}
        return {"blanks": blanks}, key
    return ({"options": row["options"]} if "options" in row else {}), {"correct": row["correct"]}


def _is_for_practice(row: dict[str, Any]) -> bool:
    """Tell whether an item may be practised: every third one, and no critical one, whose answer is worth keeping."""
    return not row.get("critical", False) and int(row["code"].rpartition("-")[2]) % 3 == 0


def _item(
    row: dict[str, Any], areas: dict[str, ContentArea], standards: dict[str, Standard], *, at: datetime
) -> None:
    item = Item.objects.create(code=row["code"], area=areas[row["area"]], is_exam_only=not _is_for_practice(row))
    body, key = body_and_key(row)
    version = ItemVersion.objects.create(
        item=item,
        item_type=row["type"],
        level=row["level"],
        is_critical=row.get("critical", False),
        points=row.get("points", "1"),
        stem=row["stem"],
        body=body,
        key=key,
        explanation=row["explanation"],
        review_by=date.fromisoformat(row["review_by"]),
    )
    for basis in row["basis"]:
        ItemBasis.objects.create(
            version=version, standard=standards[basis["standard"]], clause=basis.get("clause", "")
        )
    ItemVersion.objects.filter(pk=version.pk).update(status="approved", approved_at=at)
