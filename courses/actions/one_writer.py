"""Lets one at a time write in a course: its author, its approver, and the worker that publishes at an hour."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from wagtail.models import Page, Revision

from courses.models import CoursePage


@contextmanager
def one_writer(pages: Collection[int]) -> Iterator[None]:
    """Hold the courses of these pages for the time of a transaction; whoever comes meanwhile waits.

    Wagtail reads a page, changes it and writes it whole. A draft saved in between would take back what an approval has
    published, and an approval would forget the newer draft. Held is the course and not the page: what happens to a
    course happens to its modules and lessons too. On SQLite a transaction that writes is alone anyway.
    """
    with transaction.atomic():
        _hold(pages)
        yield


def _hold(pages: Collection[int]) -> None:
    paths = Page.objects.filter(pk__in=pages).values_list("path", flat=True)
    above = {path[:end] for path in paths for end in range(Page.steplen, len(path) + 1, Page.steplen)}
    courses = CoursePage.objects.filter(path__in=above).values("pk")
    # In the order of their keys, so that two who hold several cannot wait for each other. No key changes, so that
    # learners enrol meanwhile.
    list(Page.objects.select_for_update(no_key=True).filter(pk__in=courses).order_by("pk").values_list("pk"))


def publish_due(*, at: datetime) -> None:
    """Take down what has expired and publish what was approved for an hour that has come; page by page.

    As Wagtail's command of the name publish_scheduled does, which holds nothing.
    """
    expired = Page.objects.filter(live=True, expire_at__lt=at).order_by("expire_at")
    for pk in list(expired.values_list("pk", flat=True)):
        with one_writer([pk]):
            page = expired.filter(pk=pk).first()
            if page is not None:
                page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    due = Revision.page_revisions.filter(approved_go_live_at__lt=at).order_by("approved_go_live_at")
    for pk, page_pk in list(due.values_list("pk", "object_id")):
        with one_writer([int(page_pk)]):
            revision = due.filter(pk=pk).first()
            if revision is not None:
                revision.publish(log_action="wagtail.publish.scheduled")
