"""The places where people meet: find, add, change, take out of use."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import clock
from core.errors import Refusal
from people.actions import locations as actions
from people.forms.organisation import FindLocationForm, LocationForm
from people.models import Unit
from people.permissions import (
    MAY_KEEP_LOCATIONS,
    get_location_to_keep,
    locations_to_keep,
    may_keep_locations,
    visible_units,
)
from people.queries.units import found_locations

PAGE_SIZE = 50


def _units(request: HttpRequest) -> QuerySet[Unit]:
    day = clock.local_day(clock.now())
    if not may_keep_locations(request.user, day=day):
        raise PermissionDenied
    return visible_units(request.user, *MAY_KEEP_LOCATIONS, day=day)


@login_required
@never_cache
@require_GET
def locations(request: HttpRequest) -> HttpResponse:
    """List the places."""
    _units(request)
    form = FindLocationForm(request.GET or None)
    text, everything = form.chosen()
    kept = locations_to_keep(request.user, day=clock.local_day(clock.now()))
    rows = found_locations(kept, text=text, with_retired=everything)
    query = request.GET.copy()
    query.pop("page", None)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "people/locations.html", {"form": form, "page": page, "query": query.urlencode()})


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add a place."""
    form = LocationForm(request.POST or None, units=_units(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.add(actions.Said(**form.cleaned_data), actor=request.user, at=clock.now())
        except Refusal as refusal:
            form.add_error("name", refusal.message)
        else:
            messages.success(request, _("The location is added. Sittings can be held there now."))
            return redirect("people:locations")
    return render(request, "people/location.html", {"form": form})


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def location(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one place; a post changes it."""
    units, now = _units(request), clock.now()
    row = get_location_to_keep(request.user, pk, day=clock.local_day(now))
    initial = {field: getattr(row, field) for field in actions.FIELDS}
    form = LocationForm(request.POST or None, initial=initial, units=units)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(row, actions.Said(**form.cleaned_data), actor=request.user, at=now)
        except Refusal as refusal:
            form.add_error("name", refusal.message)
        else:
            messages.success(request, _("The location is changed."))
            return redirect("people:locations")
    return render(request, "people/location.html", {"form": form, "location": row})


@login_required
@never_cache
@require_POST
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a place out of use, or into use again."""
    _units(request)
    now = clock.now()
    row = get_location_to_keep(request.user, pk, day=clock.local_day(now))
    actions.set_use(row, is_retired="restore" not in request.POST, actor=request.user, at=now)
    messages.success(request, _("It is changed whether the location is in use."))
    return redirect("people:location", pk=pk)
