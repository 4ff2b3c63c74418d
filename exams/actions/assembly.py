"""Draws a form from the bank and freezes it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from exams.domain.assembly import Candidate, Cell, draw
from exams.enums import ItemStatus
from exams.errors import BankTooSmall
from exams.item_types.catalogue import ITEM_TYPES
from exams.models import BlueprintRow, Exam, ExamForm, FormItem, ItemVersion


@dataclass(frozen=True, slots=True)
class Bank:
    """What the forms of one exam are drawn from: the rows of its blueprint, and the approved items that fit any."""

    cells: list[Cell]
    versions: dict[int, ItemVersion]


def load_bank(exam: Exam, *, blueprint: Sequence[BlueprintRow] | None = None, is_for_paper: bool = False) -> Bank:
    """Return the bank of an exam; for a paper only items whose answers can be keyed.

    A row that asks for a type which paper cannot take, takes any other item of its area there.
    Cost: two queries, one when the blueprint is given.
    """
    rows = exam.blueprint.select_related("area").order_by("pk") if blueprint is None else blueprint
    takes = {kind.code for kind in ITEM_TYPES if kind.keyable or not is_for_paper}
    cells = [
        Cell(row.area.code, row.count, row.level, row.item_type if row.item_type in takes else None)
        for row in rows
    ]
    areas = Q(pk=None)
    for cell in cells:
        areas |= Q(item__area__code=cell.area_code) | Q(item__area__code__startswith=f"{cell.area_code}.")
    approved = ItemVersion.objects.filter(areas, status=ItemStatus.APPROVED).select_related("item__area")
    if is_for_paper:
        approved = approved.filter(item_type__in=takes)
    fields = ("item__area__code", "item_type", "level", "is_critical", "points")
    return Bank(cells, {version.pk: version for version in approved.only(*fields)})


def plan_form(exam: Exam, *, seed: int, bank: Bank | None = None) -> list[ItemVersion]:
    """Return the item versions of a form in their order. Raises BankTooSmall naming each row that lacks items.

    Cost: none when the bank is given, else that of loading it.
    """
    source = bank or load_bank(exam)
    candidates = [
        Candidate(pk, v.item_id, v.item.area.code, v.level, v.item_type, v.is_critical)
        for pk, v in source.versions.items()
    ]
    drawn, shortages = draw(source.cells, candidates=candidates, critical_count=exam.critical_count, seed=seed)
    if shortages or not drawn:
        raise BankTooSmall(data={"shortages": shortages, "cells": source.cells})
    return [source.versions[candidate.version_id] for candidate in drawn]


@transaction.atomic(savepoint=False)
def draw_form(exam: Exam, *, at: datetime, seed: int | None = None, bank: Bank | None = None) -> ExamForm:
    """Draw and freeze one form; without a seed a secret one is chosen. Raises BankTooSmall.

    Cost: two statements besides loading the bank.
    """
    chosen = secrets.randbelow(2**62) if seed is None else seed
    versions = plan_form(exam, seed=chosen, bank=bank)
    form = ExamForm.objects.create(exam=exam, seed=chosen, drawn_at=at)
    FormItem.objects.bulk_create(
        FormItem(
            form=form, position=position, version=version, points=version.points, is_critical=version.is_critical
        )
        for position, version in enumerate(versions, start=1)
    )
    return form
