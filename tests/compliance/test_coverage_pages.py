"""The coverage page, the list behind each of its numbers, and both as sheets."""

from __future__ import annotations

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.urls import reverse

from core.models import AuditEvent
from tests.factories.compliance import certify, employ

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def clock(at, monkeypatch):
    monkeypatch.setattr("core.clock.now", lambda: at)


@pytest.fixture
def people(group, role, rule, credential, at):
    """One who holds it, one whose certificate ended, one who never did it, in two offices."""
    certify(employ(1, role), credential, at, valid_to=DAY + timedelta(days=200), mode="on_site")
    certify(employ(2, role), credential, at, valid_to=DAY - timedelta(days=1))
    employ(3, role, "B12")


def get(client, user, name, **query):
    client.force_login(user)
    return client.get(reverse(f"compliance:{name}"), query)


def listed(page) -> list[str]:
    return [gap.employee_no for gap in page.context["page"]]


def test_page_counts_people_and_charts_them(client, hr, people):
    page = get(client, hr, "coverage")

    assert [(cell.unit, cell.met, cell.required) for cell in page.context["page"]] == [
        ("管网一所", 1, 2),
        ("管网二所", 0, 1),
    ]
    assert "1 / 3" in page.text
    assert 'aria-label="有效 1, 逾期 1, 未培训 1"' in page.text


def test_filters_and_order_narrow_the_table(client, hr, people, group, role):
    office = group.children.get(code="B12")

    assert len(get(client, hr, "coverage", unit=office.pk).context["page"]) == 1
    assert len(get(client, hr, "coverage", unit=group.pk, below="no").context["page"]) == 0
    assert len(get(client, hr, "coverage", person_type="intern").context["page"]) == 0
    lowest = get(client, hr, "coverage", sort="lowest", job_role=role.pk).context["page"]
    assert [cell.unit for cell in lowest] == ["管网二所", "管网一所"]


def test_filter_that_cannot_be_read_says_so_and_narrows_nothing(client, hr, people):
    page = get(client, hr, "coverage", day="yesterday", unit="999999")

    assert set(page.context["form"].errors) == {"day", "unit"}
    assert len(page.context["page"]) == 2


def test_each_number_leads_to_its_people(client, hr, people, group, role, credential):
    office = group.children.get(code="B11")
    cell = {"unit": office.pk, "below": "no", "job_role": role.pk, "credential": credential.pk}

    assert listed(get(client, hr, "not_done", **cell, state="all")) == ["000001", "000002"]
    assert listed(get(client, hr, "not_done", **cell)) == ["000002"]
    assert listed(get(client, hr, "not_done", state="never")) == ["000003"]
    assert listed(get(client, hr, "not_done", day=(DAY - timedelta(days=2)).isoformat())) == ["000003"]


def sheet(response) -> list[tuple]:
    return list(openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active.values)


def test_list_as_a_sheet_holds_the_same_rows_with_the_mode_and_leaves_a_trace(client, hr, people):
    rows = sheet(get(client, hr, "not_done_file", state="all"))

    assert [(row[0], row[6], row[9]) for row in rows[1:]] == [
        ("000001", "有效", "现场"),
        ("000002", "逾期", "线上"),
        ("000003", "未培训", ""),
    ]
    [event] = AuditEvent.objects.filter(action="compliance.list_exported")
    assert event.data["rows"] == 3


def test_table_as_a_sheet_keeps_filters_and_order(client, hr, people):
    rows = sheet(get(client, hr, "coverage_file", sort="lowest"))

    assert [row[:5] for row in rows[1:]] == [
        ("管网二所", "班组作业人员", "有限空间作业", 1, 0),
        ("管网一所", "班组作业人员", "有限空间作业", 2, 1),
    ]


@pytest.mark.parametrize(("name", "statements"), [("coverage", 15), ("not_done", 14)])
@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_number_of_queries(
    client, hr, role, rule, name, statements, count, django_assert_num_queries
):
    for number in range(count):
        employ(number, role)
    get(client, hr, name)

    with django_assert_num_queries(statements):
        get_again = client.get(reverse(f"compliance:{name}"))
    assert get_again.context["page"].paginator.count == (1 if name == "coverage" else count)
