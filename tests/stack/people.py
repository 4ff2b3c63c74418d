"""People with sessions, and exams of a chosen length; written in bulk, once per run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import make_password

from core.sessions import SessionStore
from exams.models import Exam
from people.enums import Right
from people.models import Employment, JobRole, Person, RoleGrant, Unit, User
from tests.factories.exams import make_exam

PASSWORD = "bench-Candidate-7"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True)
class Candidate:
    """One account, signed in already under `session`."""

    employee_no: str
    user_id: int
    session: str


def make_people(count: int, *, prefix: str, signed_in: bool = True) -> list[Candidate]:
    """Write people with accounts; one hash of one password serves all, sessions are made on demand."""
    unit, _ = Unit.objects.get_or_create(
        code="G", defaults={"name": "示例热力集团", "kind": "group", "valid_from": date(2015, 1, 1)}
    )
    role, _ = JobRole.objects.get_or_create(code="R05", defaults={"name": "班组作业人员"})
    hashed = make_password(PASSWORD)
    numbers = [f"{prefix}{number:05d}" for number in range(count)]
    users = User.objects.bulk_create([User(employee_no=number, password=hashed) for number in numbers])
    people = Person.objects.bulk_create(
        [Person(employee_no=user.employee_no, name=f"员工{user.employee_no}", user=user) for user in users]
    )
    Employment.objects.bulk_create(
        Employment(person=person, unit=unit, job_role=role, person_type="own", starts_on=date(2020, 1, 1))
        for person in people
    )
    return [Candidate(user.employee_no, user.pk, _session(user) if signed_in else "") for user in users]


def make_examiner(*, at: datetime) -> Candidate:
    """Write a trainer of the whole organisation, who keeps every exam; signed in."""
    user = User.objects.create(employee_no="EXAMINER", password=make_password(None))
    top = Unit.objects.get(code="G")
    RoleGrant.objects.create(user=user, right=Right.TRAINER, unit=top, starts_on=at.date(), reason="drill")
    return Candidate(user.employee_no, user.pk, _session(user))


def _session(user: User) -> str:
    store = SessionStore()
    store["_auth_user_id"] = str(user.pk)
    store["_auth_user_backend"] = BACKEND
    store["_auth_user_hash"] = user.get_session_auth_hash()
    store.set_expiry(timedelta(hours=12))
    store.create()
    return str(store.session_key)


def make_paper(questions: int, *, at: datetime) -> Exam:
    """Open an exam of so many single-choice questions, as many attempts as wanted, no wait."""
    return make_exam(
        at=at, items=questions, code=f"B{questions}", attempts_allowed=9999, wait_hours=0, time_limit_minutes=120,
    )  # fmt: skip
