"""What an address of the authoring screens names, and what of it does not exist for whoever asks."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from wagtail.models import GroupCollectionPermission, Page, WorkflowState

from courses.permissions.media import within
from courses.wagtail_hooks import keep_what_lessons_show
from library.models import CustomDocument, CustomImage, Video

PAGE_ARGUMENTS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id")

# Which argument of an address names which kind of file, and where in the screens "pk" does.
MEDIA_ARGUMENTS = {"image_id": CustomImage, "document_id": CustomDocument, "doc_id": CustomDocument}
MEDIA_SCREENS = {
    "wagtailimages_chooser": CustomImage,
    "wagtaildocs_chooser": CustomDocument,
    "videos": Video,
    "videos_chooser": Video,
}
MEDIA_IN_BULK = {"customimage": CustomImage, "customdocument": CustomDocument}


def _bulk_ids(request: HttpRequest) -> set[int]:
    return {int(pk) for pk in request.GET.getlist("id") if pk.isdecimal()}


def named_pages(request: HttpRequest, args: list[Any], kwargs: dict[str, Any]) -> set[int]:
    """Return the pages that an address names, in its path or as those that something is done to at once."""
    named = {int(kwargs[name]) for name in PAGE_ARGUMENTS if kwargs.get(name) is not None}
    match = request.resolver_match
    if args and match.namespace == "wagtailadmin_pages":  # to compare revisions: no names there
        named.add(int(args[0]))
    if kwargs.get("model_name") == "page" or match.url_name == "wagtailadmin_choose_page_chosen_multiple":
        named |= _bulk_ids(request)
    return named


def refuse_hidden_media(
    request: HttpRequest, kwargs: dict[str, Any], rights: list[GroupCollectionPermission]
) -> None:
    """Raise Http404 for a picture, document or video that one may neither choose nor change."""
    named: list[tuple[type[Model], set[int]]] = [
        (model, {int(kwargs[name])}) for name, model in MEDIA_ARGUMENTS.items() if name in kwargs
    ]
    screen = MEDIA_SCREENS.get(request.resolver_match.namespace)
    if screen is not None and str(kwargs.get("pk", "")).isdecimal():
        named.append((screen, {int(kwargs["pk"])}))
    if kwargs.get("model_name") in MEDIA_IN_BULK:
        named.append((MEDIA_IN_BULK[kwargs["model_name"]], _bulk_ids(request)))
    for model, pks in named:
        if within(model._default_manager.filter(pk__in=pks), rights).count() != len(pks):
            raise Http404


def refuse_foreign_review(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    """Raise Http404 where a step of the review of another page is named: Wagtail takes any, and would approve it.

    And for the windows in which the steps of workflows are chosen and made, where Wagtail asks nobody.
    """
    match = request.resolver_match
    if match.namespace == "wagtailadmin_workflows" and match.url_name.startswith("task_cho"):
        raise Http404
    reviews = WorkflowState.objects.filter(object_id=str(kwargs.get("page_id")))
    if "task_state_id" in kwargs and not reviews.filter(task_states=kwargs["task_state_id"]).exists():
        raise Http404
    if "workflow_state_id" in kwargs and not reviews.filter(pk=kwargs["workflow_state_id"]).exists():
        raise Http404


def name_all_one_sees(request: HttpRequest, kwargs: dict[str, Any], pages: QuerySet[Page]) -> None:
    """Put the pages that one may see in the place of "all of this list": Wagtail would name the others as refused.

    Raises Http404 for all that a search found, and for all there are.
    """
    if kwargs.get("model_name") != "page" or "all" not in request.GET.getlist("id"):
        return
    above = (
        Page.objects.filter(pk=request.GET.get("childOf")).first() if _is_key(request.GET.get("childOf")) else None
    )
    if above is None or "q" in request.GET:
        raise Http404
    asked = request.GET.copy()
    asked.setlist("id", [str(pk) for pk in pages.child_of(above).values_list("pk", flat=True)])
    request.GET = asked


def _is_key(typed: str | None) -> bool:
    return typed is not None and typed.isdecimal()


def keep_shown_media(request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponse | None:
    """Return the refusal to delete a picture or document that a lesson shows; Wagtail asks for no such thing."""
    match = request.resolver_match
    if request.method != "POST" or match.namespace not in {"wagtailimages", "wagtaildocs"}:
        return None
    for name, model in MEDIA_ARGUMENTS.items():
        if name in kwargs and match.url_name in {"delete", "delete_multiple"}:
            return keep_what_lessons_show(request, get_object_or_404(model, pk=kwargs[name]))
    return None
