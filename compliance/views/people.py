"""The list of people, found, narrowed and sorted, and the same list as a sheet."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from compliance.exports import people as sheet
from compliance.forms.people import PeopleFilterForm
from compliance.permissions import coverage_units, may_see_coverage
from core import clock
from core.sheets import xlsx_answer
from people.actions import exports as export_notes
from people.models import Person
from people.models.user import ACCOUNT_STATE_LABELS
from people.permissions import may_import_rosters, may_see_who_left, units_to_employ_in, visible_people
from people.queries.people import LEFT, for_list

PAGE_SIZE = 50


def _chosen(request: HttpRequest) -> tuple[PeopleFilterForm, QuerySet[Person]]:
    day = clock.local_day(clock.now())
    if not may_see_coverage(request.user, day=day):
        raise PermissionDenied
    sees_who_left = may_see_who_left(request.user, day=day)
    form = PeopleFilterForm(request.GET, units=coverage_units(request.user, day=day), sees_who_left=sees_who_left)
    return form, for_list(visible_people(request.user, day=day), form.wanted(), day=day)


@login_required
@never_cache
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """List people, found and narrowed, sorted by a column, page by page."""
    form, rows = _chosen(request)
    query = request.GET.copy()
    query.pop("page", None)
    unsorted = query.copy()
    unsorted.pop("sort", None)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    day = clock.local_day(clock.now())
    context = {
        "form": form,
        "page": page,
        "query": query.urlencode(),
        "unsorted": unsorted.urlencode(),
        "sort": form.wanted().sort,
        "is_narrowed": any(
            request.GET.get(name) for name in ("q", "unit", "role", "person_type", "account", "who")
        ),
        "imports_rosters": not page.paginator.count and may_import_rosters(request.user, day=day),
        "are_gone": form.wanted().who == LEFT,
        "labels": dict(ACCOUNT_STATE_LABELS),
        "may_employ": units_to_employ_in(request.user, day=day).exists(),
    }
    return render(request, "compliance/people.html", context)


@login_required
@never_cache
@require_GET
def people_file(request: HttpRequest) -> HttpResponse:
    """Send the same list, all pages of it, as a sheet, and note that it was taken."""
    _form, rows = _chosen(request)
    now, found = clock.now(), list(rows)
    export_notes.note("people", count=len(found), chosen=request.GET.dict(), actor=request.user, at=now)
    day = clock.local_day(now)
    cells = sheet.rows(found, day=day)
    return xlsx_answer(f"people-{day}.xlsx", title=_("People"), columns=sheet.columns(), rows=cells)
