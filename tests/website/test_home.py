"""The start page: duties for everybody, and what each right adds."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from certificates.models import Certificate
from compliance.models import Requirement
from courses.actions.enrolments import enrol
from courses.enums import EnrolmentSource
from exams.models import ItemBasis
from library.models import Standard
from people.enums import Right
from people.models import Person, RoleGrant, Unit, User
from tests.factories.compliance import employ
from tests.permissions.conftest import world
from website import setting_up

__all__ = ["world"]
pytestmark = pytest.mark.django_db


def home(client, world, actor):
    client.force_login(world.users[actor])
    return client.get(reverse("website:home"))


@pytest.mark.parametrize(
    ("actor", "templates"),
    [
        ("self", []),
        ("admin", ["_administering"]),
        ("manager", ["_people"]),
        ("auditor", ["_people"]),
        ("hr", ["_people", "_records"]),
        ("safety", ["_people", "_deciding", "_sittings"]),
        ("trainer", ["_teaching", "_sittings"]),
        ("proctor", ["_sittings"]),
    ],
)
def test_each_right_adds_its_blocks(client, world, actor, templates):
    page = home(client, world, actor)

    assert [block.template for block in page.context["blocks"]] == [f"website/home/{t}.html" for t in templates]


def test_administrator_is_told_what_is_still_to_do_and_what_waits(client, world):
    User.objects.filter(employee_no="OTHER_APPROVER").update(is_active=False)
    data = home(client, world, "admin").context["blocks"][0].data

    assert [step.title for step in data["steps"]] == [setting_up.RIGHTS[Right.APPROVER].title]
    assert data["waiting"] == 1


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (
            {"units": 1},
            ["units", "job_roles", "hr", "people", "safety", "trainer", "approver", "proctor", "places"],
        ),
        (
            {"has_job_roles": True, "rights": {"hr"}},
            ["people", "safety", "trainer", "approver", "proctor", "places"],
        ),
        ({"has_locations": True, "has_people": True, "has_job_roles": True, "rights": set(Right)}, []),
    ],
    ids=["bare", "before the roster", "done"],
)
def test_steps_of_setting_up_stand_in_the_order_of_the_work(found, expected):
    names = {setting_up.UNITS: "units", setting_up.JOB_ROLES: "job_roles", setting_up.PEOPLE: "people"}
    names |= {setting_up.LOCATIONS: "places"} | {step: right.value for right, step in setting_up.RIGHTS.items()}
    nothing = {"units": 5, "has_job_roles": False, "has_people": False, "has_locations": False, "rights": set()}

    assert [names[step] for step in setting_up.steps(setting_up.Standing(**{**nothing, **found}))] == expected


def test_learner_sees_what_came_by_rule_and_by_when(client, world, at):
    world.enrolment.delete()
    person = Person.objects.get(employee_no="COLLEAGUE")
    due = date(2026, 11, 1)
    enrol(person, course=world.course, source=EnrolmentSource.REQUIRED, actor=None, at=at, due_on=due)

    page = home(client, world, "colleague")

    [duty] = page.context["duties"]
    assert (duty.running.is_late, page.context["running"]) == (True, [])  # one card: what it is for, and the way
    assert "您的岗位需要本课程" in page.text
    assert f"{duty.gap.due_on:%Y-%m-%d}" in page.text


def test_course_that_no_credential_asks_for_stands_below(client, world, at):
    Requirement.objects.update(ends_on=date(2026, 1, 2))
    world.enrolment.delete()
    person = Person.objects.get(employee_no="COLLEAGUE")
    enrol(person, course=world.course, source=EnrolmentSource.SELF, actor=None, at=at)

    page = home(client, world, "colleague")

    assert page.context["duties"] == []
    assert [row.enrolment.person for row in page.context["running"]] == [person]


def test_manager_sees_names_with_one_step_to_the_person(client, world):
    page = home(client, world, "manager")

    [block] = page.context["blocks"]
    assert [gap.employee_no for gap in block.data["urgent"]] == ["COLLEAGUE"]
    colleague = Person.objects.get(employee_no="COLLEAGUE")
    assert reverse("compliance:person", args=[colleague.public_id]) in page.text
    [elsewhere] = home(client, world, "other_manager").context["blocks"]
    assert [gap.employee_no for gap in elsewhere.data["urgent"]] == ["OTHER_COLLEAGUE"]


def test_hr_sees_certificates_held_back_and_the_last_imports(client, world):
    Certificate.objects.filter(pk=world.certificate.pk).update(state="held", missing_glyphs="𬱖")

    page = home(client, world, "hr").text

    assert "𬱖" in page
    assert reverse("people:roster", args=[world.upload.public_id]) in page
    assert reverse("certificates:detail", args=[world.certificate.public_id]) in page


def test_hr_of_one_branch_is_offered_no_roster(client, world):
    RoleGrant.objects.filter(user=world.users["hr"], right="hr").update(unit=Unit.objects.get(code="B1"))

    page = home(client, world, "hr")

    assert page.context["blocks"][-1].template == "website/home/_records.html"
    assert "/rosters/" not in page.text


def test_trainer_sees_courses_with_state_and_numbers_and_the_bank(client, world):
    teaching = home(client, world, "trainer").context["blocks"][0].data

    [row] = [row for row in teaching["courses"] if row.course == world.course]
    assert (row.course.code, row.state, row.learning, row.completed) == ("M1", "live", 1, 0)
    assert (teaching["bank"].approved, teaching["bank"].drafts) == (13, 1)


def test_trainer_is_told_of_items_that_cite_a_superseded_standard(client, world):
    assert "引用已废止标准" not in home(client, world, "trainer").text
    old = ItemBasis.objects.get(version__item__code="E1-01").standard
    new = Standard.objects.create(code="GB 46768-2030", title="有限空间作业安全技术规范")
    Standard.objects.filter(pk=old.pk).update(superseded_by=new)

    page = home(client, world, "trainer").text
    assert "13 道试题引用已废止标准" in page
    assert reverse("exams:bank") + "?finding=superseded" in page


@pytest.mark.parametrize(
    ("actor", "statements"),
    [("manager", 11), ("hr", 16), ("safety", 19), ("trainer", 19), ("proctor", 7), ("admin", 10)],
)
@pytest.mark.parametrize("more", [0, 2])
def test_home_costs_the_same_number_of_queries(client, world, actor, statements, more, django_assert_num_queries):
    role = world.requirement.job_role
    for number in range(more):
        employ(number, role, "C1")
    home(client, world, actor)

    with django_assert_num_queries(statements):
        client.get(reverse("website:home"))
