"""An author and an approver of the same moment: neither takes back what the other did."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from courses.actions.one_writer import one_writer, publish_due
from courses.forms.pages import LessonPageForm
from tests import databases
from tests.courses.test_authoring import (  # noqa: F401 -- the same house
    decide,
    edit,
    house,
    lesson_form,
    lesson_of,
    standard,
    submit,
    window,
    written,
)

PATIENCE = 1  # second: how long the author waits for an approval that has to wait for the author


class InAnotherConnection(threading.Thread):
    """Does one thing as another person would, meanwhile."""

    def __init__(self, deed):
        super().__init__()
        self.deed, self.answer = deed, None

    def run(self):
        try:
            self.answer = self.deed()
        finally:
            connection.close()


@pytest.fixture
def apart(django_db_setup, django_db_blocker, tmp_path):
    """A migrated database of its own, where what one connection commits another sees; dropped afterwards."""
    if connection.vendor != "postgresql":
        pytest.skip("on SQLite one transaction writes at a time")
    suite, folder = connection.settings_dict["NAME"], tmp_path / "writers"
    name = django_db_setup.another(folder).rpartition("/")[2]
    with django_db_blocker.unblock():
        databases.use(name)
        yield
        databases.use(suite)
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        connection.close()


def test_draft_saved_during_an_approval_leaves_the_page_published(
    apart,
    house,  # noqa: F811
    written,  # noqa: F811
    standard,  # noqa: F811
    monkeypatch,
):
    submit(house, written)
    lesson = lesson_of(written)
    approval = InAnotherConnection(lambda: decide(house, written, who="approver"))
    clean = LessonPageForm.clean

    def approved_meanwhile(form):
        if approval.ident is None:
            approval.start()
            approval.join(PATIENCE)
        return clean(form)

    monkeypatch.setattr(LessonPageForm, "clean", approved_meanwhile)
    saved = edit(window(house, "approver1"), lesson, lesson_form(standard=standard, title="改过的第一课"))
    approval.join()

    assert saved.status_code == 302
    found = Page.objects.get(pk=lesson.pk)
    latest = found.get_latest_revision_as_object()
    assert (Page.objects.get(pk=written.pk).live, latest.title) == (True, "改过的第一课")
    assert found.live, "the draft took the approval back"


def test_who_writes_in_a_course_waits_for_who_writes_in_it(apart, house):  # noqa: F811
    lesson = lesson_of(house.course1)
    begun, go_on, order = threading.Event(), threading.Event(), []

    def first():
        with one_writer([lesson.pk]):
            begun.set()
            go_on.wait()
            order.append("first")

    def second():
        with one_writer([house.course1.pk]):
            order.append("second")

    def elsewhere():
        with one_writer([house.course2.pk]):
            order.append("elsewhere")

    holder, waiting, other = (InAnotherConnection(deed) for deed in (first, second, elsewhere))
    holder.start()
    begun.wait()
    waiting.start()
    other.start()
    other.join()
    go_on.set()
    holder.join()
    waiting.join()

    assert order == ["elsewhere", "first", "second"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["edit", "workflow_action"])
def test_whatever_is_sent_to_a_page_holds_its_course(house, written, monkeypatch, name):  # noqa: F811
    held = []
    monkeypatch.setattr("courses.actions.one_writer._hold", held.append)
    submit(house, written)
    if name == "workflow_action":
        decide(house, written, who="approver")

    assert held == [{written.pk}] * (1 + (name == "workflow_action"))
    assert window(house, "trainer1").get(reverse("wagtailadmin_pages:edit", args=[written.pk])).status_code == 200
    assert len(held) == 1 + (name == "workflow_action")


@pytest.mark.django_db
def test_worker_publishes_and_takes_down_page_by_page_and_once(house, monkeypatch):  # noqa: F811
    held = []
    monkeypatch.setattr("courses.actions.one_writer._hold", held.append)
    now = timezone.now()
    lesson = lesson_of(house.course1)
    lesson.title = "改过的第一课"
    revision = lesson.save_revision(approved_go_live_at=now)
    Page.objects.filter(pk=house.course2.pk).update(expire_at=now)

    publish_due(at=now + timedelta(minutes=1))
    publish_due(at=now + timedelta(minutes=1))

    assert held == [[house.course2.pk], [lesson.pk]]
    assert not Page.objects.get(pk=house.course2.pk).live
    assert Page.objects.get(pk=lesson.pk).live_revision_id == revision.pk
