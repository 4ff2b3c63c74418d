"""The blocks of the start page: what each right adds to what everybody sees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from certificates.permissions import heldable_certificates
from certificates.queries.held import held
from compliance.permissions import MAY_SEE_COVERAGE, coverage_units, visible_reports
from compliance.queries.coverage import by_role, by_unit, coverage, total, urgent
from compliance.queries.gaps import Wanted, gaps
from compliance.queries.person import PersonGap
from compliance.queries.reports import with_states
from core import clock
from courses.permissions import MAY_ASSIGN, courses_kept_by
from courses.queries.board import course_rows, reviews_for
from courses.queries.currency import to_revise
from courses.queries.running import Running
from exams.models import Ruling
from exams.permissions import MAY_KEEP_EXAMS, examined_attempts, visible_items
from exams.permissions.rulings import rulings_to_decide
from exams.permissions.sittings import visible_candidates, visible_sittings
from exams.queries.bank_counts import bank_counts
from exams.queries.board import coming
from exams.queries.uncounted import waiting_by_exam
from people.enums import Right
from people.models import JobRole, Location, Person, RosterUpload, Unit, User
from people.permissions import may_import_rosters, visible_proposals
from people.queries.grants import rights_held
from website.setting_up import Standing, steps

MOST = 6  # rows of a block: what fits on a phone without hiding the next block


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the start page: its template, and what the template shows."""

    template: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Duty:
    """One credential that one's job role asks for, and the course towards it where one is taking it."""

    gap: PersonGap
    running: Running | None


def duties(gaps: list[PersonGap], rows: list[Running]) -> tuple[list[Duty], list[Running]]:
    """Return each credential asked for with its running course, and the courses that no credential asks for.

    A course stands on the start page once: with what it is for.
    """
    by_course = {row.enrolment.course_id: row for row in rows}
    found = [Duty(gap, by_course.pop(gap.credential.course_id, None)) for gap in gaps]
    return found, [row for row in rows if row.enrolment.course_id in by_course]


def blocks(user: User, *, rights: frozenset[Right], at: datetime) -> list[Block]:
    """Return the blocks of one person, those about people first; none for a learner without rights."""
    found = []
    if rights.intersection(MAY_SEE_COVERAGE):
        found.append(_people(user, rights=rights, at=at))
    if Right.HR in rights:
        found.append(_records(user, at=at))
    if Right.TRAINER in rights:
        found.append(_teaching(user, at=at))
    if rights.intersection(MAY_KEEP_EXAMS) and (waiting := _deciding(user, rights=rights, at=at)) is not None:
        found.append(waiting)
    if rights & {Right.TRAINER, Right.PROCTOR, Right.SAFETY}:
        found.append(_sittings(user, at=at))
    if Right.ADMIN in rights:
        found.append(_administering(user, at=at))
    return found


def _administering(user: User, *, at: datetime) -> Block:
    day = clock.local_day(at)
    found = Standing(
        units=Unit.objects.count(),
        has_job_roles=JobRole.objects.exists(),
        has_people=Person.objects.exists(),
        has_locations=Location.objects.exists(),
        rights=rights_held(day),
    )
    waiting = visible_proposals(user, day=day).filter(outcome="").count()
    return Block("website/home/_administering.html", {"steps": steps(found), "waiting": waiting})


def _people(user: User, *, rights: frozenset[Right], at: datetime) -> Block:
    day = clock.local_day(at)
    rows = list(gaps(day, wanted=Wanted(coverage_units(user, day=day))))
    cells = coverage(rows)
    data = {
        "day": day,
        "total": total(cells),
        "roles": by_role(cells),
        "units": by_unit(cells)[:MOST],
        "urgent": urgent(rows)[:MOST],
        "hangs_up_list": bool(rights & {Right.SAFETY, Right.MANAGER}),
        "assigns": bool(rights & {*MAY_ASSIGN}),
    }
    return Block("website/home/_people.html", data)


def _records(user: User, *, at: datetime) -> Block:
    day = clock.local_day(at)
    imports = may_import_rosters(user, day=day)
    uploads = RosterUpload.objects.order_by("-pk")[:3] if imports else []
    reports = with_states(list(visible_reports(user).select_related("unit").order_by("-pk")[:3]))
    waiting = held(heldable_certificates(user, day=day), at=at)
    data = {"imports_rosters": imports, "uploads": uploads, "reports": reports, "held": waiting[:MOST]}
    return Block("website/home/_records.html", data)


def _teaching(user: User, *, at: datetime) -> Block:
    day = clock.local_day(at)
    courses = courses_kept_by(user, day=day)
    data = {
        "courses": course_rows(courses, most=MOST),
        "to_revise": to_revise(courses, day=day, most=MOST),
        "reviews": reviews_for(user, most=MOST),
        "bank": bank_counts(visible_items(user, day=day), user=user, day=day),
    }
    return Block("website/home/_teaching.html", data)


def _deciding(user: User, *, rights: frozenset[Right], at: datetime) -> Block | None:
    """Return what waits for a decision of whoever keeps the exam, and of the safety department; None for nothing."""
    day = clock.local_day(at)
    answers = waiting_by_exam(examined_attempts(user, day=day))[:MOST]
    rulings: list[Ruling] = []
    if Right.SAFETY in rights:
        waiting = rulings_to_decide(user, day=day).select_related("attempt__exam", "attempt__person")
        rulings = list(waiting.order_by("pk")[:MOST])
    if not answers and not rulings:
        return None
    return Block("website/home/_deciding.html", {"answers": answers, "rulings": rulings})


def _sittings(user: User, *, at: datetime) -> Block:
    day = clock.local_day(at)
    seen = visible_candidates(user, day=day)
    found = coming(visible_sittings(user, day=day), among=seen, at=at, most=MOST)
    return Block("website/home/_sittings.html", {"sittings": found})
