"""One form of a set as a candidate sees it, and its key for those who may see that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from exams.item_types.keyed import entry_of
from exams.item_types.registry import Part, item_type
from exams.item_types.veils import seeded
from exams.models import FormItem, ItemBasis, PreparedForm
from exams.queries.attempts import Question, shown_question
from exams.queries.bank_item import right_parts


@dataclass(frozen=True, slots=True)
class Shown:
    """One question of a form. `row` is for the key."""

    row: FormItem
    question: Question
    is_stepwise: bool


@dataclass(frozen=True, slots=True)
class KeyLine:
    """The right answer to one question: what stands in the boxes of the paper, if it can be keyed, and in words."""

    position: int
    entry: str
    parts: list[Part]
    points: str
    is_critical: bool
    bases: list[str]


def shown_form(prepared: PreparedForm) -> list[Shown]:
    """Return the questions of a form in their order, their options in an order that stays. Cost: one query."""
    rows = FormItem.objects.filter(form=prepared.form_id).select_related("version").order_by("position")
    veil_at = seeded(prepared.public_id)  # for authors, who see the key beside it
    return [
        Shown(row, shown_question(row, veil_at(row.position)), item_type(row.version.item_type).is_stepwise)
        for row in rows
    ]


def key_of(shown: Sequence[Shown]) -> list[KeyLine]:
    """Return the right answers to questions as they are shown. Cost: one query."""
    bases: dict[int, list[str]] = {line.row.version_id: [] for line in shown}
    for basis in ItemBasis.objects.filter(version__in=bases).select_related("standard").order_by("pk"):
        bases[basis.version_id].append(str(basis))
    return [
        KeyLine(
            line.question.position,
            _entry(line),
            right_parts(line.row.version),
            line.question.points,
            line.row.is_critical,
            bases[line.row.version_id],
        )
        for line in shown
    ]


def _entry(line: Shown) -> str:
    kind = item_type(line.question.item_type)
    if not kind.can_be_keyed(line.question.body):
        return ""
    version = line.row.version
    return kind.keyed_words(entry_of((kind.code, line.question.body), kind.right_value(version.body, version.key)))
