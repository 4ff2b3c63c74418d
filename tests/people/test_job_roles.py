"""Job roles are added, renamed and taken out of use."""

import io

import openpyxl
import pytest
from django.urls import reverse

from core.models import AuditEvent
from people.enums import Right
from people.models import JobRole

pytestmark = pytest.mark.django_db


@pytest.fixture
def hr(holder, sign_in):
    user = holder(Right.HR, "G")
    sign_in(user)
    return user


def role(code="R99"):
    return JobRole.objects.create(code=code, name=f"岗位{code}", name_en=f"Role {code}")


def test_role_is_added_once_and_renamed(client, hr):
    values = {"code": "R20", "name": "无人机巡线员", "name_en": "Drone pilot"}
    client.post(reverse("people:job_role_new"), values)
    again = client.post(reverse("people:job_role_new"), {**values, "code": "r20"})
    assert again.context["form"].errors.keys() == {"code"}

    client.post(reverse("people:job_role", args=["R20"]), {"name": "巡线员", "name_en": "Patroller"})

    assert JobRole.objects.get(code="R20").name == "巡线员"
    assert AuditEvent.objects.filter(action__startswith="people.job_role").count() == 2


def test_role_that_somebody_holds_stays_in_use(client, hr, employ):
    employ("P1", "C1", role="R05")
    page = client.post(reverse("people:job_role_retire", args=["R05"]), follow=True)

    assert not JobRole.objects.get(code="R05").is_retired
    assert "error" in [message.tags for message in page.context["messages"]]


def test_role_goes_out_of_use_and_back(client, hr):
    role()
    client.post(reverse("people:job_role_retire", args=["R99"]))
    assert list(client.get(reverse("people:job_roles")).context["page"]) == []
    assert len(client.get(reverse("people:job_roles"), {"all": "1"}).context["page"]) == 1

    client.post(reverse("people:job_role_retire", args=["R99"]), {"restore": "1"})
    assert not JobRole.objects.get().is_retired


def test_sheet_counts_people(client, hr, employ):
    employ("P1", "C1", role="R05")
    answer = client.get(reverse("people:job_roles_file"))

    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert [row[0::4] for row in sheet.iter_rows(values_only=True)][1:] == [("R05", 1)]


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_one_and_three(client, hr, count, django_assert_num_queries):
    for number in range(count):
        role(f"R{number}")
    client.get(reverse("people:job_roles"))

    with django_assert_num_queries(7):
        assert len(client.get(reverse("people:job_roles")).context["page"]) == count


@pytest.mark.parametrize(("unit", "count"), [("G", 2), ("B1", 1), ("B2", 1)])
def test_people_of_ones_own_units_are_counted(client, holder, sign_in, employ, unit, count):
    employ("P1", "C1", role="R05")
    employ("P2", "B2", role="R05")
    sign_in(holder(Right.HR, unit))

    [row] = client.get(reverse("people:job_roles")).context["page"]
    answer = client.get(reverse("people:job_roles_file"))
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active

    assert row.people_count == count
    assert [cells[-1] for cells in sheet.values][-1] == count
