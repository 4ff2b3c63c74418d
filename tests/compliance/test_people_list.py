"""The list of people: narrowed, sorted, taken away as a sheet."""

import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from core.models import AuditEvent
from people.actions.units import rebuild_closure
from people.enums import Right
from people.models import Employment, JobRole, Person, RoleGrant, Unit, User

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


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
def employ(units):
    def make(number, unit, role="R05", *, user=None, **fields):
        job_role, _ = JobRole.objects.get_or_create(code=role, defaults={"name": role, "name_en": role})
        person, _ = Person.objects.get_or_create(
            employee_no=number, defaults={"name": f"员工{number}", "user": user}
        )
        values = {"person_type": "own", "starts_on": date(2020, 1, 1), **fields}
        Employment.objects.create(person=person, unit=units[unit], job_role=job_role, **values)
        return person

    return make


@pytest.fixture
def hr(client, units, at, monkeypatch):
    monkeypatch.setattr("core.clock.now", lambda: at)
    user = User.objects.create_user("HR", "correct-horse-7")
    RoleGrant.objects.create(
        user=user, right=Right.HR, unit=units["G"], starts_on=date(2020, 1, 1), reason="appointed"
    )
    client.force_login(user, backend=BACKEND)
    return user


def numbers(client, **query):
    return [person.employee_no for person in client.get(reverse("compliance:people"), query).context["page"]]


@pytest.fixture
def four(employ):
    employ("A1", "C1", user=User.objects.create_user("A1", "correct-horse-7"))
    employ("A2", "B1", "R04", user=User.objects.create_user("A2"))
    employ("A3", "B2", person_type="dispatched", user=User.objects.create_user("A3", is_active=False))
    employ("A4", "B2")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["A1", "A2", "A3", "A4"]),
        ({"q": "工A2"}, ["A2"]),
        ({"unit": "B1"}, ["A1", "A2"]),
        ({"unit": "C1"}, ["A1"]),
        ({"role": "R04"}, ["A2"]),
        ({"person_type": "dispatched"}, ["A3"]),
        ({"account": "open"}, ["A1"]),
        ({"account": "waiting"}, ["A2"]),
        ({"account": "off"}, ["A3"]),
        ({"account": "none"}, ["A4"]),
        ({"unit": "B2", "role": "R04"}, []),
        ({"unit": "nowhere", "q": "A4"}, ["A4"]),
        ({"sort": "-number"}, ["A4", "A3", "A2", "A1"]),
        ({"sort": "unit"}, ["A2", "A3", "A4", "A1"]),
        ({"sort": "role"}, ["A2", "A1", "A3", "A4"]),
        ({"sort": "-account"}, ["A2", "A1", "A3", "A4"]),
        ({"sort": "password"}, ["A1", "A2", "A3", "A4"]),
    ],
)
def test_list_is_narrowed_and_sorted(client, hr, four, query, expected):
    assert numbers(client, **query) == expected


def test_unit_and_role_must_be_of_one_employment(client, hr, employ):
    employ("A1", "B1", "R04")
    employ("A1", "B2", "R05")

    assert numbers(client, unit="B1", role="R04") == ["A1"]
    assert numbers(client, unit="B1", role="R05") == []


def test_headings_say_how_the_list_is_sorted(client, hr, four):
    page = client.get(reverse("compliance:people"), {"sort": "name", "unit": "B1"}).content.decode()

    assert 'aria-sort="ascending"><a class="sort" href="?unit=B1&amp;sort=-name">' in page


def test_manager_filters_within_own_unit_only(client, hr, units, four):
    RoleGrant.objects.update(right="manager", unit=units["B1"])

    assert numbers(client, unit="B2") == ["A1", "A2"]
    assert numbers(client) == ["A1", "A2"]


def test_sheet_holds_what_is_shown_and_is_noted(client, hr, four):
    answer = client.get(reverse("compliance:people_file"), {"unit": "B2", "sort": "-number"})

    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert [row[0] for row in sheet.iter_rows(values_only=True)][1:] == ["A4", "A3"]
    noted = AuditEvent.objects.get(action="people.list_downloaded")
    assert (noted.data["list"], noted.data["rows"], noted.actor_id) == ("people", 2, hr.pk)


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_one_and_three(client, hr, employ, count, django_assert_num_queries):
    for number in range(count):
        employ(f"A{number}", "C1")
    client.get(reverse("compliance:people"))

    with django_assert_num_queries(11):
        assert len(numbers(client)) == count
