"""The organisation as a tree: find, add, rename, move, close."""

from __future__ import annotations

from collections.abc import Callable

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
from core.sheets import xlsx_answer
from people.actions import exports as export_notes
from people.actions import units as actions
from people.exports import organisation as sheet
from people.forms.organisation import CloseForm, FindForm, MoveForm, NewUnitForm, UnitForm
from people.models import Unit
from people.permissions import get_unit_to_keep, may_keep_organisation, units_to_keep
from people.queries.units import UnitRow, people_below, tree_rows, with_paths

PAGE_SIZE = 100


def _kept(request: HttpRequest) -> QuerySet[Unit]:
    day = clock.local_day(clock.now())
    if not may_keep_organisation(request.user, day=day):
        raise PermissionDenied
    return units_to_keep(request.user, day=day)


def _chosen(request: HttpRequest) -> tuple[FindForm, list[UnitRow]]:
    units, form = _kept(request), FindForm(request.GET or None)
    text, everything = form.chosen()
    return form, tree_rows(units, day=clock.local_day(clock.now()), text=text, with_closed=everything)


@login_required
@never_cache
@require_GET
def units(request: HttpRequest) -> HttpResponse:
    """Show the tree, or the part of it that a text finds."""
    form, rows = _chosen(request)
    query = request.GET.copy()
    query.pop("page", None)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "people/units.html", {"form": form, "page": page, "query": query.urlencode()})


@login_required
@never_cache
@require_GET
def units_file(request: HttpRequest) -> HttpResponse:
    """Send the same rows as a sheet."""
    _form, rows = _chosen(request)
    now = clock.now()
    export_notes.note("units", count=len(rows), chosen=request.GET.dict(), actor=request.user, at=now)
    cells = sheet.unit_rows(rows, paths=with_paths(row.unit for row in rows))
    name = f"units-{clock.local_day(now)}.xlsx"
    return xlsx_answer(name, title=_("Units"), columns=sheet.unit_columns(), rows=cells)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add a unit below another."""
    now = clock.now()
    first = {"parent": request.GET.get("below", "")}
    form = NewUnitForm(request.POST or None, initial=first, units=_kept(request), day=clock.local_day(now))
    if request.method == "POST" and form.is_valid():
        try:
            unit = actions.add(**form.cleaned_data, actor=request.user, at=now)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The unit is added."))
            return redirect("people:unit", code=unit.code)
    return render(request, "people/unit_new.html", {"form": form})


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """Show one unit with what may be done to it; a post renames it."""
    now = clock.now()
    day = clock.local_day(now)
    kept = _kept(request)
    row = get_unit_to_keep(request.user, code, day=day)
    names = ("name", "name_en", "kind", "has_people_below_ground")
    form = UnitForm(request.POST or None, initial={name: getattr(row, name) for name in names})
    form.initial["has_people_below_ground"] = "1" if row.has_people_below_ground else ""
    if request.method == "POST" and form.is_valid():
        actions.change(row, **form.cleaned_data, actor=request.user, at=now)
        messages.success(request, _("The unit is changed."))
        return redirect("people:unit", code=code)
    context = {
        "unit": row,
        "form": form,
        "move_form": MoveForm(units=kept, unit=row) if row.parent_id else None,
        "close_form": CloseForm(initial={"last_day": day}),
        "people": people_below(row, day=day),
        "units_below": row.below.count() - 1,
        "path": with_paths([row])[row.pk],
    }
    return render(request, "people/unit.html", context)


def _done(request: HttpRequest, code: str, act: Callable[[], object], *, said: str) -> HttpResponse:
    try:
        act()
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, said)
    return redirect("people:unit", code=code)


@login_required
@never_cache
@require_POST
def move(request: HttpRequest, code: str) -> HttpResponse:
    """Move a unit with all below it."""
    now, kept = clock.now(), _kept(request)
    row = get_unit_to_keep(request.user, code, day=clock.local_day(now))
    form = MoveForm(request.POST, units=kept, unit=row)
    if row.parent_id is None or not form.is_valid():
        messages.error(request, _("Choose a unit above that is open and not below this one."))
        return redirect("people:unit", code=code)
    parent = form.cleaned_data["parent"]
    said = _("The unit is moved, with all below it.")
    return _done(request, code, lambda: actions.move(row, parent=parent, actor=request.user, at=now), said=said)


@login_required
@never_cache
@require_POST
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Close a unit after a day, or open it again."""
    now = clock.now()
    _kept(request)
    row = get_unit_to_keep(request.user, code, day=clock.local_day(now))
    if "reopen" in request.POST:
        said = _("The unit is open again.")
        return _done(request, code, lambda: actions.reopen(row, actor=request.user, at=now), said=said)
    form = CloseForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose the last day of the unit."))
        return redirect("people:unit", code=code)
    last, said = form.cleaned_data["last_day"], _("The last day of the unit is set.")
    return _done(request, code, lambda: actions.close(row, last_day=last, actor=request.user, at=now), said=said)
