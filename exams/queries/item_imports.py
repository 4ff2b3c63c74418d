"""Files of items in lists, their items as candidates would see them, and how far the worker is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from exams.enums import Gravity, ImportState
from exams.item_types.registry import item_type
from exams.item_types.veils import Veil
from exams.models import ImportLine, ImportRemark, ItemImport
from exams.models.item_import import FATE_LABELS
from exams.queries.exchange_words import GRAVITY_WORDS, field_words, words_of
from people.queries.roster_uploads import Progress, progress_of_job

BUSY = (ImportState.CHECKING, ImportState.APPLYING)


def progress_of(row: ItemImport) -> Progress | None:
    """Return how far the worker is with a file; None when it has nothing to do. Cost: up to two queries."""
    if row.state not in BUSY:
        return None
    return progress_of_job(row.job_key, is_writing=row.state == ImportState.APPLYING)


def narrowed(rows: QuerySet[ItemImport], *, text: str, state: str) -> QuerySet[ItemImport]:
    """Return imports, the newest first, whose file name holds the text and that are in the state; empty means all."""
    rows = rows.select_related("uploaded_by", "area").order_by("-pk")
    if text.strip():
        rows = rows.filter(file_name__icontains=text.strip())
    return rows.filter(state=state) if state else rows


@dataclass(frozen=True, slots=True)
class ShownItem:
    """One item of a file as shown: what a candidate sees, and below it what only authors see."""

    number: int
    code: str
    fate: str
    fate_label: str | Promise
    type_code: str
    type_label: str | Promise
    area: str
    points: str
    stem: str
    body: dict[str, Any]
    right: str
    explanation: str


def lines_of(row: ItemImport, *, fate: str, text: str) -> QuerySet[ImportLine]:
    """Return the items of a file in its order; empty means all."""
    lines = ImportLine.objects.filter(upload=row).order_by("position")
    if text.strip():
        lines = lines.filter(Q(code__icontains=text.strip()) | Q(payload__stem__icontains=text.strip()))
    return lines.filter(fate=fate) if fate else lines


def shown(lines: Iterable[ImportLine]) -> Iterator[ShownItem]:
    """Yield the items of these lines in the reader's language; steps of an order stand as the file gives them."""
    fates = dict(FATE_LABELS)
    for line in lines:
        item = line.payload
        kind = item_type(item["item_type"])
        body, key = item["body"], item["key"]
        yield ShownItem(
            number=line.number,
            code=line.code,
            fate=line.fate,
            fate_label=fates[line.fate],
            type_code=kind.code,
            type_label=kind.label,
            area=item["area"],
            points=item["points"],
            stem=item["stem"],
            body=kind.shown(body, key, None, veil=Veil()),
            right=kind.in_words(body, kind.right_value(body, key)),
            explanation=item["explanation"],
        )


def remarks_of(row: ItemImport, *, gravity: str = "") -> QuerySet[ImportRemark]:
    """Return what is to be said of a file, in its order; empty means all."""
    remarks = ImportRemark.objects.filter(upload=row).order_by("number", "pk")
    return remarks.filter(gravity=gravity) if gravity else remarks


@dataclass(frozen=True, slots=True)
class DescribedRemark:
    """One remark in words: line (None for the whole file), field, what stood there, and what to do."""

    line: int | None
    gravity: str
    gravity_label: str | Promise
    field: str
    value: str
    cure: str


def described(remarks: Iterable[ImportRemark]) -> Iterator[DescribedRemark]:
    """Yield remarks in the reader's language."""
    for remark in remarks:
        yield DescribedRemark(
            line=remark.number or None,
            gravity=remark.gravity,
            gravity_label=GRAVITY_WORDS[Gravity(remark.gravity)],
            field=field_words(remark.field),
            value=remark.value,
            cure=words_of(remark.code),
        )
