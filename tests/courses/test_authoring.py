"""Writing pages in the staff area: whose they are, what a draft needs, who publishes."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission, Workflow, WorkflowTask
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from courses.models import CoursePage, LessonPage, ModulePage, SecondPersonTask
from library.models import Standard
from people.models import User
from tests.factories.courses import make_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    """Two trainers and an approver over one catalogue with two-person publishing."""
    course = make_course(lessons=1)
    catalogue = course.get_parent()
    groups = {}
    for name, verbs in (("Trainers", ("add",)), ("Course approvers", ("change", "publish"))):
        groups[name] = Group.objects.create(name=name)
        groups[name].permissions.add(Permission.objects.get(codename="access_admin"))
        for verb in verbs:
            permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=f"{verb}_page")
            GroupPagePermission.objects.create(group=groups[name], page=catalogue, permission=permission)
    workflow = Workflow.objects.create(name="two persons")
    task = SecondPersonTask.objects.create(name="second person")
    task.groups.add(groups["Course approvers"])
    WorkflowTask.objects.create(workflow=workflow, task=task)
    workflow.workflow_pages.create(page=catalogue)
    users = {}
    for name, group in (("ANNA", "Trainers"), ("BO", "Trainers"), ("CHEN", "Course approvers")):
        users[name] = User.objects.create_user(name, "correct-horse-7")
        users[name].groups.add(groups[group])
    course.owner = users["ANNA"]
    course.save()
    return {"catalogue": catalogue, "course": course, **users}


def lesson_form(**values):
    base = {
        "title": "讲清楚", "title_en": "", "summary": "", "summary_en": "", "minutes": "10", "content_head": "rules",
        "review_by": "", "bases": inline_formset([]), "body": streamfield([("text", rich_text("<p>三句话</p>"))]),
    }  # fmt: skip
    return nested_form_data(base | values)


def test_trainer_sees_own_courses_only(client, staff):
    client.force_login(staff["BO"])
    address = reverse("wagtailadmin_explore", args=[staff["catalogue"].pk])
    assert staff["course"].title not in client.get(address).content.decode()
    client.force_login(staff["ANNA"])
    assert staff["course"].title in client.get(address).content.decode()


def test_trainer_cannot_edit_the_course_of_another(client, staff):
    address = reverse("wagtailadmin_pages:edit", args=[staff["course"].pk])
    client.force_login(staff["BO"])
    assert client.get(address).status_code == 302
    client.force_login(staff["ANNA"])
    assert client.get(address).status_code == 200


def test_draft_may_be_half_filled_and_review_may_not(client, staff):
    client.force_login(staff["ANNA"])
    module = ModulePage(title="一", owner=staff["ANNA"], live=False)
    staff["course"].add_child(instance=module)
    address = reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", module.pk])
    half = lesson_form(content_head="", body=streamfield([]))
    client.post(address, half)
    lesson = LessonPage.objects.get(title="讲清楚")
    assert not lesson.live

    address = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    refused = client.post(address, {**half, "action-submit": "1"})
    errors = refused.context["form"].errors
    assert {"content_head", "body", "__all__"} <= set(errors)
    assert lesson.current_workflow_state is None


def test_chinese_title_needs_no_address_typed(client, staff):
    client.force_login(staff["ANNA"])
    address = reverse("wagtailadmin_pages:add", args=["courses", "coursepage", staff["catalogue"].pk])
    values = {"title": "班前安全交底", "code": "X1", "hours": "0", "content_head": "rules", "is_ordered": "on"}
    client.post(address, nested_form_data(values))
    assert CoursePage.objects.get(code="X1").slug == "x1"


def sent_to_review(client, staff) -> LessonPage:
    standard = Standard.objects.create(code="GB 1", title="标准")
    module = ModulePage(title="一", owner=staff["ANNA"], live=False)
    staff["course"].add_child(instance=module)
    client.force_login(staff["ANNA"])
    bases = inline_formset([{"standard": str(standard.pk), "clause": "1"}])
    client.post(
        reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", module.pk]),
        {**lesson_form(bases=bases), "action-submit": "1"},
    )
    return LessonPage.objects.get(title="讲清楚")


def approve(client, lesson):
    state = lesson.current_workflow_task_state
    return client.post(
        reverse("wagtailadmin_pages:workflow_action", args=[lesson.pk, "approve", state.pk]), {"comment": ""}
    )


def test_second_person_publishes(client, staff):
    lesson = sent_to_review(client, staff)
    assert not lesson.live
    client.force_login(staff["CHEN"])
    approve(client, lesson)
    lesson.refresh_from_db()
    assert lesson.live


def test_author_cannot_approve_even_as_approver(client, staff):
    staff["ANNA"].groups.add(Group.objects.get(name="Course approvers"))
    lesson = sent_to_review(client, staff)
    approve(client, lesson)
    lesson.refresh_from_db()
    assert not lesson.live


@pytest.mark.parametrize("door", ["edit", "bulk"])
def test_no_door_leads_past_the_review(client, staff, door):
    lesson = sent_to_review(client, staff)
    client.force_login(staff["CHEN"])
    if door == "edit":
        address = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
        bases = inline_formset([{"standard": str(Standard.objects.get().pk), "clause": "1"}])
        client.post(address, {**lesson_form(bases=bases), "action-publish": "1"})
    else:
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        client.post(f"{address}?id={lesson.pk}")
    lesson.refresh_from_db()
    assert not lesson.live


def test_copy_of_a_live_page_is_a_draft(client, staff):
    lesson = LessonPage.objects.get(title="第1课")
    staff["CHEN"].groups.add(Group.objects.get(name="Trainers"))
    client.force_login(staff["CHEN"])
    values = {"new_title": "抄一份", "new_slug": "copy", "new_parent_page": lesson.get_parent().pk}
    address = reverse("wagtailadmin_pages:copy", args=[lesson.pk])
    client.post(address, {**values, "publish_copies": "on"})
    assert not LessonPage.objects.filter(title="抄一份").exists()
    client.post(address, values)
    assert not LessonPage.objects.get(title="抄一份").live


def test_staff_area_alone_has_the_wider_policy(client, staff):
    client.force_login(staff["ANNA"])
    assert "unsafe-inline" in client.get("/cms/")["Content-Security-Policy"]
    assert "unsafe" not in client.get("/learning/")["Content-Security-Policy"]
    assert "unsafe" not in client.get("/accounts/login/")["Content-Security-Policy"]
