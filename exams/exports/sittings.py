"""The list of sittings and the roster of one, as sheets; both say in which mode."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.sheets import Cell, Column
from exams.models import Score, Sitting
from exams.queries.accommodations import given_words
from exams.queries.roster import RosterRow


def sitting_columns() -> list[Column]:
    """Return the columns of the list of sittings."""
    return [
        Column(_("Exam"), 32),
        Column(_("Mode"), 12),
        Column(_("Location"), 24),
        Column(_("Opens at"), 18),
        Column(_("Closes at"), 18),
        Column(_("State"), 12),
        Column(_("Proctors"), 24),
        Column(_("On the roster"), 12),
        Column(_("Present"), 12),
        Column(_("Handed in"), 12),
    ]


def sitting_rows(sittings: Iterable[Sitting], *, at: datetime) -> Iterator[list[Cell]]:
    """Yield the rows of the list; the sittings come with their counts and proctors."""
    for sitting in sittings:
        yield [
            sitting.exam.local_title,
            sitting.get_mode_display(),
            str(sitting.location or ""),
            sitting.opens_at,
            sitting.closes_at,
            sitting.shown_state(at=at)[1],
            "、".join(str(proctor) for proctor in sitting.proctors.all()),
            sitting.candidate_count,
            sitting.present_count,
            sitting.ended_count,
        ]


def roster_columns(*, with_scores: bool, with_forms: bool) -> list[Column]:
    """Return the columns of a roster: scores only once the sitting is closed, forms where it follows a set."""
    columns = [
        Column(_("Employee number"), 14),
        Column(pgettext("person", "Name"), 16),
        Column(_("Exam"), 32),
        Column(_("Mode"), 12),
        Column(_("Identity checked"), 18),
        Column(_("Checked by"), 16),
        Column(_("Attempt"), 16),
        Column(_("Began"), 18),
        Column(_("Ended"), 18),
        Column(_("Answers saved"), 12),
        Column(_("Given"), 28),
    ]
    if with_forms:
        columns.append(Column(_("Form"), 8))
    if with_scores:
        columns += [Column(_("Percent"), 10), Column(_("Needed"), 10), Column(_("Decision"), 12)]
    return columns


def roster_rows(
    rows: Iterable[RosterRow], *, sitting: Sitting, methods: Mapping[str, str], scores: Mapping[int, Score] | None
) -> Iterator[list[Cell]]:
    """Yield the rows of a roster; without `scores` for one that is not closed. `methods` words identity checks."""
    for row in rows:
        run, candidate = row.attempt, row.candidate
        cells: list[Cell] = [
            candidate.person.employee_no,
            candidate.person.name,
            sitting.exam.local_title,
            run.get_mode_display() if run is not None else sitting.get_mode_display(),
            candidate.identity_checked_at,
            methods.get(candidate.identity_method, ""),
            run.get_state_display() if run is not None else _("none"),
            run.started_at if run is not None else None,
            run.ended_at if run is not None else None,
            row.answered,
            "、".join(given_words(row.given)),
        ]
        if sitting.form_set_id is not None:
            cells.append(row.letter)
        if scores is not None:
            score = scores.get(run.pk) if run is not None else None
            cells += (
                [score.percent, score.cut_percent, _("passed") if score.passed else _("not passed")]
                if score is not None
                else [None, None, ""]
            )
        yield cells
