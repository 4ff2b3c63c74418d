"""Which policy and which pages the authoring screens have, and a page for who opens an address the wrong way."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from http import HTTPStatus
from typing import Any

from csp.constants import HEADER
from csp.utils import build_policy
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from wagtail.permission_policies.collections import CollectionPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy

from core import clock
from courses.actions import authors, shelves
from courses.actions.one_writer import one_writer
from courses.models import CataloguePage
from courses.permissions import may_approve, may_author, page_rights, visible_pages
from courses.permissions.media import media_rights, trained_units
from website import guards
from website.views.errors import wrong_method


@cache
def _authoring() -> str:
    return reverse("wagtailadmin_home")


def _is_authoring(request: HttpRequest) -> bool:
    return request.path_info.startswith(_authoring())


class ContentPolicyMiddleware:
    """Gives the authoring screens what Wagtail needs; every other page keeps the policy of the site.

    A page previewed inside the authoring screens is answered on its own address, so it keeps the strict policy too.
    No view asks for another one, so both are put together once and not, as the library does, for each reply.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.strict, self.authoring = build_policy(), build_policy(update=settings.AUTHORING_POLICY)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        response = self.get_response(request)
        response.headers.setdefault(HEADER, self.authoring if _is_authoring(request) else self.strict)
        return response


class WrongMethodMiddleware:
    """Shows a page to a person whose browser would else say that the site is broken: Django's 405 is empty."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content:
            return wrong_method(request, response.get("Allow", ""))
        return response


class AuthoringRightsMiddleware:
    """Puts the dated rights of trainers in the place where Wagtail looks for permissions on pages and collections.

    Wagtail knows permissions of groups, without dates. It reads them from caches on the account; filled here for each
    request, every list, chooser and button follows. A page outside one's subtrees does not exist, nor does a picture,
    document or video that one may not even choose: 404, at each address that names one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Settle the rights for this request, and refuse pages and files that one may not see."""
        user = request.user
        if not user.is_authenticated or not _is_authoring(request):
            return None
        if user.is_superuser:
            return guards.keep_shown_media(request, kwargs)
        day = clock.local_day(clock.now())
        is_author = may_author(user, day=day)
        authors.settle(user, is_author=is_author, is_approver=may_approve(user, day=day))
        if is_author:
            shelves.provide(trained_units(user, day=day))
        rights = page_rights(user, day=day)
        setattr(user, PagePermissionPolicy.permission_cache_name, rights)
        # The tree begins at the catalogue, for whoever keeps a single course too.
        root = CataloguePage.objects.first() if rights else None
        setattr(user, PagePermissionPolicy._explorable_root_instance_cache_name, root)
        media = media_rights(user, day=day)
        setattr(user, CollectionPermissionPolicy.permission_cache_name, media)
        guards.name_all_one_sees(request, kwargs, visible_pages(user, day=day))
        pages = guards.named_pages(request, args, kwargs)
        if pages and set(visible_pages(user, day=day).filter(pk__in=pages).values_list("pk", flat=True)) != pages:
            raise Http404
        guards.refuse_hidden_media(request, kwargs, media)
        guards.refuse_foreign_review(request, kwargs)
        return guards.keep_shown_media(request, kwargs)


class OneWriterMiddleware:
    """Lets one at a time write in a course: an author's draft and an approval of the same moment follow each other.

    Stands last, so that the page is read after the wait and not before.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Answer what is sent to a page, holding its course; leave the rest to the next."""
        if request.method != "POST" or not request.user.is_authenticated or not _is_authoring(request):
            return None
        pages = guards.named_pages(request, args, kwargs)
        if not pages:
            return None
        with one_writer(pages):
            return view(request, *args, **kwargs)
