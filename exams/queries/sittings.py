"""Sittings in lists: found by text, mode, state and day, with how many people each concerns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from core.prepared import Slot
from exams.enums import AttemptState, Mode, SittingState
from exams.models import Attempt, Candidate, Sitting


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which sittings are looked for; what is empty narrows nothing."""

    text: str = ""
    mode: str = ""
    state: str = ""
    since: datetime | None = None
    before: datetime | None = None


def over(at: datetime | Slot) -> QuerySet[Sitting]:
    """Return the sittings that are over, as `exams.domain.sitting_end.is_over` says of one."""
    running = Attempt.objects.filter(sitting=OuterRef("pk"), state=AttemptState.OPEN.value)
    by_itself = Q(mode=Mode.ONLINE.value) | Q(state=SittingState.PLANNED.value)
    ended = by_itself & Q(closes_at__lte=at) & ~Exists(running)
    return Sitting.objects.filter(Q(state=SittingState.CLOSED.value) | ended)


def shown_as(state: str, *, at: datetime) -> Q:
    """Return what holds for the sittings shown in this state, as `exams.domain.sitting_end.shown_state` says."""
    by_its_hours = Q(mode=Mode.ONLINE.value, state=SittingState.PLANNED.value, opens_at__lte=at)
    if state == SittingState.PLANNED:
        return Q(state=state) & ~by_its_hours
    runs = Q(closes_at__gt=at)
    return Q(state=state) | (by_its_hours & (runs if state == SittingState.OPEN else ~runs))


def matching(
    sittings: QuerySet[Sitting], wanted: Wanted, *, at: datetime, among: QuerySet[Candidate] | None = None
) -> QuerySet[Sitting]:
    """Return those that fit; the text may be of the exam, the place, or a candidate's or proctor's number or name.

    `among` are the candidates whom the asker sees, None for all.
    """
    if text := wanted.text.strip():
        seen = Candidate.objects.all() if among is None else among
        people = seen.filter(Q(person__name__icontains=text) | Q(person__employee_no__iexact=text))
        sittings = sittings.filter(
            Q(exam__title__icontains=text)
            | Q(exam__title_en__icontains=text)
            | Q(exam__code__iexact=text)
            | Q(location__name__icontains=text)
            | Q(proctors__employee_no__iexact=text)
            | Q(pk__in=people.values("sitting"))
        )
    if wanted.mode:
        sittings = sittings.filter(mode=wanted.mode)
    if wanted.state:
        sittings = sittings.filter(shown_as(wanted.state, at=at))
    if wanted.since is not None:
        sittings = sittings.filter(opens_at__gte=wanted.since)
    if wanted.before is not None:
        sittings = sittings.filter(opens_at__lt=wanted.before)
    return sittings.distinct()


def _count(rows: QuerySet[Candidate] | QuerySet[Attempt]) -> Coalesce:
    counted = rows.filter(sitting=OuterRef("pk")).order_by().values("sitting").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def for_list(sittings: QuerySet[Sitting], *, among: QuerySet[Candidate] | None = None) -> QuerySet[Sitting]:
    """Return the sittings, newest first, with `candidate_count`, `present_count` and `ended_count`.

    The counts are of the candidates whom the asker sees, None for all.
    """
    ended = Attempt.objects.exclude(state__in=["open", "void"])
    if among is not None:
        ended = ended.filter(Exists(among.filter(sitting=OuterRef("sitting"), person=OuterRef("person"))))
    seen = Candidate.objects.all() if among is None else among
    return (
        sittings.select_related("exam", "location")
        .annotate(
            candidate_count=_count(seen),
            present_count=_count(seen.filter(identity_checked_at__isnull=False)),
            ended_count=_count(ended),
        )
        .order_by("-opens_at", "pk")
    )
