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
from wagtail.permission_policies.pages import PagePermissionPolicy

from core import clock
from courses.actions import authors
from courses.models import CataloguePage
from courses.permissions import may_approve, may_author, page_rights, visible_pages
from website.views.errors import wrong_method

PAGE_ARGUMENTS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id")


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
    """Puts the dated rights of trainers in the place where Wagtail looks for page permissions.

    Wagtail knows permissions of groups, without dates. It reads them from a cache on the account; filled here for each
    request, every list, chooser and button follows. A page outside one's subtrees does not exist: 404, at each address
    that names one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: list[Any], kwargs: dict[str, Any]
    ) -> None:
        """Settle the rights for this request, and refuse pages that one may not see."""
        user = request.user
        if not user.is_authenticated or user.is_superuser or not _is_authoring(request):
            return
        day = clock.local_day(clock.now())
        authors.settle(user, is_author=may_author(user, day=day), is_approver=may_approve(user, day=day))
        rights = page_rights(user, day=day)
        setattr(user, PagePermissionPolicy.permission_cache_name, rights)
        # The tree begins at the catalogue, for whoever keeps a single course too.
        root = CataloguePage.objects.first() if rights else None
        setattr(user, PagePermissionPolicy._explorable_root_instance_cache_name, root)
        named = {kwargs[name] for name in PAGE_ARGUMENTS if kwargs.get(name) is not None}
        named |= {
            int(pk) for pk in request.GET.getlist("id") if pk.isdecimal() and kwargs.get("model_name") == "page"
        }
        if named and set(visible_pages(user, day=day).filter(pk__in=named).values_list("pk", flat=True)) != named:
            raise Http404
