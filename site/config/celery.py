"""The Celery application and its timetable."""

import os

from celery import Celery
from celery.schedules import crontab
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.development")

TRANSPORT_ALIASES["filesystem"] = "core.bell.Transport"

app = Celery("annuan")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    # The broker may lose a bell; the outbox does not. Half a minute is short enough for a person who waits.
    "sweep-jobs": {"task": "core.sweep_jobs", "schedule": 30.0},
    # Nobody should wait for a result longer than this after leaving an exam open.
    "sweep-attempts": {"task": "exams.sweep_attempts", "schedule": 60.0},
    # An award is decided right after marking; this catches the process that died in between.
    "sweep-awards": {"task": "certificates.sweep_awards", "schedule": 300.0},
    # ZIPs of certificates hold names; a day more or less does not matter.
    "sweep-batches": {"task": "certificates.sweep_batches", "schedule": 3600.0},
    # A page approved for an hour is there within the minute.
    "publish-scheduled": {"task": "courses.publish_scheduled", "schedule": 60.0},
    # Terms run out at midnight; learners find their new courses in the morning. 02:30 in Beijing.
    "sweep-enrolments": {"task": "compliance.sweep_enrolments", "schedule": crontab(hour=18, minute=30)},
    # Old reports hold personal data; at 03:00 in Beijing nobody fetches one.
    "discard-reports": {"task": "compliance.discard_reports", "schedule": crontab(hour=19, minute=0)},
}
