"""Draws a form from the bank and freezes it, or copies one that was built beforehand."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

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
from people.models import Person


@dataclass(frozen=True, slots=True)
class Bank:
    """What the forms of one exam are drawn from: the rows of its blueprint, and the approved items that fit any.

    `missing` are the items that must be in every form, and have no approved wording.
    """

    rows: Sequence[BlueprintRow]
    cells: list[Cell]
    versions: dict[int, ItemVersion]
    candidates: list[Candidate]
    missing: tuple[int, ...] = ()

    @property
    def sections(self) -> list[BlueprintSection]:
        """Return the sections that hold rows, in their order."""
        found = {row.section.pk: row.section for row in self.rows if row.section is not None}
        return sorted(found.values(), key=lambda section: section.place)


def load_bank(exam: Exam, *, blueprint: Sequence[BlueprintRow] | None = None, is_for_paper: bool = False) -> Bank:
    """Return the bank of an exam; for a paper only items whose answers can be keyed.

    A row that asks for a type which paper cannot take, takes any other item of its area there, and a fixed item of
    such a type stays away (exams.queries.paper_limits says both).
    Cost: two queries, one when the blueprint is given; one more where the exam limits exposure.
    """
    takes = {kind.code for kind in ITEM_TYPES if kind.keyable or not is_for_paper}
    rows = list(blueprint_rows(exam)) if blueprint is None else blueprint
    cells = [_cell(row, takes=takes) for row in rows]
    versions: dict[int, ItemVersion] = {}
    groups: dict[int, set[int]] = {}
    fixed: dict[int, bool] = {}  # by item, whether any of its wordings is approved
    for version in _wordings(exam, cells, takes=takes):
        is_approved = version.status == ItemStatus.APPROVED
        if version.is_fixed:
            fixed[version.item_id] = fixed.get(version.item_id, False) or is_approved
        if not is_approved or version.item_type not in takes:
            continue
        versions[version.pk] = version
        if version.group is not None:  # one row of the query for each group of enemies
            groups.setdefault(version.pk, set()).add(version.group)
    spent = resting_items(exam)
    candidates = [
        Candidate(
            pk,
            version.item_id,
            version.item.area.code,
            version.level,
            version.item_type,
            version.is_critical,
            is_required=version.item_id in fixed,
            groups=frozenset(groups.get(pk, ())),
            wear=int(version.item_id in spent),
        )
        for pk, version in versions.items()
    ]
    return Bank(rows, cells, versions, candidates, tuple(item for item, is_there in fixed.items() if not is_there))


def blueprint_rows(exam: Exam) -> QuerySet[BlueprintRow]:
    """Return the rows of a blueprint in their order, with what a draw needs."""
    return exam.blueprint.select_related("area", "section").order_by("pk")


def _cell(row: BlueprintRow, *, takes: Set[str]) -> Cell:
    section = row.section.place if row.section is not None else 0
    kind = row.item_type if row.item_type in takes else None
    return Cell(row.area.code, row.count, row.level, kind, section)


def _wordings(exam: Exam, cells: Iterable[Cell], *, takes: Set[str]) -> QuerySet[Any]:
    """Return the approved wordings of the areas asked for, and all wordings of fixed items."""
    areas = Q(pk=None)
    for cell in cells:
        areas |= Q(item__area__code=cell.area_code) | Q(item__area__code__startswith=f"{cell.area_code}.")
    fixed = FixedItem.objects.filter(exam=exam, item=OuterRef("item"))
    rows = ItemVersion.objects.annotate(is_fixed=Exists(fixed), group=F("item__enemy_groups")).filter(
        areas & Q(status=ItemStatus.APPROVED, item_type__in=takes) | Q(is_fixed=True)
    )
    fields = ("item__area__code", "item_type", "level", "is_critical", "points", "status")
    return rows.select_related("item__area").only(*fields)


def plan_form(exam: Exam, *, seed: int, bank: Bank | None = None) -> list[FormItem]:
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


def as_items(placed: Sequence[Placed], bank: Bank) -> list[FormItem]:
    """Return the items of a form as they are frozen: points and section of their rows, not stored."""
    items = []
    for position, place in enumerate(placed, start=1):
        version, row = bank.versions[place.candidate.version_id], bank.rows[place.row]
        items.append(
            FormItem(
                position=position,
                version=version,
                points=version.points if row.points is None else row.points,
                is_critical=version.is_critical,
                section=row.section.place if row.section is not None else None,
            )
        )
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
    exam: Exam, items: Sequence[FormItem], *, seed: int, at: datetime, sections: Sequence[BlueprintSection]
) -> ExamForm:
    """Store a form with these items and sections. Cost: two statements."""
    frozen = [
        {
            "place": section.place,
            "name": section.name,
            "name_en": section.name_en,
            "minimum_percent": None if section.minimum_percent is None else str(section.minimum_percent),
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
    rows = FormItem.objects.filter(form=Subquery(turn.values("form")[:1])).select_related("form")
    source = list(rows.order_by("position"))
    model = source[0].form
    copy = ExamForm(exam=exam, seed=model.seed, drawn_at=at, sections=model.sections, copy_of=model)
    fields = ("position", "version_id", "points", "is_critical", "section")
    return _stored(copy, [FormItem(**{name: getattr(row, name) for name in fields}) for row in source])


def _stored(form: ExamForm, items: Sequence[FormItem]) -> ExamForm:
    form.save(force_insert=True)
    for item in items:
        item.form = form
    FormItem.objects.bulk_create(items)
    return form
