"""What the database itself refuses on the people floor."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from people.models import Employment, JobRole, Person, RoleGrant, Unit, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def crew():
    return Unit.objects.create(code="B11", name="管网一所", kind="office", valid_from=date(2020, 1, 1))


@pytest.fixture
def role():
    return JobRole.objects.create(code="R05", name="班组作业人员", name_en="Crew member")


@pytest.fixture
def person():
    return Person.objects.create(employee_no="000123", name="李四")


def refused(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


def test_employee_number_is_unique_in_any_case():
    User.objects.create_user("G1A")

    refused(lambda: User.objects.create(employee_no="g1a"))


def test_email_is_unique_in_any_case_but_may_be_missing_often():
    User.objects.create_user("G1", email="a@example.cn")
    User.objects.create_user("G2")
    User.objects.create_user("G3")

    refused(lambda: User.objects.create_user("G4", email="A@example.cn"))


def test_employment_may_not_end_before_it_begins(person, crew, role):
    refused(
        lambda: Employment.objects.create(
            person=person,
            unit=crew,
            job_role=role,
            person_type="own",
            starts_on=date(2026, 2, 1),
            ends_on=date(2026, 1, 31),
        )
    )


def test_employment_of_one_day_is_allowed(person, crew, role):
    day = date(2026, 2, 1)
    Employment.objects.create(
        person=person, unit=crew, job_role=role, person_type="own", starts_on=day, ends_on=day
    )


def test_employment_is_open_once_per_role(person, crew, role):
    fields = {"person": person, "unit": crew, "job_role": role, "person_type": "own"}
    Employment.objects.create(**fields, starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31))
    Employment.objects.create(**fields, starts_on=date(2026, 1, 1))

    refused(lambda: Employment.objects.create(**fields, starts_on=date(2026, 6, 1)))


def test_employment_type_must_be_known(person, crew, role):
    refused(
        lambda: Employment.objects.create(
            person=person, unit=crew, job_role=role, person_type="ghost", starts_on=date(2026, 1, 1)
        )
    )


def test_nobody_grants_a_right_to_oneself(user, crew):
    refused(
        lambda: RoleGrant.objects.create(
            user=user, granted_by=user, right="hr", unit=crew, starts_on=date(2026, 1, 1), reason="x"
        )
    )


def test_leading_zeros_of_an_employee_number_are_kept(person):
    assert Person.objects.get().employee_no == "000123"
