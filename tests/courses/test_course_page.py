"""What the page of a course says to its learners, before, while and after they take it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from courses.actions import enrolments, progress
from courses.enums import EnrolmentSource
from courses.queries.lessons import live_lessons
from people.models import Person
from tests.factories.courses import make_course

pytestmark = pytest.mark.django_db
RULE = "全部课时都标记为学完，课程即为完成。"
IN_ORDER = "完成前一课后，后一课才会开放。"
AGAIN = "您可以随时重读全部内容，学习记录保持不变。"


@pytest.fixture
def person(client, user):
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return Person.objects.create(employee_no="G10001", name="王小暖", user=user)


def enrol(person, course, at):
    return enrolments.enrol(person, course=course, source=EnrolmentSource.SELF, actor=person.user, at=at)


def finish(enrolment, at):
    for lesson in live_lessons(enrolment.course):
        progress.complete_lesson(
            enrolment, lesson=lesson, revision=lesson.live_revision_id, actor=enrolment.person.user, at=at
        )


def links(page, enrolment):
    """Return the numbers of the lessons that the list of a page links to."""
    addresses = {
        reverse("courses:lesson", args=[enrolment.public_id, lesson.pk]): number
        for number, lesson in enumerate(live_lessons(enrolment.course), start=1)
    }
    return [number for address, number in addresses.items() if f'<a href="{address}"' in page]


def test_rule_of_completion_stands_on_the_page_before_anybody_takes_the_course(client, person):
    page = client.get(make_course().url).content.decode()

    assert (RULE in page, IN_ORDER in page, AGAIN in page) == (True, True, False)


def test_finished_course_leads_to_every_lesson_also_to_those_added_later(client, person, at):
    course = make_course(lessons=1)
    enrolment = enrol(person, course, at)
    finish(enrolment, at)
    module = course.get_children().get().specific
    for number in (2, 3):
        lesson = live_lessons(course)[0].copy(
            to=module, update_attrs={"slug": f"lesson-{number}"}, keep_live=True, reset_translation_key=True
        )
        lesson.save_revision().publish()

    page = client.get(course.url).content.decode()

    assert links(page, enrolment) == [1, 2, 3]
    assert (RULE in page, IN_ORDER in page, AGAIN in page) == (True, False, True)


def test_lessons_of_a_finished_course_lead_on_and_back(client, person, at):
    course = make_course(lessons=2)
    enrolment = enrol(person, course, at)
    finish(enrolment, at)
    first, second = (
        reverse("courses:lesson", args=[enrolment.public_id, lesson.pk]) for lesson in live_lessons(course)
    )

    pages = [client.get(path).content.decode() for path in (first, second)]

    assert ["下一课" in page for page in pages] == [True, False]
    assert f'href="{second}"' in pages[0]
    assert "返回课程" in pages[1]
    assert all("/done/" not in page for page in pages)


def test_lists_name_a_draft_without_code_by_its_title():
    course = make_course(code="M7")
    course.title, course.title_en = "班前交底", ""
    assert course.coded_title == "M7 班前交底"

    course.code = None

    assert course.coded_title == "班前交底"
