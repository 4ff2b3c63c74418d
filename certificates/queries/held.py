"""Certificates whose file could not be made."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from certificates.enums import CertificateState
from certificates.models import Certificate
from core.models import Job, JobState

# A worker makes a file in under a second; after this long it has failed, and the sweep has tried it three times.
STUCK_AFTER = timedelta(hours=1)


def held(certificates: QuerySet[Certificate], *, at: datetime) -> QuerySet[Certificate]:
    """Return those held for a missing character, and those that wait for their file for over an hour, oldest first."""
    stuck = Q(state=CertificateState.PENDING, awarded_at__lt=at - STUCK_AFTER)
    found = certificates.filter(Q(state=CertificateState.HELD) | stuck)
    return found.select_related("person", "credential", "attempt__exam").order_by("awarded_at", "pk")


def has_job_waiting(certificate: Certificate) -> bool:
    """Tell whether a worker has the file of this certificate before it."""
    jobs = Job.objects.filter(name="certificates.make_file", args__certificate_id=certificate.pk)
    return jobs.filter(state__in=[JobState.QUEUED, JobState.RUNNING]).exists()
