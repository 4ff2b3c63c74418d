"""Where an attempt stands among its timed sections, and what of its paper may be seen there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from core.prepared import PreparedModels
from exams.domain import timing
from exams.models import Attempt, SectionRun
from exams.queries.wordings import PlacedItem

RUNS = PreparedModels(
    lambda attempt: SectionRun.objects.filter(attempt_id=attempt).order_by("place"),
    attempt=models.BigIntegerField(),
)
OPEN = {"started_at__isnull": False, "ended_at": None}


@dataclass(frozen=True, slots=True)
class TimedSections:
    """The timed sections of one attempt in their order, and the deadline of the attempt itself."""

    runs: Sequence[SectionRun]
    deadline_at: datetime

    @property
    def current(self) -> SectionRun:
        """Return the section that has begun and not ended: of a timed attempt there is always one."""
        return next(run for run in self.runs if run.started_at is not None and run.ended_at is None)

    @property
    def number(self) -> int:
        """Return the number of the open section, from 1."""
        return self.runs.index(self.current) + 1

    @property
    def following(self) -> SectionRun | None:
        """Return the section that comes after the open one; None after the last."""
        return next((run for run in self.runs if run.started_at is None), None)

    @property
    def is_cut_off(self) -> bool:
        """Tell whether the attempt ends before the time of the open section is over."""
        return self.current.deadline_at is not None and self.deadline_at <= self.current.deadline_at

    @property
    def ends_at(self) -> datetime:
        """Return up to when answers to the open section count."""
        return timing.section_end(section_at=self.current.deadline_at, deadline_at=self.deadline_at)

    def is_over(self, *, at: datetime) -> bool:
        """Tell whether the time of the open section is over, so that nobody reads on; grace is for what was sent."""
        return self.current.deadline_at is not None and at > self.current.deadline_at

    def is_open(self, place: int | None) -> bool:
        """Tell whether the questions of a section are on the screen now; those of none are always."""
        return place is None or place == self.current.place

    def has_begun(self, place: int | None) -> bool:
        """Tell whether the questions of a section may have been seen; those of none may."""
        return timing.has_begun(place, current=self.current.place)

    def end_of(self, place: int | None) -> datetime:
        """Return up to when answers to a section counted, or count; of one not begun, up to the end of the attempt."""
        run = next((run for run in self.runs if run.place == place), None)
        return timing.section_end(
            section_at=(run.ended_at or run.deadline_at) if run is not None else None, deadline_at=self.deadline_at
        )


def timed_sections(attempt: Attempt) -> TimedSections | None:
    """Return where an attempt stands among its timed sections; None where its form has none.

    Cost: none without timed sections, where the form is read; else one query.
    """
    if not attempt.form.section_minutes:
        return None
    runs: list[SectionRun] = RUNS.found(attempt=attempt.pk)
    return TimedSections(runs, attempt.deadline_at) if runs else None


def open_items(items: Sequence[PlacedItem], sections: TimedSections | None) -> list[PlacedItem]:
    """Return the items that are on the screen now: all, or those of the open section. Cost: none."""
    return [row for row in items if sections is None or sections.is_open(row.section)]


def with_open_section(attempts: QuerySet[Attempt]) -> QuerySet[Attempt]:
    """Let attempts tell `open_place` and `open_until` of their open section, None without timed ones."""
    running = SectionRun.objects.filter(attempt=OuterRef("pk"), **OPEN)
    return attempts.annotate(
        open_place=Subquery(running.values("place")), open_until=Subquery(running.values("deadline_at"))
    )


def with_section_number(attempts: QuerySet[Any]) -> QuerySet[Any]:
    """Let attempts tell in which of their timed sections they are, by `section_number` from 1; None without any."""
    begun = SectionRun.objects.filter(attempt=OuterRef("pk"), started_at__isnull=False)
    count = begun.order_by().values("attempt").annotate(n=Count("pk")).values("n")
    told: QuerySet[Any] = attempts.annotate(section_number=Subquery(count, output_field=IntegerField()))
    return told


def section_at() -> Subquery:
    """Return, of answers, when their timed section was ended, else is over by itself; null without one."""
    own = SectionRun.objects.filter(
        attempt=OuterRef("attempt_id"),
        attempt__form__items__position=OuterRef("position"),
        attempt__form__items__section=F("place"),
    )
    ends = own.annotate(ends_at=Coalesce("ended_at", "deadline_at")).values("ends_at")[:1]
    return Subquery(ends)
