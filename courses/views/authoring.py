"""The way to a new course: an address without a number, for every screen that sends trainers there."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from core import clock
from courses.models import CataloguePage
from courses.permissions import may_author


@login_required
@never_cache
@require_GET
def begin(request: HttpRequest) -> HttpResponse:
    """Lead to an empty course below the catalogue."""
    if not may_author(request.user, day=clock.local_day(clock.now())):
        raise PermissionDenied
    catalogue = get_object_or_404(CataloguePage)
    return redirect("wagtailadmin_pages:add", "courses", "coursepage", catalogue.pk)
