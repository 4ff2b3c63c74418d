"""Hears that a course was completed, an attempt marked or a pass lost, and lets the rules of certificates decide."""

from typing import Any

from django.dispatch import receiver

from certificates.actions.awards import award_for_attempt, award_for_completion
from certificates.actions.revocations import propose_for_attempt
from certificates.queries.earning import may_earn
from certificates.queries.resting import resting_on
from core import clock
from courses.models import CourseCompletion
from courses.signals import course_completed
from exams.domain.resting import Resting
from exams.models import Attempt
from exams.signals import attempt_finalised, pass_withdrawn, resting_asked, results_released
from people.models import User


@receiver(attempt_finalised)
def award_after_marking(*, attempt_id: int, **signal: Any) -> None:
    """Award what the attempt earns; one that earns nothing, as of an exam without a certificate, is not read."""
    if not may_earn(attempt_id):
        return
    attempt = Attempt.objects.select_related("person__user", "exam").get(pk=attempt_id)
    award_for_attempt(attempt, at=clock.now(), waiting=attempt.person.user)


@receiver(results_released)
def award_after_release(*, attempt_ids: list[int], **signal: Any) -> None:
    """Award what was earned while the results waited."""
    now = clock.now()
    for attempt in Attempt.objects.filter(pk__in=attempt_ids).select_related("person__user", "exam"):
        award_for_attempt(attempt, at=now)


@receiver(pass_withdrawn)
def propose_after_a_lost_pass(*, attempt_id: int, actor_id: int | None, reason: str, **signal: Any) -> None:
    """Propose to revoke what rests on a pass that no longer stands; a second person decides."""
    actor = User.objects.filter(pk=actor_id).first()
    if actor is not None:
        propose_for_attempt(attempt_id, reason=reason, actor=actor, at=clock.now())


@receiver(resting_asked)
def name_what_rests(*, attempt_id: int, **signal: Any) -> list[Resting]:
    """Name the certificates that rest on an attempt."""
    return resting_on(attempt_id, day=clock.local_day(clock.now()))


@receiver(course_completed)
def award_after_course(*, enrolment_id: int, **signal: Any) -> None:
    """Award what was waiting for the course."""
    completion = CourseCompletion.objects.select_related("enrolment__person__user").get(enrolment_id=enrolment_id)
    award_for_completion(completion, at=clock.now())
