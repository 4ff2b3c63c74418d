"""The administration page: one card for each screen that one's rights open."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from core import clock
from people.permissions import rights_on
from website.administration import sections_for


@login_required
@never_cache
@require_GET
def administration(request: HttpRequest) -> HttpResponse:
    """Show the screens of administration; 403 for whoever may open none of them."""
    sections = sections_for(rights_on(request.user, day=clock.local_day(clock.now())))
    if not sections:
        raise PermissionDenied
    return render(request, "website/administration.html", {"sections": sections})
