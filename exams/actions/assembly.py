"""Draws a form from the bank and freezes it, or copies one that was built beforehand."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import models, transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value

from core.bulk import write_rows
from core.prepared import Prepared, Slot
from core.prepared_writes import PreparedInsert
from exams.domain.assembly import draw
from exams.domain.blueprint import Candidate, Cell, Lack, Placed, Shortage
from exams.enums import ItemStatus
from exams.errors import BankTooSmall
from exams.item_types.catalogue import ITEM_TYPES
from exams.models import (
    BlueprintRow,
    BlueprintSection,
    Exam,
    ExamForm,
    FixedItem,
    FormItem,
    ItemVersion,
    PreparedForm,
    Sitting,
)
from exams.queries.exposure import resting_items
from exams.queries.written import needs_marker
from people.models import Person

ON_SCREEN = frozenset(kind.code for kind in ITEM_TYPES)
ON_PAPER = frozenset(kind.code for kind in ITEM_TYPES if kind.keyable)
FORMS = PreparedInsert(ExamForm)


class Frozen(NamedTuple):
    """One item at its place in a form: the fields of a FormItem besides its form."""

    position: int
    version_id: int
    points: Decimal
    is_critical: bool
    section: int | None


@dataclass(frozen=True, slots=True)
class Bank:
    """What the forms of one exam are drawn from: the rows of its blueprint, and the approved items that fit any.

    `missing` are the items that must be in every form, and have no approved wording.
    """

    rows: Sequence[BlueprintRow]
    cells: list[Cell]
    points: dict[int, Decimal]  # of each wording, where its row gives none
    candidates: list[Candidate]
    missing: tuple[int, ...] = ()

    @property
    def sections(self) -> list[BlueprintSection]:
        """Return the sections that hold rows, in their order."""
        found = {row.section.pk: row.section for row in self.rows if row.section is not None}
        return sorted(found.values(), key=lambda section: section.place)


class _Wording(NamedTuple):
    """One wording of an item, with its group of enemies."""

    version: int
    item: int
    area: str
    item_type: str
    level: int
    is_critical: bool
    points: Decimal
    status: str
    is_fixed: bool
    is_unfit: bool
    group: int | None


def load_bank(exam: Exam, *, blueprint: Sequence[BlueprintRow] | None = None, is_for_paper: bool = False) -> Bank:
    """Return the bank of an exam; for a paper only items whose answers can be keyed.

    A row that asks for a type which paper cannot take, takes any other item of its area there, and a fixed item of
    such a type stays away (exams.queries.paper_limits says both); so does a case with a written answer.
    Cost: two queries, one when the blueprint is given; one more where the exam limits exposure.
    """
    takes = ON_PAPER if is_for_paper else ON_SCREEN
    rows = list(blueprint_rows(exam)) if blueprint is None else blueprint
    cells = [_cell(row, takes=takes) for row in rows]
    found: dict[int, _Wording] = {}
    groups: dict[int, set[int]] = {}
    fixed: dict[int, bool] = {}  # by item, whether any of its wordings is approved
    for row in map(_Wording._make, _wordings(exam, cells, is_for_paper=is_for_paper)):
        is_approved = row.status == ItemStatus.APPROVED
        if row.is_fixed:
            fixed[row.item] = fixed.get(row.item, False) or is_approved
        if not is_approved or row.item_type not in takes or row.is_unfit:
            continue
        found[row.version] = row
        if row.group is not None:  # one row of the query for each group of enemies
            groups.setdefault(row.version, set()).add(row.group)
    spent = resting_items(exam)
    candidates = [
        Candidate(
            row.version,
            row.item,
            row.area,
            row.level,
            row.item_type,
            row.is_critical,
            is_required=row.item in fixed,
            groups=frozenset(groups.get(row.version, ())),
            wear=int(row.item in spent),
        )
        for row in found.values()
    ]
    points = {row.version: row.points for row in found.values()}
    return Bank(rows, cells, points, candidates, tuple(item for item, is_there in fixed.items() if not is_there))


def blueprint_rows(exam: Exam) -> QuerySet[BlueprintRow]:
    """Return the rows of a blueprint in their order, with what a draw needs."""
    return exam.blueprint.select_related("area", "section").order_by("pk")


def _cell(row: BlueprintRow, *, takes: Set[str]) -> Cell:
    section = row.section.place if row.section is not None else 0
    kind = row.item_type if row.item_type in takes else None
    return Cell(row.area.code, row.count, row.level, kind, section)


def _wordings(exam: Exam, cells: Iterable[Cell], *, is_for_paper: bool) -> list[tuple[Any, ...]]:
    """Return the approved wordings of the areas asked for, all wordings of fixed items, and which are unfit."""
    return _wordings_of(frozenset(cell.area_code for cell in cells), is_for_paper).rows(exam=exam.pk)


@lru_cache(maxsize=256)  # exams that ask for the same areas share one
def _wordings_of(area_codes: frozenset[str], is_for_paper: bool) -> Prepared:
    takes = ON_PAPER if is_for_paper else ON_SCREEN
    unfit = needs_marker() if is_for_paper else Value(False)
    areas = Q(pk=None)
    for code in sorted(area_codes):
        areas |= Q(item__area__code=code) | Q(item__area__code__startswith=f"{code}.")

    def build(exam: Slot) -> QuerySet[Any, Any]:
        fixed = FixedItem.objects.filter(exam=exam, item=OuterRef("item"))
        rows = ItemVersion.objects.annotate(
            is_fixed=Exists(fixed), is_unfit=unfit, group=F("item__enemy_groups")
        ).filter(areas & Q(status=ItemStatus.APPROVED.value, item_type__in=sorted(takes)) | Q(is_fixed=True))
        return rows.values_list(
            "pk",
            "item",
            "item__area__code",
            "item_type",
            "level",
            "is_critical",
            "points",
            "status",
            "is_fixed",
            "is_unfit",
            "group",
        )

    return Prepared(build, exam=models.BigIntegerField())


def plan_form(exam: Exam, *, seed: int, bank: Bank | None = None) -> list[Frozen]:
    """Return the items of a form in their order, not stored. Raises BankTooSmall naming what is missing.

    Cost: none when the bank is given, else that of loading it.
    """
    source = bank or load_bank(exam)
    refuse_without_fixed(source)
    drawn = draw(source.cells, candidates=source.candidates, critical_count=exam.critical_count, seed=seed)
    if drawn.shortages or not drawn.placed:
        raise BankTooSmall(data={"shortages": drawn.shortages, "cells": source.cells})
    return as_items(drawn.placed, source)


def refuse_without_fixed(bank: Bank) -> None:
    """Raise BankTooSmall where an item that must be in every form cannot be in any: no form goes out without it."""
    if bank.missing:
        lack = Shortage(-1, len(bank.missing), 0, Lack.FIXED_NOT_APPROVED, items=bank.missing)
        raise BankTooSmall(data={"shortages": [lack], "cells": bank.cells})


def as_items(placed: Sequence[Placed], bank: Bank) -> list[Frozen]:
    """Return the items of a form as they are frozen: points and section of their rows, not stored."""
    items = []
    for position, place in enumerate(placed, start=1):
        version, row = place.candidate.version_id, bank.rows[place.row]
        points = bank.points[version] if row.points is None else row.points
        section = row.section.place if row.section is not None else None
        items.append(Frozen(position, version, points, place.candidate.is_critical, section))
    return items


@transaction.atomic(savepoint=False)
def draw_form(exam: Exam, *, at: datetime, seed: int | None = None, bank: Bank | None = None) -> ExamForm:
    """Draw and freeze one form; without a seed a secret one is chosen. Raises BankTooSmall.

    Cost: two statements besides loading the bank.
    """
    chosen = secrets.randbelow(2**62) if seed is None else seed
    source = bank or load_bank(exam)
    return freeze(exam, plan_form(exam, seed=chosen, bank=source), seed=chosen, at=at, sections=source.sections)


def freeze(
    exam: Exam, items: Sequence[Frozen], *, seed: int, at: datetime, sections: Sequence[BlueprintSection]
) -> ExamForm:
    """Store a form with these items and sections. Cost: two statements."""
    frozen = [
        {
            "place": section.place,
            "name": section.name,
            "name_en": section.name_en,
            "minimum_percent": None if section.minimum_percent is None else str(section.minimum_percent),
            "minutes": section.minutes,
        }
        for section in sections
    ]
    return _stored(ExamForm(exam=exam, seed=seed, drawn_at=at, sections=frozen or None), items)


@transaction.atomic(savepoint=False)
def form_for(
    exam: Exam, *, person: Person, sitting: Sitting | None, at: datetime, bank: Bank | None = None
) -> ExamForm:
    """Return a form of one's own: the next of the sitting's set of forms, or drawn anew. Raises BankTooSmall.

    Of a set, a form that the person has not had goes first, then the one used least. Cost: three statements with a
    set, else those of draw_form.
    """
    if sitting is None or sitting.form_set_id is None:
        return draw_form(exam, at=at, bank=bank)
    copies = ExamForm.objects.filter(copy_of=OuterRef("form"))
    had = copies.filter(Q(attempt__person=person) | Q(paper__candidate__person=person))
    turn = (
        PreparedForm.objects.filter(form_set=sitting.form_set_id)
        .annotate(uses=Count("form__copies"), was_had=Exists(had))
        .order_by("was_had", "uses", "letter")
    )
    held = FormItem.objects.filter(form=Subquery(turn.values("form")[:1])).order_by("position")
    rows = list(held.values_list("form", "form__seed", "form__sections", *Frozen._fields))
    model, seed, sections = rows[0][:3]
    copy = ExamForm(exam=exam, seed=seed, drawn_at=at, sections=sections, copy_of_id=model)
    return _stored(copy, [Frozen(*row[3:]) for row in rows])


def _stored(form: ExamForm, items: Sequence[Frozen]) -> ExamForm:
    FORMS.write([form])
    write_rows(FormItem, ("form_id", *Frozen._fields), [(form.pk, *item) for item in items])
    return form
