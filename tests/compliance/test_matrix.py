"""The training matrix as a list: narrowed, taken away as a sheet, and each step said."""

import io
import re
from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from certificates.models import Credential
from compliance.models import Requirement
from core.models import AuditEvent
from people.enums import Right
from people.models import JobRole, RoleGrant

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def safety(client, hr, at, monkeypatch):
    monkeypatch.setattr("core.clock.now", lambda: at)
    RoleGrant.objects.update(right=Right.SAFETY)
    client.force_login(hr, backend=BACKEND)
    return client


@pytest.fixture
def three(rule, role, credential, at):
    """R05 needs M1 and needed M2 until a day that is over; R06 needs M1 from a day to come."""
    other = JobRole.objects.create(code="R06", name="值班人员", name_en="Operator")
    second = Credential.objects.create(code="M2", name="漏水应急", course=credential.course, exam=credential.exam)
    Requirement.objects.create(
        job_role=role, credential=second, starts_on=date(2020, 1, 1), ends_on=date(2021, 1, 1)
    )
    Requirement.objects.create(job_role=other, credential=credential, starts_on=date(2030, 1, 1))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["R05 M1", "R05 M2", "R06 M1"]),
        ({"role": "R05"}, ["R05 M1", "R05 M2"]),
        ({"credential": "M1"}, ["R05 M1", "R06 M1"]),
        ({"state": "open"}, ["R05 M1", "R06 M1"]),
        ({"state": "ended"}, ["R05 M2"]),
        ({"role": "R06", "state": "ended"}, []),
        ({"role": "R99", "state": "ended"}, ["R05 M2"]),
    ],
)
def test_list_and_sheet_are_narrowed_alike(safety, three, query, expected):
    rows = safety.get(reverse("compliance:matrix"), query).context["page"]
    answer = safety.get(reverse("compliance:matrix_file"), query)
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active

    assert [f"{row.job_role.code} {row.credential.code}" for row in rows] == expected
    assert [f"{row[0]} {row[2]}" for row in sheet.iter_rows(values_only=True)][1:] == expected
    assert AuditEvent.objects.get(action="people.list_downloaded").data["rows"] == len(expected)


def test_both_forms_of_the_page_have_ids_of_their_own(safety):
    page = safety.get(reverse("compliance:matrix")).content.decode()
    ids = re.findall(r' id="([^"]+)"', page)

    assert {"id_credential", "find_credential"} <= set(ids)
    assert len(ids) == len(set(ids))


def test_requiring_and_ending_are_said(safety, rule, role, credential):
    end = safety.post(reverse("compliance:requirement_end", args=[rule.pk]), follow=True).content.decode()
    typed = {"job_role": role.pk, "credential": credential.pk, "starts_on": "2026-11-24", "days_allowed": "30"}
    again = safety.post(reverse("compliance:matrix"), typed, follow=True).content.decode()

    assert '<li class="message success">' in end
    assert '<li class="message success">' in again


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_one_and_three(safety, credential, count, django_assert_num_queries):
    for number in range(count):
        role = JobRole.objects.create(code=f"X{number}", name=f"岗位{number}", name_en=f"Role {number}")
        Requirement.objects.create(job_role=role, credential=credential, starts_on=date(2026, 1, 1))
    safety.get(reverse("compliance:matrix"))

    with django_assert_num_queries(11):
        assert len(safety.get(reverse("compliance:matrix")).context["page"]) == count
