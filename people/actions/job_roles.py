"""Keeps the list of job roles."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from core import audit, clock
from people.errors import JobRoleCodeTaken, JobRoleIsHeld
from people.models import Employment, JobRole, User


@transaction.atomic
def add(*, code: str, name: str, name_en: str, actor: User, at: datetime) -> JobRole:
    """Add a job role. Raises JobRoleCodeTaken."""
    if JobRole.objects.filter(code__iexact=code).exists():
        raise JobRoleCodeTaken
    role = JobRole.objects.create(code=code, name=name, name_en=name_en)
    data = {"code": code, "name": name, "name_en": name_en}
    audit.record(action="people.job_role_added", actor=actor, target=role, at=at, data=data)
    return role


@transaction.atomic
def rename(role: JobRole, *, name: str, name_en: str, actor: User, at: datetime) -> None:
    """Give a job role other names; its code stays, because rosters name roles by it."""
    row = JobRole.objects.select_for_update().get(pk=role.pk)
    data = {"before": [row.name, row.name_en], "after": [name, name_en]}
    row.name, row.name_en = name, name_en
    row.save(update_fields=["name", "name_en"])
    audit.record(action="people.job_role_renamed", actor=actor, target=row, at=at, data=data)


@transaction.atomic
def retire(role: JobRole, *, actor: User, at: datetime) -> None:
    """Take a job role out of use; records of the past keep it. Raises JobRoleIsHeld, with the count in `data`."""
    row = JobRole.objects.select_for_update().get(pk=role.pk)
    open_now = Q(ends_on=None) | Q(ends_on__gte=clock.local_day(at))
    people = Employment.objects.filter(open_now, job_role=row).count()
    if people:
        raise JobRoleIsHeld(data={"people": people})
    _set(row, is_retired=True, action="people.job_role_retired", actor=actor, at=at)


@transaction.atomic
def restore(role: JobRole, *, actor: User, at: datetime) -> None:
    """Take a job role into use again."""
    row = JobRole.objects.select_for_update().get(pk=role.pk)
    _set(row, is_retired=False, action="people.job_role_restored", actor=actor, at=at)


def _set(row: JobRole, *, is_retired: bool, action: str, actor: User, at: datetime) -> None:
    if row.is_retired is not is_retired:
        row.is_retired = is_retired
        row.save(update_fields=["is_retired"])
        audit.record(action=action, actor=actor, target=row, at=at)
