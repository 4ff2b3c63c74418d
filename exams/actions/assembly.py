"""Draws a form from the bank and freezes it."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from exams.domain.assembly import Candidate, Cell, draw
from exams.enums import ItemStatus
from exams.errors import BankTooSmall
from exams.models import Exam, ExamForm, FormItem, ItemVersion


def _cells(exam: Exam) -> list[Cell]:
    rows = exam.blueprint.select_related("area").order_by("pk")
    return [Cell(row.area.code, row.count, row.level, row.item_type or None) for row in rows]


def _candidates() -> dict[int, ItemVersion]:
    approved = ItemVersion.objects.filter(status=ItemStatus.APPROVED).select_related("item__area")
    fields = ("item__area__code", "item_type", "level", "is_critical", "points")
    return {version.pk: version for version in approved.only(*fields)}


def plan_form(exam: Exam, *, seed: int) -> list[ItemVersion]:
    """Return the item versions of a form in their order. Raises BankTooSmall naming each row that lacks items.

    Cost: two queries, whatever the size of the bank.
    """
    cells, versions = _cells(exam), _candidates()
    candidates = [
        Candidate(pk, v.item_id, v.item.area.code, v.level, v.item_type, v.is_critical)
        for pk, v in versions.items()
    ]
    drawn, shortages = draw(cells, candidates=candidates, critical_count=exam.critical_count, seed=seed)
    if shortages or not drawn:
        raise BankTooSmall(data={"shortages": shortages, "cells": cells})
    return [versions[candidate.version_id] for candidate in drawn]


@transaction.atomic
def draw_form(exam: Exam, *, at: datetime, seed: int | None = None) -> ExamForm:
    """Draw and freeze one form; without a seed a secret one is chosen. Raises BankTooSmall. Cost: four statements."""
    chosen = secrets.randbelow(2**62) if seed is None else seed
    versions = plan_form(exam, seed=chosen)
    form = ExamForm.objects.create(exam=exam, seed=chosen, drawn_at=at)
    FormItem.objects.bulk_create(
        FormItem(
            form=form, position=position, version=version, points=version.points, is_critical=version.is_critical
        )
        for position, version in enumerate(versions, start=1)
    )
    return form
