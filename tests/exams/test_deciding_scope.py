"""Who decides on a corrected key or a ruling: safety of the unit that keeps the exam, not safety of anywhere."""

from datetime import date

import pytest
from django.urls import reverse

from courses.models import LessonBasis, LessonPage
from exams.models import KeyCorrection, Ruling
from exams.permissions.results import may_decide_correction
from exams.permissions.rulings import may_decide_ruling, rulings_to_decide
from library.models import Standard
from people.enums import Right
from people.models import JobRole, Person, RoleGrant
from tests.exams.test_bank_scope import DAY, bank  # noqa: F401 -- the same two branches
from tests.factories.exams import submitted_with_a_written_answer

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def also(bank, name, right, unit):  # noqa: F811
    RoleGrant.objects.create(
        user=bank.users[name], right=right, unit=bank.units[unit], starts_on=date(2020, 1, 1), reason="appointed"
    )


DECIDES = {"safety": True, "b1_safety": True, "b2_safety": False, "b1_trainer": False, "root_trainer": False}


def test_corrections_are_decided_by_safety_of_the_unit_that_keeps_the_question(bank):  # noqa: F811
    also(bank, "b1_trainer", Right.SAFETY, "B2")  # sees it as trainer here, is safety elsewhere
    correction = KeyCorrection(
        version=bank.items["own"].versions.get(), proposed_by=bank.users["learner"], kind="everybody"
    )

    found = {name: may_decide_correction(bank.users[name], correction, day=DAY) for name in DECIDES}

    assert found == DECIDES
    correction.proposed_by = bank.users["safety"]
    assert not may_decide_correction(bank.users["safety"], correction, day=DAY)


def test_corrections_of_questions_of_all_units_are_decided_by_safety_of_all(bank):  # noqa: F811
    correction = KeyCorrection(version=bank.items["all"].versions.get(), proposed_by=bank.users["learner"])

    assert may_decide_correction(bank.users["safety"], correction, day=DAY)
    assert not may_decide_correction(bank.users["b1_safety"], correction, day=DAY)


def test_rulings_are_decided_by_safety_of_the_unit_that_keeps_the_exam(bank, at):  # noqa: F811
    also(bank, "b1_trainer", Right.SAFETY, "B2")
    person = Person.objects.create(employee_no="X", name="考生")
    attempt = submitted_with_a_written_answer(person, at=at, course=bank.areas["own"].course)
    ruling = Ruling.objects.create(
        attempt=attempt, kind="void", reason="fire alarm", proposed_by=bank.users["learner"], proposed_at=at
    )

    assert {name: may_decide_ruling(bank.users[name], ruling, day=DAY) for name in DECIDES} == DECIDES
    waiting = {name: rulings_to_decide(bank.users[name], day=DAY).exists() for name in DECIDES}
    assert waiting == DECIDES


@pytest.mark.parametrize("name", ["b1_trainer", "b1_safety"])
def test_standards_of_all_units_are_read_and_not_changed_by_one(bank, client, name):  # noqa: F811
    held = Standard.objects.get()
    client.force_login(bank.users[name], backend=BACKEND)
    page = client.get(reverse("exams:standard", args=[held.pk]))
    listing = client.get(reverse("exams:standards")).content.decode()

    for data in ({"change": "yes", "code": "X", "title": "X"}, {"supersede": "yes", "by": "", "on": ""}):
        assert client.post(reverse("exams:standard", args=[held.pk]), data).status_code == 403
    assert "<form" not in page.content.decode().partition("<main")[2].partition("</main>")[0]
    assert reverse("exams:standard_new") not in listing
    assert Standard.objects.get() == held
    assert Standard.objects.get().title == held.title


@pytest.mark.parametrize("name", ["root_trainer", "safety"])
def test_standards_are_changed_by_trainers_and_safety_of_all_units(bank, client, name):  # noqa: F811
    client.force_login(bank.users[name], backend=BACKEND)

    added = client.post(reverse("exams:standard_new"), {"code": "GB 9", "title": "新标准"})

    assert added.status_code == 302
    assert reverse("exams:standard_new") in client.get(reverse("exams:standards")).content.decode()


def test_drafts_of_other_branches_that_cite_a_standard_are_not_named(bank, client):  # noqa: F811
    lesson = LessonPage.objects.descendant_of(bank.areas["own"].course).first()
    LessonBasis.objects.create(lesson=lesson, standard=Standard.objects.get())
    course = bank.areas["own"].course
    course.audience.add(JobRole.objects.create(code="R18", name="话务员", name_en="Operator"))
    course.save()
    address = reverse("exams:standard", args=[Standard.objects.get().pk])

    def named(name):
        client.force_login(bank.users[name], backend=BACKEND)
        return [found.pk for found in client.get(address).context["lessons"]]

    assert (named("b1_trainer"), named("b2_trainer"), named("b2_safety")) == ([lesson.pk], [], [lesson.pk])
    LessonPage.objects.filter(pk=lesson.pk).update(live=False)
    assert (named("b1_trainer"), named("b2_safety"), named("safety")) == ([lesson.pk], [], [])
