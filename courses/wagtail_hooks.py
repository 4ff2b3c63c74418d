"""Pages of courses show to whom they are for; publishing takes two; authors see their own subtrees."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Collection, Page

from core import clock
from courses.models import CataloguePage, Shelf
from courses.permissions import may_see_page, visible_pages
from courses.queries.records import anybody_learnt
from courses.queries.shelves import lessons_showing
from library.models import CustomImage

PUBLISHING_BULK_ACTIONS = frozenset({"publish"})


def _refuse(request: HttpRequest, message: str, *, page: Page) -> HttpResponse:
    messages.error(request, message)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("construct_page_action_menu")
def offer_review_instead_of_publishing(
    menu_items: list[Any], request: HttpRequest, context: dict[str, Any]
) -> None:
    """Take the button away that publishes without a second person."""
    menu_items[:] = [item for item in menu_items if item.name != "action-publish"]


@hooks.register("before_publish_page")
def publishing_takes_two(request: HttpRequest, page: Page) -> HttpResponse:
    """Refuse to publish past the review; the draft is kept."""
    text = _("The draft is saved. Publishing takes a second person: send it to review.")
    return _refuse(request, text, page=page)


@hooks.register("before_bulk_action")
def bulk_actions_follow_the_same_rules(
    request: HttpRequest, action_type: str, objects: list[Any], action: object
) -> HttpResponse | None:
    """Refuse to publish many pages at once, and to delete what somebody learnt from."""
    pages = [item for item in objects if isinstance(item, Page)]
    if pages and action_type in PUBLISHING_BULK_ACTIONS:
        return publishing_takes_two(request, pages[0])
    if action_type == "delete" and pages:
        return next((refusal for page in pages if (refusal := keep_what_was_learnt(request, page))), None)
    if action_type == "delete":
        return next((refusal for item in objects if (refusal := keep_what_lessons_show(request, item))), None)
    return None


def keep_what_lessons_show(request: HttpRequest, found: Model) -> HttpResponse | None:
    """Refuse to delete a picture or document that a lesson shows; the lesson would have a hole."""
    if not lessons_showing(found).exists():
        return None
    text = _("Lessons show “%(title)s”. Replace its file, or take it out of the lessons first.")
    messages.error(request, text % {"title": found})
    return redirect("wagtailimages:edit" if isinstance(found, CustomImage) else "wagtaildocs:edit", found.pk)


@hooks.register("before_copy_page")
def copies_begin_as_drafts(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse copies that would be published at once."""
    if request.method == "POST" and (request.POST.get("publish_copies") or request.POST.get("alias")):
        return _refuse(request, _("A copy begins as a draft. Copy the page without publishing it."), page=page)
    return None


@hooks.register("before_delete_page")
def keep_what_was_learnt(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to delete a page that the records of learners rest on."""
    if anybody_learnt(page):
        text = _("People have learnt from “%(title)s”; their records need it. Unpublish it instead.")
        return _refuse(request, text % {"title": page.title}, page=page)
    return None


@hooks.register("before_serve_page")
def show_courses_to_whom_they_are_for(
    page: Page, request: HttpRequest, serve_args: list[Any], serve_kwargs: dict[str, Any]
) -> HttpResponse | None:
    """Lead a stranger to the sign-in page, and tell nobody else that there is such a course."""
    if may_see_page(request.user, page, day=clock.local_day(clock.now())):
        return None
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    raise Http404


@hooks.register("construct_page_chooser_queryset")
def choosers_show_own_subtrees(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """Begin at the catalogue, and show only what one may see."""
    if request.user.is_superuser:
        return pages
    match = request.resolver_match
    if match.url_name == "wagtailadmin_choose_page" and "parent_page_id" not in match.kwargs:
        return Page.objects.filter(pk__in=CataloguePage.objects.values("pk"))
    return pages.filter(pk__in=visible_pages(request.user, day=clock.local_day(clock.now())).values("pk"))


@hooks.register("describe_collection_contents")
def keep_collections_of_units(collection: Collection) -> dict[str, Any] | None:
    """Refuse to delete a collection that trainers of a unit, or all of them, have their right in."""
    if not Shelf.objects.filter(collection=collection).exists():
        return None
    return {"count": 1, "count_text": _("the right of trainers to keep it")}


@hooks.register("construct_settings_menu")
def leave_accounts_to_the_site(request: HttpRequest, menu_items: list[Any]) -> None:
    """Take the ways to Wagtail's own accounts and groups away; rights are dated grants, given on the site."""
    menu_items[:] = [item for item in menu_items if item.name not in {"users", "groups"}]


@hooks.register("construct_search")
def search_no_accounts(request: HttpRequest, search_areas: list[Any]) -> None:
    """Take the search for accounts away, which leads to the closed screens."""
    search_areas[:] = [area for area in search_areas if "users" not in area.url]
