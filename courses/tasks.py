"""Back door of the courses floor."""

from __future__ import annotations

from celery import shared_task
from django.core.management import call_command


@shared_task(name="courses.publish_scheduled", time_limit=300)
def publish_scheduled() -> None:
    """Publish what was approved for a later hour, and take down what has expired; a second run changes nothing."""
    call_command("publish_scheduled")
