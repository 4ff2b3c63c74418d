"""Accommodations of one person, and of the roster of a sitting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from core import clock
from core.prepared import PreparedModels
from exams.domain import timing
from exams.domain.accommodations import NOTHING, Given, factor_words
from exams.models import Accommodation, Attempt, Candidate, Sitting
from people.models import Person
from people.models.proposal import in_force_on

IN_FORCE = PreparedModels(
    lambda person, day: Accommodation.objects.filter(in_force_on(day), person=person).order_by("pk"),
    person=models.BigIntegerField(),
    day=models.DateField(),
)


def in_force_for(person: Person | None, *, day: date) -> Accommodation | None:
    """Return what a person is given on a day; None for nothing. Cost: one query, none for nobody."""
    if person is None:
        return None
    found: list[Accommodation] = IN_FORCE.found(person=person.pk, day=day)
    return found[0] if found else None


def given_words(given: Given | None) -> list[str]:
    """Return what is given, each thing in a few words; an empty list for nothing."""
    if given is None:
        return []
    words = {
        _("extra time %(factor)s") % {"factor": factor_words(given.time_factor)}: given.time_factor > 1,
        _("larger print"): given.larger_print,
        _("pictures from a list"): given.list_form,
    }
    return [text for text, is_given in words.items() if is_given]


@dataclass(frozen=True, slots=True)
class Short:
    """A candidate whose time would run behind the end of the sitting, by so many minutes."""

    person: Person
    minutes: int


@dataclass(frozen=True, slots=True)
class Accommodated:
    """What the candidates of a sitting are given on its day, by person; and for whom the sitting is too short."""

    by_person: Mapping[int, Accommodation]
    short: list[Short]

    def given_to(self, person_id: int) -> Given:
        """Return what a person is given; NOTHING without an accommodation."""
        held = self.by_person.get(person_id)
        return held.given if held is not None else NOTHING


def accommodated(sitting: Sitting, *, at: datetime, among: QuerySet[Candidate] | None = None) -> Accommodated:
    """Return the accommodations of a roster, the short by employee number. Cost: one query.

    `among` are the candidates whom the asker sees, None for all.
    Time is short for those who have not begun and would begin now, or when the sitting opens.
    """
    day = clock.local_day(sitting.opens_at)
    candidates = (Candidate.objects.all() if among is None else among).filter(sitting=sitting)
    begun = Attempt.objects.filter(sitting=sitting, person=OuterRef("person"))
    rows = list(
        Accommodation.objects.filter(in_force_on(day), person__in=candidates.values("person"))
        .annotate(has_begun=Exists(begun))
        .select_related("person")
        .order_by("person__employee_no", "pk")
    )
    waiting = [row for row in rows if row.time_factor > 1 and not row.has_begun] if at < sitting.closes_at else []
    missing = [(row.person, _minutes_short(row, sitting, at=max(at, sitting.opens_at))) for row in waiting]
    return Accommodated(
        {row.person_id: row for row in rows}, [Short(person, minutes) for person, minutes in missing if minutes]
    )


def _minutes_short(row: Accommodation, sitting: Sitting, *, at: datetime) -> int:
    allowance = timedelta(minutes=sitting.exam.time_limit_minutes)
    return timing.minutes_short(
        started_at=at, allowance=allowance, factor=row.time_factor, deadline_at=sitting.closes_at
    )
