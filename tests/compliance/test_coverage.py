"""Coverage by unit and role on a day, and the reports made of it."""

import csv
import hashlib
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.db import IntegrityError, transaction

from certificates.models import Certificate, Credential
from compliance import tasks  # noqa: F401 -- registers the job
from compliance.actions.reports import request_report
from compliance.actions.requirements import end, require
from compliance.enums import GapState
from compliance.errors import RequirementExists
from compliance.models import Exemption, ReportRun, Requirement
from compliance.queries.coverage import Gap, by_role, coverage, gaps
from core import jobs
from core.models import Job
from exams.models import Attempt, ExamForm
from people.actions.units import rebuild_closure
from people.enums import Right
from people.models import Employment, JobRole, Person, RoleGrant, Unit, User
from tests.factories.courses import make_course
from tests.factories.exams import make_exam

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)


@pytest.fixture
def group():
    unit = Unit.objects.create(code="G00", name="示例热力集团", kind="group", valid_from=date(2015, 1, 1))
    for code, name in (("B11", "管网一所"), ("B12", "管网二所")):
        Unit.objects.create(code=code, name=name, kind="office", parent=unit, valid_from=date(2015, 1, 1))
    rebuild_closure()
    return unit


@pytest.fixture
def role():
    return JobRole.objects.create(code="R05", name="班组作业人员", name_en="Crew member")


@pytest.fixture
def credential(at):
    return Credential.objects.create(code="M1", name="有限空间作业", course=make_course(), exam=make_exam(at=at))


@pytest.fixture
def rule(role, credential, user, at):
    return require(role, credential=credential, starts_on=date(2026, 1, 1), days_allowed=30, actor=user, at=at)


def employ(number: int, role: JobRole, unit: str = "B11", **fields) -> Person:
    person = Person.objects.create(employee_no=f"{number:06d}", name=f"员工{number}")
    Employment.objects.create(
        person=person,
        unit=Unit.objects.get(code=unit),
        job_role=role,
        person_type="own",
        **{"starts_on": date(2020, 1, 1), **fields},
    )
    return person


def certify(person: Person, credential: Credential, at, *, valid_to: date) -> Certificate:
    form = ExamForm.objects.create(exam=credential.exam, seed=person.pk, drawn_at=at)
    attempt = Attempt.objects.create(
        exam=credential.exam,
        person=person,
        form=form,
        number=1,
        mode="online",
        state="submitted",
        cut_percent=80,
        started_at=at,
        deadline_at=at,
        ended_at=at,
    )
    return Certificate.objects.create(
        credential=credential,
        person=person,
        attempt=attempt,
        number=f"N{person.pk}",
        code=f"C{person.pk}",
        awarded_at=at,
        valid_from=valid_to - timedelta(days=364),
        valid_to=valid_to,
    )


def states(day=DAY):
    return {gap.employee_no: gap.state for gap in gaps(day, units=Unit.objects.all())}


def test_gaps_say_where_each_person_stands(group, role, rule, credential, at):
    certify(employ(1, role), credential, at, valid_to=DAY + timedelta(days=200))
    certify(employ(2, role), credential, at, valid_to=DAY + timedelta(days=10))
    certify(employ(3, role), credential, at, valid_to=DAY - timedelta(days=1))
    employ(4, role)
    employ(5, role, starts_on=DAY)
    exempt = employ(6, role)
    Exemption.objects.create(
        person=exempt,
        credential=credential,
        reason="long leave",
        starts_on=DAY,
        ends_on=DAY,
        approved_by=User.objects.create_user("S1"),
    )
    employ(7, JobRole.objects.create(code="R16", name="机关职能人员", name_en="Office staff"))
    employ(8, role, ends_on=DAY - timedelta(days=1))

    assert states() == {
        "000001": GapState.VALID,
        "000002": GapState.EXPIRING,
        "000003": GapState.OVERDUE,
        "000004": GapState.NEVER,
        "000005": GapState.DUE,
        "000006": GapState.EXEMPT,
    }


def test_coverage_rises_when_somebody_earns_the_credential_and_past_days_stay(group, role, rule, credential, at):
    first, _ = employ(1, role), employ(2, role)
    assert [cell.percent for cell in coverage(gaps(DAY, units=Unit.objects.all()))] == [Decimal("0.0")]

    certify(first, credential, at, valid_to=DAY + timedelta(days=364))

    [cell] = coverage(gaps(DAY, units=Unit.objects.all()))
    assert (cell.unit, cell.job_role, cell.required, cell.met, cell.percent) == (
        "管网一所",
        "班组作业人员",
        2,
        1,
        Decimal("50.0"),
    )
    assert states(DAY - timedelta(days=1))["000001"] is GapState.NEVER


def test_past_coverage_counts_people_where_they_worked_then(group, role, rule):
    person = employ(1, role, ends_on=date(2026, 10, 31))
    Employment.objects.create(
        person=person,
        unit=Unit.objects.get(code="B12"),
        job_role=role,
        person_type="own",
        starts_on=date(2026, 11, 1),
    )

    assert [gap.unit for gap in gaps(date(2026, 10, 31), units=Unit.objects.all())] == ["管网一所"]
    assert [gap.unit for gap in gaps(date(2026, 11, 1), units=Unit.objects.all())] == ["管网二所"]


@pytest.mark.parametrize("people", [1, 3])
def test_gaps_cost_the_same_number_of_queries(group, role, rule, people, django_assert_num_queries):
    for number in range(people):
        employ(number, role)

    with django_assert_num_queries(4):
        assert len(list(gaps(DAY, units=Unit.objects.all()))) == people


def test_requirement_is_open_once_and_ends_without_touching_the_past(group, role, rule, credential, user, at):
    employ(1, role)
    with pytest.raises(RequirementExists):
        require(role, credential=credential, starts_on=DAY, days_allowed=30, actor=user, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Requirement.objects.create(job_role=role, credential=credential, starts_on=DAY)

    end(rule, first_day_without=DAY, actor=user, at=at)

    assert states() == {}
    assert states(DAY - timedelta(days=1)) == {"000001": GapState.NEVER}


@pytest.fixture
def hr(group):
    account = User.objects.create_user("HR1")
    RoleGrant.objects.create(
        user=account, right=Right.HR, unit=group, starts_on=date(2020, 1, 1), reason="appointed"
    )
    return account


def report(hr, group, at, monkeypatch, *, kind="completion", file_format="xlsx") -> ReportRun:
    monkeypatch.setattr("core.clock.now", lambda: at)
    run = request_report(
        kind=kind, file_format=file_format, as_of=DAY, unit=group, language="zh-hans", actor=hr, at=at
    )
    jobs.run(Job.objects.get().pk, at=at)
    assert Job.objects.get().state == "done", Job.objects.get().error
    run.refresh_from_db()
    return run


def test_completion_report_is_made_by_the_worker(group, role, rule, credential, hr, at, monkeypatch):
    certify(employ(1, role), credential, at, valid_to=DAY + timedelta(days=364))
    employ(2, role, "B12")

    run = report(hr, group, at, monkeypatch)

    with run.file.open("rb") as content:
        data = content.read()
        sheet = openpyxl.load_workbook(content).active
    assert [row[:5] for row in sheet.iter_rows(min_row=2, values_only=True)] == [
        ("管网一所", "班组作业人员", "有限空间作业", 1, 1),
        ("管网二所", "班组作业人员", "有限空间作业", 1, 0),
    ]
    assert (run.row_count, run.file_sha256) == (2, hashlib.sha256(data).hexdigest())


def test_overdue_report_as_csv_keeps_leading_zeros(group, role, rule, hr, at, monkeypatch):
    employ(42, role)

    run = report(hr, group, at, monkeypatch, kind="overdue", file_format="csv")

    with run.file.open("rb") as content:
        rows = list(csv.reader(content.read().decode("utf-8-sig").splitlines()))
    assert rows[1][:3] == ["000042", "员工42", "管网一所"]


def test_report_holds_only_what_its_asker_may_see_when_it_is_made(group, role, rule, hr, at, monkeypatch):
    employ(1, role)
    RoleGrant.objects.update(ends_on=DAY - timedelta(days=1))

    assert report(hr, group, at, monkeypatch).row_count == 0


def test_coverage_by_role_puts_the_lowest_first():
    def gap(role, state):
        return Gap(1, "p", "1", "n", 1, "u", role, "own", 1, "c", date(2026, 1, 1), None, state)

    rows = [
        gap("甲", GapState.VALID),
        gap("甲", GapState.NEVER),
        gap("乙", GapState.OVERDUE),
        gap("丙", GapState.EXEMPT),
    ]

    found = [(role.job_role, role.met, role.required, role.percent) for role in by_role(rows)]

    assert found == [("乙", 0, 1, 0), ("甲", 1, 2, 50)]
