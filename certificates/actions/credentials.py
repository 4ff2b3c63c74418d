"""Says what can be earned, and by what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from certificates.domain.credentials import Facts, faults_of
from certificates.enums import CredentialFault
from certificates.errors import CredentialRefused
from certificates.models import Credential
from core import audit
from courses.models import CoursePage
from exams.models import Exam
from people.models import User

PLAIN = ("code", "name", "name_en", "validity_months", "warn_days", "basis", "is_active")
FIELDS = (*PLAIN, "course", "exam")


@dataclass(frozen=True, slots=True)
class CredentialRule:
    """All that may be said of a credential."""

    code: str
    name: str
    name_en: str
    course: CoursePage
    exam: Exam
    validity_months: int
    warn_days: int
    basis: str
    is_active: bool


def _stated(rule: CredentialRule | Credential) -> dict[str, object]:
    stated: dict[str, object] = {field: getattr(rule, field) for field in PLAIN}
    return {**stated, "course": rule.course.code, "exam": rule.exam.code}


def _refuse_nonsense(rule: CredentialRule, credential: Credential | None) -> None:
    facts = Facts(
        code=rule.code,
        validity_months=rule.validity_months,
        warn_days=rule.warn_days,
        is_active=rule.is_active,
        course_id=rule.course.pk,
        is_course_live=rule.course.live,
        exam_course_id=rule.exam.course_id,
        is_exam_open=rule.exam.is_open,
    )
    faults = faults_of(facts)
    others = Credential.objects.exclude(pk=credential.pk) if credential is not None else Credential.objects.all()
    if others.filter(code__iexact=rule.code).exists():
        faults["code"] = CredentialFault.CODE_TAKEN
    elif credential is not None and credential.code != rule.code and credential.certificates.exists():
        faults["code"] = CredentialFault.CODE_IN_NUMBERS
    if others.filter(name=rule.name, is_active=True).exists() and rule.is_active:
        faults["name"] = CredentialFault.NAME_TAKEN
    if faults:
        raise CredentialRefused(data={"faults": faults})


@transaction.atomic
def add(rule: CredentialRule, *, actor: User, at: datetime) -> Credential:
    """Let something new be earned. Raises CredentialRefused with what is wrong by field."""
    _refuse_nonsense(rule, None)
    credential = Credential.objects.create(**{field: getattr(rule, field) for field in FIELDS})
    audit.record(action="certificates.credential_added", actor=actor, target=credential, at=at, data=_stated(rule))
    return credential


@transaction.atomic
def change(credential: Credential, *, rule: CredentialRule, actor: User, at: datetime) -> Credential:
    """Change what counts for awards from now on; certificates awarded before keep what they say and how long.

    Raises CredentialRefused with what is wrong by field. The same rule again changes and records nothing.
    """
    found = (
        Credential.objects.select_for_update(of=("self",)).select_related("course", "exam").get(pk=credential.pk)
    )
    _refuse_nonsense(rule, found)
    before, after = _stated(found), _stated(rule)
    changed = {field: [before[field], after[field]] for field in after if before[field] != after[field]}
    if not changed:
        return found
    for field in FIELDS:
        setattr(found, field, getattr(rule, field))
    found.save()
    audit.record(
        action="certificates.credential_changed", actor=actor, target=found, at=at, data={"changed": changed}
    )
    return found
