"""Certificates whose file could not be made."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import BigIntegerField, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from certificates.enums import CertificateState
from certificates.models import Certificate
from core.models import Job, JobState

# A worker makes a file in under a second, and hundreds in some minutes; what waits longer needs somebody's eye.
STUCK_AFTER = timedelta(hours=1)


def held(certificates: QuerySet[Certificate], *, at: datetime) -> QuerySet[Certificate]:
    """Return those held for a missing character, and those that wait for their file for over an hour, oldest first.

    What counts is how long the job waits: the award may be older, as when the file is made anew.
    """
    young = _waiting().filter(created_at__gte=at - STUCK_AFTER)
    keys = young.annotate(certificate=Cast(KT("args__certificate_id"), BigIntegerField())).values("certificate")
    stuck = Q(state=CertificateState.PENDING, awarded_at__lt=at - STUCK_AFTER) & ~Q(pk__in=keys)
    found = certificates.filter(Q(state=CertificateState.HELD) | stuck)
    return found.select_related("person", "credential", "attempt__exam").order_by("awarded_at", "pk")


def has_job_waiting(certificate: Certificate) -> bool:
    """Tell whether a worker has the file of this certificate before it."""
    return _waiting().filter(args__certificate_id=certificate.pk).exists()


def _waiting() -> QuerySet[Job]:
    return Job.objects.filter(name="certificates.make_file", state__in=[JobState.QUEUED, JobState.RUNNING])
