"""Hears that a course was completed or an attempt marked, and lets the award rule decide."""

from typing import Any

from django.dispatch import receiver

from certificates.actions.awards import award_for_attempt, award_for_completion
from core import clock
from courses.models import CourseCompletion
from courses.signals import course_completed
from exams.models import Attempt
from exams.signals import attempt_finalised


@receiver(attempt_finalised)
def award_after_marking(*, attempt_id: int, **signal: Any) -> None:
    """Award what the attempt earns."""
    attempt = Attempt.objects.select_related("person__user", "exam").get(pk=attempt_id)
    award_for_attempt(attempt, at=clock.now(), waiting=attempt.person.user)


@receiver(course_completed)
def award_after_course(*, enrolment_id: int, **signal: Any) -> None:
    """Award what was waiting for the course."""
    completion = CourseCompletion.objects.select_related("enrolment__person__user").get(enrolment_id=enrolment_id)
    award_for_completion(completion, at=clock.now())
