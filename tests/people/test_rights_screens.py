"""The screens of rights: find, give in two steps, decide, end, take away as a sheet."""

import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from core.models import AuditEvent
from people.enums import Right
from people.models import GrantProposal, RoleGrant

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(holder, sign_in):
    user = holder(Right.ADMIN)
    sign_in(user)
    return user


def wish(number, right="trainer", unit="B1", **fields):
    return {
        "employee_no": number,
        "right": right,
        "unit": unit,
        "starts_on": "2026-11-24",
        "reason": "令",
        **fields,
    }


def test_right_is_given_only_after_the_name_was_shown(client, admin, employ):
    person = employ("000123", "C1")
    shown = client.post(reverse("people:right_give"), wish("000123"))
    assert person.name in shown.content.decode()
    assert not RoleGrant.objects.filter(user=person.user).exists()

    client.post(reverse("people:right_give"), wish("000123", confirmed="1"))

    assert RoleGrant.objects.get(user=person.user).granted_by == admin


def test_unknown_number_is_named_at_its_field(client, admin):
    page = client.post(reverse("people:right_give"), wish("999999"))

    assert page.context["form"].errors.keys() == {"employee_no"}


def test_manager_names_a_deputy_among_own_people_only(client, holder, sign_in, employ):
    sign_in(holder(Right.MANAGER, "B1"))
    mine, other = employ("M1", "C1"), employ("M2", "B2")
    door = reverse("people:right_give")
    ask = {"right": "manager", "unit": "C1", "ends_on": "2026-12-31", "confirmed": "1"}

    assert client.post(door, wish("M2", **ask)).context["form"].errors.keys() == {"employee_no"}
    assert client.post(door, wish("M1", **{**ask, "right": "trainer"})).context["form"].errors.keys() == {"right"}
    assert client.post(door, wish("M1", **{**ask, "unit": "B2"})).context["form"].errors.keys() == {"unit"}
    assert client.post(door, wish("M1", **{**ask, "ends_on": ""})).context["form"].non_field_errors()
    assert client.post(door, wish("M1", **ask)).status_code == 302

    assert mine.user.grants.get().ends_on == date(2026, 12, 31)
    assert not other.user.grants.exists()


def test_proposal_waits_on_the_list_and_is_approved_there(client, admin, holder, sign_in, employ):
    person = employ("000123", "C1")
    client.post(reverse("people:right_give"), wish("000123", right="auditor", unit="G", confirmed="1"))
    proposal = GrantProposal.objects.get()
    sign_in(holder(Right.ADMIN, number="ADMIN-2"))

    assert proposal in client.get(reverse("people:rights")).context["proposals"]
    client.post(reverse("people:proposal", args=[proposal.pk]), {"decision": "approve"})

    assert person.user.grants.get().right == "auditor"


def numbers(client, **query):
    page = client.get(reverse("people:rights"), query).context["page"]
    return [grant.user.employee_no for grant in page]


def test_list_is_narrowed_by_text_right_unit_and_state(client, admin, holder):
    holder(Right.TRAINER, "C1")
    proctor = holder(Right.PROCTOR, "B2")
    RoleGrant.objects.filter(user=proctor).update(ends_on=date(2026, 11, 1))

    assert numbers(client) == ["TRAINER-C1", "ADMIN-G"]
    assert numbers(client, state="all") == ["PROCTOR-B2", "TRAINER-C1", "ADMIN-G"]
    assert numbers(client, state="ended") == ["PROCTOR-B2"]
    assert numbers(client, state="later") == []
    assert numbers(client, unit="B1") == ["TRAINER-C1"]
    assert numbers(client, right="admin") == ["ADMIN-G"]
    assert numbers(client, q="trainer-c") == ["TRAINER-C1"]


def test_manager_sees_no_right_of_another_unit(client, holder, sign_in):
    holder(Right.TRAINER, "C1")
    holder(Right.TRAINER, "B2")
    sign_in(holder(Right.MANAGER, "B1"))

    assert numbers(client) == ["MANAGER-B1", "TRAINER-C1"]


def test_sheet_holds_what_is_shown_and_is_noted(client, admin, holder):
    holder(Right.TRAINER, "C1")
    answer = client.get(reverse("people:rights_file"), {"right": "trainer"})

    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == ["TRAINER-C1"]
    assert AuditEvent.objects.get(action="people.list_downloaded").data == {
        "list": "rights",
        "rows": 1,
        "chosen": {"right": "trainer"},
    }


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_one_and_three(client, admin, holder, count, django_assert_num_queries):
    for number in range(count - 1):
        holder(Right.TRAINER, "C1", number=f"T{number}")
    client.get(reverse("people:rights"))

    with django_assert_num_queries(10):
        assert len(client.get(reverse("people:rights")).context["page"]) == count
