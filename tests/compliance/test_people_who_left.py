"""Those who left are found, opened and taken to courts by those who keep their records, and by no line manager."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from certificates.models import Certificate, Credential
from certificates.permissions import visible_certificates
from compliance.permissions import visible_events
from courses.actions import enrolments
from courses.enums import EnrolmentSource
from exams.permissions.results import may_see_scores
from people.actions.units import rebuild_closure
from people.enums import Right
from people.models import Employment, JobRole, Person, RoleGrant, Unit, User
from tests.factories.courses import make_course
from tests.factories.exams import make_exam, sat

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)
LAST = date(2026, 11, 23)
LIST_COST = 11
SEEING = [("hr", "G"), ("hr", "B1"), ("safety", "C1"), ("auditor", "B1")]
NOT_SEEING = [
    ("manager", "C1"),
    ("manager", "G"),
    ("hr", "B2"),
    ("auditor", "B2"),
    ("trainer", "G"),
    ("admin", "G"),
]


@pytest.fixture
def units(at, monkeypatch):
    monkeypatch.setattr("core.clock.now", lambda: at)
    found = {}
    for code, parent in (("G", None), ("B1", "G"), ("C1", "B1"), ("B2", "G")):
        found[code] = Unit.objects.create(
            code=code, name=f"单位{code}", kind="branch", parent=found.get(parent), valid_from=date(2015, 1, 1)
        )
    rebuild_closure()
    return found


@pytest.fixture
def employ(units):
    role = JobRole.objects.create(code="R05", name="作业人员", name_en="R05")

    def make(number, *posts):
        person = Person.objects.create(employee_no=number, name=f"员工{number}")
        for unit, begin, end in posts:
            Employment.objects.create(
                person=person, unit=units[unit], job_role=role, person_type="own", starts_on=begin, ends_on=end
            )
        return person

    return make


@pytest.fixture
def gone(employ):
    """Worked in another branch first, and left yesterday from the crew."""
    return employ("L1", ("B2", date(2018, 1, 1), date(2019, 12, 31)), ("C1", date(2020, 1, 1), LAST))


@pytest.fixture
def sign_in(client, units):
    def as_holder(right, unit):
        user = User.objects.create_user(f"{right}-{unit}".upper())
        RoleGrant.objects.create(
            user=user, right=Right(right), unit=units[unit], starts_on=date(2020, 1, 1), reason="appointed"
        )
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return user

    return as_holder


def opened(client, person):
    names = ("person", "person_learning", "person_exams")
    return {client.get(reverse(f"compliance:{name}", args=[person.public_id])).status_code for name in names}


@pytest.mark.parametrize(("right", "unit"), SEEING)
def test_who_keeps_records_opens_those_who_left_from_the_unit(client, gone, sign_in, right, unit):
    sign_in(right, unit)

    assert opened(client, gone) == {200}
    assert "2026-11-23 离职" in client.get(reverse("compliance:person", args=[gone.public_id])).text


@pytest.mark.parametrize(("right", "unit"), NOT_SEEING)
def test_nobody_else_is_told_of_them(client, gone, sign_in, right, unit):
    sign_in(right, unit)

    assert opened(client, gone) == {404}


def test_a_line_manager_sees_a_person_until_the_last_day(client, employ, sign_in):
    person = employ("P1", ("C1", date(2020, 1, 1), DAY))
    sign_in("manager", "C1")
    assert opened(client, person) == {200}

    Employment.objects.update(ends_on=LAST)
    assert opened(client, person) == {404}


def test_list_shows_who_works_and_by_a_filter_who_left(client, employ, gone, sign_in):
    employ("W1", ("C1", date(2020, 1, 1), None))
    employ("W2", ("B2", date(2018, 1, 1), LAST), ("C1", date(2020, 1, 1), None))
    employ("L2", ("B2", date(2018, 1, 1), LAST))
    sign_in("hr", "B1")

    def numbers(**query):
        return [row.employee_no for row in client.get(reverse("compliance:people"), query).context["page"]]

    assert numbers() == ["W1", "W2"]
    assert numbers(who="left") == ["L1"]
    assert numbers(who="left", unit="C1", role="R05") == ["L1"]
    assert numbers(who="left", q="nobody") == []
    assert "2026-11-23 离职" in client.get(reverse("compliance:people"), {"who": "left"}).text
    for sort in ("unit", "-role", "name", "account"):
        assert numbers(who="left", sort=sort) == ["L1"]


def test_sheet_of_those_who_left_gives_the_last_employment_and_its_day(client, gone, sign_in):
    sign_in("hr", "G")

    answer = client.get(reverse("compliance:people_file"), {"who": "left"})

    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    [row] = [*sheet.iter_rows(min_row=2, values_only=True)]
    assert (row[0], row[2], row[-1].date()) == ("L1", "C1", LAST)


def test_a_line_manager_has_no_such_filter(client, gone, sign_in):
    sign_in("manager", "G")

    page = client.get(reverse("compliance:people"), {"who": "left"})

    assert ("who" in page.context["form"].fields, [*page.context["page"]]) == (False, [])


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_those_who_left_costs_the_same(client, employ, sign_in, count, django_assert_num_queries):
    for number in range(count):
        employ(f"L{number}", ("C1", date(2020, 1, 1), LAST))
    sign_in("hr", "G")
    client.get(reverse("compliance:people"), {"who": "left"})

    with django_assert_num_queries(LIST_COST):
        page = client.get(reverse("compliance:people"), {"who": "left"})
    assert page.context["page"].paginator.count == count


def test_learning_exams_certificates_and_audit_stay_with_them(client, gone, sign_in, at):
    course = make_course(lessons=1)
    clerk = User.objects.create_user("CLERK")
    enrolments.enrol(gone, course=course, source=EnrolmentSource.SELF, actor=clerk, at=at)
    gone.user = User.objects.create_user("L1")
    gone.save()
    exam = make_exam(at=at, items=1)
    run = sat(gone, exam, answers={1: "b"}, at=at)
    credential = Credential.objects.create(code="M1", name="有限空间作业", course=course, exam=exam)
    held = Certificate.objects.create(
        credential=credential,
        person=gone,
        attempt=run,
        number="AN-M1-2026-000001-X",
        code="0" * 20,
        awarded_at=at,
        valid_from=DAY,
        valid_to=date(2027, 11, 23),
        snapshot={"holder_name": "员工L1", "credential": "有限空间作业", "course_title": "课程M1"},
        file=ContentFile(b"%PDF-1.7", "a.pdf"),
        file_sha256="0" * 64,
        state="issued",
    )
    auditor = sign_in("auditor", "B1")

    page = client.get(reverse("compliance:person", args=[gone.public_id]))

    assert (page.context["learning"]["count"], page.context["exams"]["count"]) == (1, 1)
    assert page.context["exams"]["with_percent"] is may_see_scores(auditor, gone, day=DAY) is True
    assert [*visible_certificates(auditor, day=DAY)] == [held]
    assert visible_events(auditor, day=DAY).filter(actor_id=gone.user_id).exists()
