"""Hears that people got other roles, and has those enrolled who now need a course."""

from typing import Any

from django.dispatch import receiver

from compliance.actions.enrolling import want_enrolments
from core import clock
from people.signals import employments_changed


@receiver(employments_changed)
def enrol_after_changes(**signal: Any) -> None:
    """Look at everybody: a roster of twenty thousand takes seconds, and a second look changes nothing."""
    want_enrolments(at=clock.now())
