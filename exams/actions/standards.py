"""Keeps the registry of standards."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from core import audit
from library.errors import StandardCodeTaken, StandardLoop
from library.models import Standard
from people.models import User


@dataclass(frozen=True, slots=True)
class StandardFacts:
    """What the registry says about one version of a standard."""

    code: str
    title: str
    title_en: str
    in_force_since: date | None
    replaces: str
    note: str


@transaction.atomic
def add(facts: StandardFacts, *, actor: User, at: datetime) -> Standard:
    """Register a standard. Raises StandardCodeTaken."""
    if Standard.objects.filter(code=facts.code).exists():
        raise StandardCodeTaken
    standard = Standard.objects.create(**asdict(facts))
    audit.record(action="exams.standard_added", actor=actor, target=standard, at=at)
    return standard


@transaction.atomic
def change(standard: Standard, facts: StandardFacts, *, actor: User, at: datetime) -> None:
    """Correct what the registry says. Raises StandardCodeTaken."""
    if Standard.objects.filter(code=facts.code).exclude(pk=standard.pk).exists():
        raise StandardCodeTaken
    Standard.objects.filter(pk=standard.pk).update(**asdict(facts))
    audit.record(action="exams.standard_changed", actor=actor, target=standard, at=at, data=asdict(facts))


@transaction.atomic
def supersede(standard: Standard, *, by: Standard | None, on: date | None, actor: User, at: datetime) -> None:
    """Say by which standard one is superseded, from which day on; by None takes a mistake back.

    Everything that cites it is flagged from then on. Raises StandardLoop.
    """
    after = by
    while after is not None:
        if after.pk == standard.pk:
            raise StandardLoop
        after = after.superseded_by
    Standard.objects.filter(pk=standard.pk).update(superseded_by=by, superseded_on=on if by is not None else None)
    data = {"by": by.code if by is not None else None, "on": on}
    audit.record(action="exams.standard_superseded", actor=actor, target=standard, at=at, data=data)
