"""What the staff area lets authors and approvers do with pages."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page


@hooks.register("construct_explorer_page_queryset")
def show_own_subtrees(parent_page: Page, pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """Leave an author only what is one's own, and all that hangs below it; approvers see everything."""
    if parent_page.permissions_for_user(request.user).can_edit():
        return pages
    return pages.filter(owner=request.user)


@hooks.register("construct_page_action_menu")
def offer_no_direct_publishing(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Take the publish button away: a page goes out through its review."""
    menu_items[:] = [item for item in menu_items if item.name != "action-publish"]


@hooks.register("before_publish_page")
def publish_through_review_only(request: HttpRequest, page: Page) -> HttpResponse:
    """Refuse to publish past the review, whoever asks; approving a review does not come this way."""
    messages.error(request, _("A page is published by a second person's approval. Send it to review."))
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_copy_page")
def copy_as_draft_only(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse copies that would be live at once."""
    if request.method != "POST" or not request.POST.get("publish_copies"):
        return None
    return publish_through_review_only(request, page)


@hooks.register("before_bulk_action")
def publish_one_by_one(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Refuse to publish many pages at once: each has a review of its own."""
    if action_type != "publish":
        return None
    messages.error(request, _("A page is published by a second person's approval. Send it to review."))
    return redirect("wagtailadmin_explore_root")
