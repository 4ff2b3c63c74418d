"""Writing courses through the authoring screens: whose pages one sees, and that publishing takes two."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from core.models import AuditEvent
from courses.actions import enrolments
from courses.enums import EnrolmentSource
from courses.models import CataloguePage, CoursePage, LessonPage, ModulePage
from courses.tasks import publish_scheduled
from library.models import Standard
from people.actions.units import rebuild_closure
from people.enums import Right
from people.models import Person, RoleGrant, Unit, User
from tests.factories.courses import make_course

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 24)
HALF_A_NOTICE = ("hazard_notice", {"severity": "red", "title": "", "text": "井下缺氧"})


@pytest.fixture
def house(at, monkeypatch):
    """Two branches with a trainer and a course each; three approvers, one for all, one per branch."""
    monkeypatch.setattr("core.clock.now", lambda: at)
    h = SimpleNamespace(at=at, users={}, units={})
    for code, parent in (("G", None), ("B1", "G"), ("B2", "G")):
        h.units[code] = Unit.objects.create(
            code=code, name=f"单位{code}", kind="branch", parent=h.units.get(parent), valid_from=date(2015, 1, 1)
        )
    rebuild_closure()
    people = {"trainer1": "B1", "trainer2": "B2", "approver": "G", "approver1": "B1", "approver2": "B2"}
    for name, unit in people.items():
        h.users[name] = User.objects.create_user(name, "correct-horse-7")
        for right in (Right.TRAINER, Right.APPROVER)[: 1 + name.startswith("approver")]:
            RoleGrant.objects.create(
                user=h.users[name], right=right, unit=h.units[unit], starts_on=DAY, reason="appointed"
            )
    h.users["nobody"] = User.objects.create_user("NOBODY", "correct-horse-7")
    h.course1 = make_course(code="K1", unit=h.units["B1"])
    h.course2 = make_course(code="K2", unit=h.units["B2"])
    h.catalogue = CataloguePage.objects.get()
    return h


def window(house, name) -> Client:
    client = Client()
    client.force_login(house.users[name], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def lesson_of(course) -> LessonPage:
    return LessonPage.objects.descendant_of(course).order_by("path").first()


def course_form(house, **fields):
    data = {
        "title": "新课程", "title_en": "", "summary": "", "summary_en": "", "code": "N1",
        "unit": house.units["B1"].pk, "hours": "2", "content_head": "rules", "is_ordered": "on",
        "is_open_to_all": "on", "comments": inline_formset([]),
    }  # fmt: skip
    return nested_form_data({**data, **fields})


def lesson_form(*, standard=None, body=None, **fields):
    body = [("text", rich_text("<p>先通风</p>"))] if body is None else body
    data = {
        "title": "第一课", "title_en": "", "summary": "", "summary_en": "", "minutes": "10",
        "content_head": "rules", "review_by": "2027-11-01",
        "bases": inline_formset([{"standard": standard.pk, "clause": "5.1"}] if standard else []),
        "body": streamfield(body),
        "comments": inline_formset([]),
    }  # fmt: skip
    return nested_form_data({**data, **fields})


def add(client, parent, model, data):
    address = reverse("wagtailadmin_pages:add", args=["courses", model, parent.pk])
    return client.post(address, data)


def edit(client, page, data):
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)


@pytest.fixture
def standard():
    return Standard.objects.create(code="GB 46768-2025", title="有限空间作业安全技术规范")


@pytest.fixture
def written(house, standard):
    """A course with one module and one lesson, written by trainer1 through the screens, not yet sent anywhere."""
    author = window(house, "trainer1")
    add(author, house.catalogue, "coursepage", course_form(house))
    course = CoursePage.objects.get(code="N1")
    module = {"title": "单元", "title_en": "", "summary": "", "summary_en": ""}
    add(author, course, "modulepage", nested_form_data({**module, "comments": inline_formset([])}))
    add(author, ModulePage.objects.child_of(course).get(), "lessonpage", lesson_form(standard=standard))
    return course


def submit(house, course, *, who="trainer1", **fields):
    fields = {"title": course.title, "code": course.code, "action-submit": "1", **fields}
    return edit(window(house, who), course, course_form(house, **fields))


def decide(house, page, *, who, verb="approve"):
    page = Page.objects.get(pk=page.pk)
    task_state = page.current_workflow_state.current_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, verb, task_state.pk])
    return window(house, who).post(address, {"comment": "请补充依据"})


# Whose pages one sees


def test_trainer_sees_only_own_courses_in_the_explorer(house):
    page = window(house, "trainer1").get(reverse("wagtailadmin_explore", args=[house.catalogue.pk]))

    assert [row.title for row in page.context["pages"]] == ["课程K1"]


@pytest.mark.parametrize(
    "name", ["edit", "history", "usage", "view_draft", "delete", "copy", "workflow_history", "add_subpage", "move"]
)
def test_pages_of_others_do_not_exist(house, name):
    client = window(house, "trainer1")
    other, own = (
        reverse(f"wagtailadmin_pages:{name}", args=[course.pk]) for course in (house.course2, house.course1)
    )

    assert client.get(other).status_code == 404
    assert client.get(own).status_code in (200, 302)


def test_lessons_of_others_do_not_exist(house):
    address = reverse("wagtailadmin_pages:edit", args=[lesson_of(house.course2).pk])

    assert window(house, "trainer1").get(address).status_code == 404
    assert window(house, "trainer2").get(address).status_code == 200


def test_choosers_show_own_subtrees_only(house):
    client = window(house, "trainer1")
    first = client.get(reverse("wagtailadmin_choose_page")).json()["html"]
    below = client.get(reverse("wagtailadmin_choose_page_child", args=[house.catalogue.pk])).json()["html"]
    found = client.get(reverse("wagtailadmin_choose_page_search"), {"q": "课程"}).content.decode()

    assert (house.catalogue.title in first, "课程K2" in first) == (True, False)
    assert ("课程K1" in below, "课程K2" in below) == (True, False)
    assert "课程K2" not in found
    other = reverse("wagtailadmin_choose_page_child", args=[house.course2.pk])
    assert client.get(other).status_code == 404


def test_menu_of_pages_lists_own_courses_only(house):
    address = reverse("wagtailadmin_api:pages:listing")
    rows = window(house, "trainer1").get(address, {"child_of": house.catalogue.pk, "for_explorer": 1}).json()

    assert [row["title"] for row in rows["items"]] == ["课程K1"]


def test_bulk_action_on_pages_of_others_does_not_exist(house):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])

    assert window(house, "trainer1").get(address, {"id": house.course2.pk}).status_code == 404


@pytest.mark.parametrize("days", [(-30, -1), (1, 30)], ids=["ended yesterday", "begins tomorrow"])
def test_right_holds_on_its_days_only(house, days):
    first, last = (DAY + timedelta(days=number) for number in days)
    client = window(house, "trainer1")
    address = reverse("wagtailadmin_pages:edit", args=[house.course1.pk])
    assert client.get(address).status_code == 200

    RoleGrant.objects.filter(user=house.users["trainer1"]).update(starts_on=first, ends_on=last)

    assert client.get(address).status_code == 404
    assert client.get(reverse("wagtailadmin_home")).url.startswith(reverse("account_login"))
    assert not house.users["trainer1"].groups.exists()


def test_person_without_the_right_is_led_away(house):
    answer = window(house, "nobody").get(reverse("wagtailadmin_home"))

    assert answer.status_code == 302


def test_trainer_keeps_a_new_course_within_own_units(house):
    client = window(house, "trainer1")
    page = client.get(reverse("wagtailadmin_pages:add", args=["courses", "coursepage", house.catalogue.pk]))
    assert list(page.context["form"].fields["unit"].queryset) == [house.units["B1"]]
    assert page.context["form"]["unit"].value() == house.units["B1"].pk

    answer = add(client, house.catalogue, "coursepage", course_form(house, unit=house.units["B2"].pk))

    assert "unit" in answer.context["form"].errors
    assert not CoursePage.objects.filter(code="N1").exists()


def test_trainer_adds_nothing_to_the_course_of_another(house):
    module = nested_form_data({"title": "单元", "comments": inline_formset([])})

    assert add(window(house, "trainer1"), house.course2, "modulepage", module).status_code == 404


# Publishing takes two


def test_new_course_is_a_draft_that_nobody_finds(house, written):
    assert (written.live, written.owner) == (False, house.users["trainer1"])
    assert window(house, "nobody").get("/courses/n1/").status_code == 404


@pytest.mark.parametrize("who", ["trainer1", "approver1", "approver"])
def test_nobody_publishes_alone(house, written, who):
    edit(window(house, who), written, course_form(house, **{"action-publish": "1"}))
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    window(house, who).post(f"{bulk}?id={written.pk}")

    assert not Page.objects.filter(pk__gte=written.pk, live=True).exists()


def test_second_person_publishes_the_whole_course(house, written):
    submit(house, written)

    answer = decide(house, written, who="approver")

    assert answer.status_code == 302
    pages = Page.objects.descendant_of(written, inclusive=True)
    assert [page.live for page in pages] == [True, True, True]
    assert window(house, "nobody").get("/courses/n1/").status_code == 200
    assert AuditEvent.objects.filter(action="courses.page_approved").count() == 3
    assert set(AuditEvent.objects.values_list("actor_label", flat=True)) == {"APPROVER"}


@pytest.mark.parametrize("who", ["trainer1", "trainer2", "approver2"])
def test_author_strangers_and_approvers_of_other_units_cannot_approve(house, written, who):
    submit(house, written)

    answer = decide(house, written, who=who)

    assert answer.status_code in (302, 404)
    assert not Page.objects.filter(pk=written.pk, live=True).exists()
    assert Page.objects.get(pk=written.pk).current_workflow_state.status == "in_progress"


def test_approver_cannot_approve_own_writing_even_when_another_sent_it(house, written):
    edit(window(house, "approver1"), written, course_form(house, title="由审核人改过"))
    submit(house, written, title="由审核人改过")

    decide(house, written, who="approver1")
    assert not Page.objects.filter(pk=written.pk, live=True).exists()

    decide(house, written, who="approver")
    assert Page.objects.get(pk=written.pk).live


def test_approver_who_changes_a_page_in_review_leaves_it_to_another(house, written):
    submit(house, written)
    edit(window(house, "approver1"), written, course_form(house, title="审核时改过"))

    decide(house, written, who="approver1")

    assert not Page.objects.filter(pk=written.pk, live=True).exists()


def test_rejected_course_comes_back_whole_and_goes_again(house, written):
    submit(house, written)
    decide(house, written, who="approver", verb="reject")
    states = [page.current_workflow_state.status for page in Page.objects.descendant_of(written, inclusive=True)]
    assert states == ["needs_changes"] * 3

    submit(house, written)
    decide(house, written, who="approver")

    assert Page.objects.descendant_of(written, inclusive=True).live().count() == 3


def test_author_takes_the_course_back_from_review(house, written):
    submit(house, written)

    edit(window(house, "trainer1"), written, course_form(house, **{"action-cancel-workflow": "1"}))

    pages = Page.objects.descendant_of(written, inclusive=True)
    assert [page.current_workflow_state for page in pages] == [None, None, None]


def test_what_waits_shows_to_second_persons_only(house, written):
    submit(house, written)
    waiting = {
        who: written.title in window(house, who).get(reverse("wagtailadmin_home")).content.decode()
        for who in ("approver", "approver1", "approver2")
    }

    assert waiting == {"approver": True, "approver1": True, "approver2": False}


def test_course_approved_for_later_is_published_when_its_hour_comes(house, written, monkeypatch):
    now = timezone.now()
    submit(house, written, go_live_at=timezone.localtime(now + timedelta(hours=1)).strftime("%Y-%m-%d %H:%M"))
    decide(house, written, who="approver")
    publish_scheduled()
    assert not CoursePage.objects.get(pk=written.pk).live

    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(hours=2))
    publish_scheduled()

    assert CoursePage.objects.get(pk=written.pk).live


def test_versions_can_be_compared(house, written):
    edit(window(house, "trainer1"), written, course_form(house, summary="新的简介"))
    first, last = written.revisions.order_by("pk").values_list("pk", flat=True)

    page = window(house, "approver1").get(
        reverse("wagtailadmin_pages:revisions_compare", args=[written.pk, first, last])
    )

    assert "新的简介" in page.content.decode()


def test_page_that_somebody_learnt_from_is_not_deleted(house):
    person = Person.objects.create(employee_no="G10001", name="王小暖", user=house.users["nobody"])
    enrolments.enrol(person, course=house.course1, source=EnrolmentSource.SELF, actor=None, at=house.at)

    window(house, "approver1").post(reverse("wagtailadmin_pages:delete", args=[house.course1.pk]))

    assert CoursePage.objects.filter(pk=house.course1.pk).exists()


def test_copy_is_a_draft_without_code(house):
    copy = reverse("wagtailadmin_pages:copy", args=[house.course1.pk])
    data = {"new_title": "副本", "new_slug": "copy", "new_parent_page": house.catalogue.pk}
    client = window(house, "approver1")
    client.post(copy, {**data, "publish_copies": "on"})
    assert not CoursePage.objects.filter(slug="copy").exists()

    client.post(copy, data)

    made = CoursePage.objects.get(slug="copy")
    assert (made.live, made.code) == (False, None)


# Half-filled pages


def test_half_filled_course_is_saved_as_a_draft(house):
    answer = add(
        window(house, "trainer1"), house.catalogue, "coursepage", course_form(house, code="", content_head="")
    )
    again = add(
        window(house, "trainer1"),
        house.catalogue,
        "coursepage",
        course_form(house, code="", content_head="", slug="new-2"),
    )

    drafts = CoursePage.objects.filter(title="新课程")
    assert [answer.status_code, again.status_code] == [302, 302]
    assert {(draft.code, draft.content_head, draft.live) for draft in drafts} == {(None, "", False)}


def test_half_filled_course_is_not_sent_and_the_fields_are_named(house, written):
    answer = submit(house, written, code="", content_head="")

    assert set(answer.context["form"].errors) == {"code", "content_head"}
    assert Page.objects.get(pk=written.pk).current_workflow_state is None


def test_course_without_lessons_is_not_sent(house):
    add(window(house, "trainer1"), house.catalogue, "coursepage", course_form(house))

    answer = submit(house, CoursePage.objects.get(code="N1"))

    assert answer.context["form"].non_field_errors() == ["还没有课时。请先保存草稿，再在其中添加单元和课时。"]


def test_half_filled_lesson_is_saved_and_holds_the_course_back_by_name(house, written, standard):
    module = ModulePage.objects.child_of(written).get()
    empty = lesson_form(title="第二课", slug="two", content_head="", body=[HALF_A_NOTICE])
    assert add(window(house, "trainer1"), module, "lessonpage", empty).status_code == 302

    answer = submit(house, written)

    errors = " ".join(answer.context["form"].non_field_errors())
    assert Page.objects.get(pk=written.pk).current_workflow_state is None
    assert [word in errors for word in ("第二课", "内容类别", "依据", "内容块1，危险告知")] == [True] * 4
    assert "第一课" not in errors


def test_half_filled_lesson_itself_is_not_sent(house, written):
    lesson = lesson_of(written)

    answer = edit(window(house, "trainer1"), lesson, lesson_form(content_head="", **{"action-submit": "1"}))

    assert "content_head" in answer.context["form"].errors
    assert "__all__" in answer.context["form"].errors  # no basis
