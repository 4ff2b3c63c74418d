"""A crew in a branch, its certificates, and those who look after them."""

from datetime import date, timedelta

import pytest

from certificates.models import Credential
from people.actions.units import rebuild_closure
from people.enums import Right
from people.models import Employment, JobRole, Person, RoleGrant, Unit, User
from tests.factories.certificates import make_certificate
from tests.factories.courses import make_course
from tests.factories.exams import make_exam

DAY = date(2026, 11, 24)


@pytest.fixture
def units():
    found = {}
    for code, parent in (("G", None), ("B1", "G"), ("C1", "B1"), ("B2", "G")):
        found[code] = Unit.objects.create(
            code=code, name=f"单位{code}", kind="branch", parent=found.get(parent), valid_from=date(2015, 1, 1)
        )
    rebuild_closure()
    return found


@pytest.fixture
def staff(units):
    """Accounts by right: hr, safety, second_safety, auditor for all; manager for B1."""
    rights = {
        "hr": (Right.HR, "G"), "safety": (Right.SAFETY, "G"), "second_safety": (Right.SAFETY, "G"),
        "auditor": (Right.AUDITOR, "G"), "manager": (Right.MANAGER, "B1"),
    }  # fmt: skip
    found = {}
    for name, (right, unit) in rights.items():
        found[name] = User.objects.create_user(name.upper())
        RoleGrant.objects.create(
            user=found[name], right=right, unit=units[unit], starts_on=date(2020, 1, 1), reason="appointed"
        )
    return found


@pytest.fixture
def m1(at):
    return Credential.objects.create(
        code="M1", name="有限空间作业", course=make_course(lessons=1), exam=make_exam(at=at)
    )


@pytest.fixture
def employ(units):
    role = JobRole.objects.create(code="R05", name="班组作业人员", name_en="Crew member")

    def make(number: int, unit: str = "C1", **fields):
        person = Person.objects.create(employee_no=f"{number:06d}", **{"name": f"员工{number}", **fields})
        Employment.objects.create(
            person=person, unit=units[unit], job_role=role, person_type="own", starts_on=date(2020, 1, 1)
        )
        return person

    return make


@pytest.fixture
def certify(m1, at):
    def make(person, *, valid_from=DAY - timedelta(days=30), **fields):
        return make_certificate(
            person, fields.pop("credential", m1), at=fields.pop("at", at), valid_from=valid_from, **fields
        )

    return make


@pytest.fixture(autouse=True)
def today(at, monkeypatch):
    monkeypatch.setattr("core.clock.now", lambda: at)
