"""All that an attempt left behind, for staff: answers with their fates, devices, more time, files, incidents."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from exams.domain import timing
from exams.enums import AttemptState, ResponseFate
from exams.item_types.registry import item_type
from exams.models import (
    AnswerFile,
    Attempt,
    Candidate,
    Exam,
    Extension,
    FormItem,
    Incident,
    ItemVersion,
    ResponseEvent,
    Takeover,
)
from exams.queries.sections import TimedSections, section_at, timed_sections
from exams.queries.uncounted import UNDECIDED, waiting_answers
from people.models import User


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One answer as it arrived, in words, and whether an examiner may decide on it.

    One that waits for a decision may be of a file that the examiner handed in: then another person decides.
    """

    event: ResponseEvent
    words: str
    is_open: bool
    is_for_another: bool


@dataclass(frozen=True, slots=True)
class SectionTimes:
    """One timed section as it was gone through: its name, minutes, begin and end; None for what has not come."""

    number: int
    name: str
    minutes: int
    started_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Traces:
    """What else happened: more time, takeovers, files handed in, incidents, each in its order; and timed sections."""

    extensions: list[Extension]
    takeovers: list[Takeover]
    files: list[AnswerFile]
    incidents: list[Incident]
    sections: list[SectionTimes]

    def handed_in_by(self, user: User) -> set[datetime]:
        """Return when this member of staff handed in files whose answers were taken."""
        return {row.handed_in_at for row in self.files if row.handed_in_by_id == user.pk and not row.problem}


def attempts_at(
    attempts: QuerySet[Attempt], exam: Exam, *, number: str, only_undecided: bool
) -> QuerySet[Attempt]:
    """Return the attempts at an exam, the newest first, each with its number of answers that wait for a decision.

    All, or those of the person with that number, or those with such answers.
    """
    waiting = waiting_answers().filter(attempt=OuterRef("pk"))
    counted = waiting.order_by().values("attempt").annotate(n=Count("pk")).values("n")
    rows = attempts.filter(exam=exam)
    if only_undecided:
        rows = rows.filter(Exists(waiting))
    rows = rows.annotate(undecided=Coalesce(Subquery(counted, output_field=IntegerField()), 0))
    if number:
        rows = rows.filter(person__employee_no=number)
    return rows.select_related("person", "sitting").order_by("-started_at", "-pk")


def refused_files(exam: Exam, *, most: int) -> list[AnswerFile]:
    """Return the newest files that were handed in at an exam and not taken. Cost: one query."""
    rows = AnswerFile.objects.filter(exam=exam).exclude(problem="").defer("text").select_related("handed_in_by")
    return list(rows.order_by("-handed_in_at", "-pk")[:most])


def events_of(attempt: Attempt, *, only_uncounted: bool) -> QuerySet[ResponseEvent]:
    """Return the answers of an attempt as they arrived, the newest first; all, or those that do not count."""
    rows = ResponseEvent.objects.filter(attempt=attempt).annotate(section_at=section_at())
    rows = rows.select_related("decision__decided_by")
    if only_uncounted:
        rows = rows.exclude(fate=ResponseFate.COUNTED)
    return rows.order_by("-received_at", "-sequence", "-pk")


def record_rows(
    attempt: Attempt, events: Iterable[ResponseEvent], *, own_files: Collection[datetime] = ()
) -> list[RecordRow]:
    """Return the answers in words; those received at the instants of own files are for another. Cost: one query."""
    found = list(events)
    items = FormItem.objects.filter(form_id=attempt.form_id, position__in={event.position for event in found})
    versions = {row.position: row.version for row in items.select_related("version")}
    return [
        RecordRow(
            event,
            _in_words(versions.get(event.position), event),
            _is_open(attempt, event) and event.received_at not in own_files,
            _is_open(attempt, event) and event.received_at in own_files,
        )
        for event in found
    ]


def _in_words(version: ItemVersion | None, event: ResponseEvent) -> str:
    """Return an answer in words; one that could not be read as it came."""
    if version is None or event.fate == ResponseFate.UNREADABLE:
        return str(event.value)
    return item_type(version.item_type).in_words(version.body, event.value)


def _is_open(attempt: Attempt, event: Any) -> bool:
    return (
        attempt.state in (AttemptState.SUBMITTED, AttemptState.CLOSED)
        and event.fate in UNDECIDED
        and not hasattr(event, "decision")
        and timing.was_in_time(
            event.made_at,
            deadline_at=timing.section_end(section_at=event.section_at, deadline_at=attempt.deadline_at),
        )
    )


def traces_of(attempt: Attempt) -> Traces:
    """Return what else happened to an attempt. Cost: four queries, five with timed sections."""
    return Traces(
        list(Extension.objects.filter(attempt=attempt).select_related("given_by").order_by("given_at", "pk")),
        list(Takeover.objects.filter(attempt=attempt).select_related("given_by").order_by("epoch")),
        list(
            AnswerFile.objects.filter(attempt=attempt)
            .defer("text")
            .select_related("handed_in_by")
            .order_by("handed_in_at", "pk")
        ),
        # A change of device stands among the takeovers already.
        list(Incident.objects.filter(attempt=attempt).exclude(kind="device_changed").order_by("at", "pk")),
        _section_times(attempt, timed_sections(attempt)),
    )


def _section_times(attempt: Attempt, sections: TimedSections | None) -> list[SectionTimes]:
    """Return the timed sections; the one that was open to the last ended with the attempt, or its own time."""
    if sections is None:
        return []
    names, last_at = attempt.form.section_names, attempt.ended_at
    rows = []
    for number, run in enumerate(sections.runs, start=1):
        ended_at = run.ended_at
        if ended_at is None and run.deadline_at is not None and last_at is not None:
            ended_at = min(run.deadline_at, last_at)
        rows.append(SectionTimes(number, names[run.place], run.minutes, run.started_at, ended_at))
    return rows


def newest_incidents(sitting_id: int, *, among: QuerySet[Candidate], most: int) -> list[Incident]:
    """Return the newest incidents of a sitting, those of the candidates whom the asker sees and those of nobody.

    Cost: one query.
    """
    of_them = Q(attempt=None) | Q(attempt__person__in=among.filter(sitting=sitting_id).values("person"))
    rows = Incident.objects.filter(of_them, sitting=sitting_id).select_related("attempt__person")
    return list(rows.order_by("-at", "-pk")[:most])
