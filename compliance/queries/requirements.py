"""The training matrix as a list, narrowed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from certificates.models import Credential
from compliance.models import Requirement
from people.models import JobRole

OPEN, ENDED = "open", "ended"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which requirements are looked for; what is empty narrows nothing."""

    job_role: JobRole | None = None
    credential: Credential | None = None
    state: str = ""


def matching(wanted: Wanted, *, day: date) -> QuerySet[Requirement]:
    """Return the requirements that fit, by job role and credential; one that is still to begin is open."""
    found = Requirement.objects.select_related("job_role", "credential")
    if wanted.job_role is not None:
        found = found.filter(job_role=wanted.job_role)
    if wanted.credential is not None:
        found = found.filter(credential=wanted.credential)
    lasts = Q(ends_on=None) | Q(ends_on__gte=day)
    if wanted.state:
        found = found.filter(lasts if wanted.state == OPEN else ~lasts)
    return found.order_by("job_role__code", "credential__code", "pk")
