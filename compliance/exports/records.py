"""What is on file of one person, as tables: learning, and how exams came out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.sheets import Cell, Column
from courses.models import Enrolment
from exams.queries.outcomes import Outcome


def learning_columns() -> list[Column]:
    """Return the columns of the learning of one person."""
    return [
        Column(_("Course"), 32),
        Column(pgettext("enrolment", "Source"), 16),
        Column(_("Enrolled at"), 18),
        Column(_("Due on"), 12),
        Column(pgettext("enrolment", "Completed at"), 18),
        Column(_("Training hours"), 10),
    ]


def learning_rows(enrolments: Iterable[Enrolment]) -> Iterator[list[Cell]]:
    """Yield one row per enrolment; hours are those of the completion."""
    for row in enrolments:
        hours = row.completion.hours if row.completed_at else None
        source = str(row.get_source_display())
        yield [row.course.local_title, source, row.enrolled_at, row.due_on, row.completed_at, hours]


def exam_columns(*, with_percent: bool) -> list[Column]:
    """Return the columns of the attempts of one person; the score only for those who may know it."""
    columns = [
        Column(_("Exam"), 32),
        Column(_("Number"), 8),
        Column(_("Mode"), 12),
        Column(_("Began"), 18),
        Column(_("Ended"), 18),
        Column(_("State"), 12),
        Column(_("Decision"), 12),
    ]
    return [*columns, Column(_("Percent"), 10), Column(_("Needed"), 10)] if with_percent else columns


def exam_rows(outcomes: Iterable[Outcome], *, with_percent: bool) -> Iterator[list[Cell]]:
    """Yield one row per attempt; without a decision while there is none to be shown."""
    words = {True: _("passed"), False: _("not passed"), None: ""}
    for row in outcomes:
        run = row.attempt
        cells: list[Cell] = [
            run.exam.local_title,
            run.number,
            str(run.get_mode_display()),
            run.started_at,
            run.ended_at,
            str(run.get_state_display()),
            words[row.passed],
        ]
        yield (
            [*cells, row.percent, run.cut_percent if row.percent is not None else None] if with_percent else cells
        )
