"""A small organisation, and accounts with rights in it."""

from __future__ import annotations

from datetime import date

import pytest

from people.actions.units import rebuild_closure
from people.models import Employment, JobRole, Person, RoleGrant, Unit, User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def units(db):
    """A group with the branches B1 and B2, and crew C1 in B1."""
    found = {}
    for code, parent in (("G", None), ("B1", "G"), ("C1", "B1"), ("B2", "G")):
        found[code] = Unit.objects.create(
            code=code, name=f"单位{code}", kind="branch", parent=found.get(parent), valid_from=date(2015, 1, 1)
        )
    rebuild_closure()
    return found


@pytest.fixture
def employ(units):
    """Put a person to work in a unit, with an account of the same number unless told otherwise."""

    def make(number, unit, *, account=True, role="R05", **fields):
        job_role, _ = JobRole.objects.get_or_create(code=role, defaults={"name": role, "name_en": role})
        user = User.objects.create_user(number, "correct-horse-7", first_name=f"员工{number}") if account else None
        person = Person.objects.create(employee_no=number, name=f"员工{number}", user=user)
        values = {"person_type": "own", "starts_on": date(2020, 1, 1), **fields}
        Employment.objects.create(person=person, unit=units[unit], job_role=job_role, **values)
        return person

    return make


@pytest.fixture
def holder(units):
    """Make an account that holds a right in a unit since 2020."""

    def make(right, unit="G", number=None):
        user = User.objects.create_user(number or f"{right.value}-{unit}".upper(), "correct-horse-7")
        RoleGrant.objects.create(
            user=user, right=right, unit=units[unit], starts_on=date(2020, 1, 1), reason="appointed"
        )
        return user

    return make


@pytest.fixture
def sign_in(client, at, monkeypatch):
    """Sign an account in, at the instant of the test."""
    monkeypatch.setattr("core.clock.now", lambda: at)

    def go(user):
        client.force_login(user, backend=BACKEND)
        return client

    return go
