"""Decides awards in the database: once per attempt, whatever is clicked or repeated."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from certificates.domain.validity import last_day
from certificates.models import Certificate, Credential, Series
from certificates.queries.records import roster_texts
from certificates.signals import certificate_changed
from core import audit, clock, jobs
from core.identifiers import numbered, verification_code
from courses.models import CourseCompletion
from exams.enums import AttemptState
from exams.models import Attempt, Score
from exams.queries.attempts import current_score
from exams.queries.results import is_released, released
from people.models import User


def _snapshot(
    credential: Credential, attempt: Attempt, score: Score, completion: CourseCompletion
) -> dict[str, Any]:
    """Return all that the certificate prints, as it is now; version 1 of the shape."""
    return {
        "version": 1,
        **roster_texts(attempt.person, at=score.marked_at),
        "credential": credential.name,
        "course_title": completion.course_title,
        "hours": str(completion.hours),
        "completed_on": clock.local_day(completion.completed_at).isoformat(),
        "exam_title": attempt.exam.title,
        "exam_on": clock.local_day(attempt.ended_at or score.marked_at).isoformat(),
        "mode": attempt.mode,
        "percent": str(score.percent),
        "basis": credential.basis,
    }


def _next_number(prefix: str, *, year: int) -> str:
    Series.objects.get_or_create(prefix=prefix, year=year)
    Series.objects.filter(prefix=prefix, year=year).update(last=F("last") + 1)
    return numbered(prefix, year=year, sequence=Series.objects.get(prefix=prefix, year=year).last)


def _earned(credential: Credential, attempt: Attempt, *, at: datetime) -> tuple[Score, CourseCompletion] | None:
    """Return score and completion that meet the rule of a credential; None when it is not met."""
    score = current_score(attempt)
    # A certificate says that somebody passed: it comes with the result, not before it.
    if score is None or not is_released(attempt, at=at):
        return None
    if not score.passed or attempt.state == AttemptState.VOID or attempt.exam_id != credential.exam_id:
        return None
    completions = CourseCompletion.objects.filter(
        enrolment__person=attempt.person, enrolment__course=credential.course
    )
    newest = completions.order_by("-completed_at").first()
    return (score, newest) if newest is not None else None


@transaction.atomic
def award_if_earned(
    credential: Credential, *, attempt: Attempt, at: datetime, waiting: User | None = None
) -> Certificate | None:
    """Return the certificate that this attempt earns, written now or before; None when the rule is not met.

    The rule: the attempt's newest score passed, and the course was completed. The file is made by a job that
    is wanted in the same transaction; it goes before batches when the account `waiting` is there to see it.
    """
    existing = Certificate.objects.filter(credential=credential, attempt=attempt).first()
    if existing is not None:
        return existing
    earned = _earned(credential, attempt, at=at)
    if earned is None:
        return None
    try:
        with transaction.atomic():
            # An attempt that becomes void at this moment earns nothing, and nobody is left to see to it later.
            held = Attempt.objects.select_for_update().values_list("state", flat=True).get(pk=attempt.pk)
            if held == AttemptState.VOID:
                return None
            certificate = _new(credential, attempt, _snapshot(credential, attempt, *earned), at=at)
    except IntegrityError:  # another worker was faster: there is exactly one
        return Certificate.objects.get(credential=credential, attempt=attempt)
    audit.record(
        action="certificates.awarded", actor=None, target=certificate, at=at, data={"attempt": attempt.public_id}
    )
    jobs.enqueue_on_commit(
        "certificates.make_file",
        at=at,
        key=f"certificates.make_file:{certificate.pk}",
        owner=waiting,
        certificate_id=certificate.pk,
    )
    transaction.on_commit(lambda: certificate_changed.send(sender=Certificate, certificate_id=certificate.pk))
    return certificate


def _new(credential: Credential, attempt: Attempt, snapshot: dict[str, Any], *, at: datetime) -> Certificate:
    day = clock.local_day(at)
    return Certificate.objects.create(
        credential=credential,
        person=attempt.person,
        attempt=attempt,
        number=_next_number(f"AN-{credential.code}", year=day.year),
        code=verification_code(),
        awarded_at=at,
        valid_from=day,
        valid_to=last_day(valid_from=day, months=credential.validity_months),
        snapshot=snapshot,
    )


def award_for_attempt(attempt: Attempt, *, at: datetime, waiting: User | None = None) -> list[Certificate]:
    """Award every active credential that this attempt earns."""
    credentials = Credential.objects.filter(exam=attempt.exam_id, is_active=True).select_related("course")
    made = (
        award_if_earned(credential, attempt=attempt, at=at, waiting=waiting)
        for credential in credentials.order_by("code")
    )
    return [certificate for certificate in made if certificate is not None]


def award_for_completion(completion: CourseCompletion, *, at: datetime) -> list[Certificate]:
    """Award what a course completion makes due when the exam was passed before it, in this cycle."""
    enrolment = completion.enrolment
    attempts = Attempt.objects.filter(
        person=enrolment.person,
        exam__credentials__course=enrolment.course,
        started_at__gte=enrolment.enrolled_at,
    )
    waiting = enrolment.person.user
    return [made for attempt in attempts.distinct() for made in award_for_attempt(attempt, at=at, waiting=waiting)]


def award_overdue(*, at: datetime) -> list[Certificate]:
    """Award passed attempts that have no certificate; a process that died after marking leaves such ones."""
    passed = Score.objects.standing().filter(passed=True, attempt__exam__credentials__is_active=True)
    waiting = released(Attempt.objects.filter(scores__in=passed, certificates=None), at=at)
    waiting = waiting.select_related("person", "exam")
    return [
        made for attempt in waiting.distinct().order_by("pk")[:500] for made in award_for_attempt(attempt, at=at)
    ]
