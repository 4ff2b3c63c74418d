"""Changes the training matrix."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from certificates.models import Credential
from compliance.actions.enrolling import want_enrolments
from compliance.errors import RequirementExists
from compliance.models import Requirement
from core import audit
from people.models import JobRole, User


@transaction.atomic
def require(
    job_role: JobRole, *, credential: Credential, starts_on: date, days_allowed: int, actor: User, at: datetime
) -> Requirement:
    """Make a job role need a credential, and have those enrolled who lack it.

    Raises RequirementExists when the role needs it already.
    """
    if Requirement.objects.filter(job_role=job_role, credential=credential, ends_on=None).exists():
        raise RequirementExists
    requirement = Requirement.objects.create(
        job_role=job_role, credential=credential, starts_on=starts_on, days_allowed=days_allowed
    )
    audit.record(
        action="compliance.required", actor=actor, target=requirement, at=at, data={"starts_on": starts_on}
    )
    want_enrolments(at=at, key=f"requirement:{requirement.pk}")
    return requirement


@transaction.atomic
def end(requirement: Requirement, *, first_day_without: date, actor: User, at: datetime) -> None:
    """End a requirement; coverage of days before stays as it was."""
    last = max(first_day_without - timedelta(days=1), requirement.starts_on)
    if Requirement.objects.filter(pk=requirement.pk, ends_on=None).update(ends_on=last):
        audit.record(
            action="compliance.requirement_ended", actor=actor, target=requirement, at=at, data={"ends_on": last}
        )
