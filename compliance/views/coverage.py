"""Coverage at a glance, the list behind it, and one person."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from compliance.domain.gaps import MET
from compliance.enums import GapState
from compliance.forms.filters import CoverageForm
from compliance.models.gap_labels import STATE_LABELS
from compliance.permissions import coverage_units, may_see_coverage
from compliance.queries.coverage import coverage, gaps
from compliance.queries.person import person_gaps
from core import clock
from people.models import Unit
from people.permissions import get_person_for, may_open_account, visible_people
from people.queries.people import matching, with_employment_on

PAGE_SIZE = 50


def _chosen(request: HttpRequest) -> tuple[CoverageForm, date, QuerySet[Unit]]:
    today = clock.local_day(clock.now())
    if not may_see_coverage(request.user, day=today):
        raise PermissionDenied
    units = coverage_units(request.user, day=today)
    form = CoverageForm(request.GET or None, units=units, today=today)
    chosen = form.cleaned_data if form.is_valid() else {}
    if chosen.get("unit"):
        units = units.filter(above__ancestor=chosen["unit"])
    return form, chosen.get("day") or today, units


@login_required
@never_cache
@require_GET
def table(request: HttpRequest) -> HttpResponse:
    """Show coverage by unit, job role and credential on a day."""
    form, day, units = _chosen(request)
    rows = list(gaps(day, units=units))
    cells = coverage(rows)
    counts = {state: sum(row.state is state for row in rows) for state in GapState}
    required = len(rows) - counts[GapState.EXEMPT]
    met = sum(counts[state] for state in MET)
    context = {
        "form": form,
        "day": day,
        "cells": cells,
        "required": required,
        "met": met,
        "counts": [(state.value, STATE_LABELS[state], counts[state]) for state in GapState],
        "query": request.GET.urlencode(),
    }
    return render(request, "compliance/coverage.html", context)


@login_required
@never_cache
@require_GET
def not_done(request: HttpRequest) -> HttpResponse:
    """List who is due, overdue or never did it: the people who may not do the work."""
    _form, day, units = _chosen(request)
    wanted = request.GET.get("state", "")
    states = {GapState(wanted)} if wanted in {s.value for s in GapState} else {GapState.OVERDUE, GapState.NEVER}
    rows = [gap for gap in gaps(day, units=units) if gap.state in states]
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {"page": page, "day": day, "query": query.urlencode(), "labels": STATE_LABELS, "states": states}
    return render(request, "compliance/not_done.html", context)


@login_required
@never_cache
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """List people by number, found by name or number, page by page."""
    day = clock.local_day(clock.now())
    if not may_see_coverage(request.user, day=day):
        raise PermissionDenied
    text = request.GET.get("q", "")
    rows = with_employment_on(matching(visible_people(request.user, day=day), text), day)
    page = Paginator(rows.order_by("employee_no"), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "text": text, "query": urlencode({"q": text}) if text else ""}
    return render(request, "compliance/people.html", context)


@login_required
@never_cache
@require_GET
def person(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show where one person stands and why."""
    now = clock.now()
    day = clock.local_day(now)
    someone = get_person_for(request.user, public_id, day=day)
    context = {
        "person": someone,
        "employments": someone.employments.select_related("unit", "job_role").order_by("-starts_on", "-pk"),
        "gaps": person_gaps(someone, day=day),
        "certificates": someone.certificates.select_related("credential").order_by("-valid_to", "-pk"),
        "may_open_account": may_open_account(request.user, someone, at=now),
        "day": day,
    }
    return render(request, "compliance/person.html", context)
