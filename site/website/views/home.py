"""The start page: what I must do by when, where I go on, what my people need."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from compliance.domain.gaps import MET
from compliance.enums import GapState
from compliance.permissions import coverage_units, may_see_coverage
from compliance.queries.coverage import by_role, gaps
from compliance.queries.person import person_gaps
from core import clock
from courses.models import Enrolment
from people.enums import Right
from people.models import Person
from people.permissions import has_right


@login_required
@never_cache
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show one's own duties first, then those of one's people."""
    day = clock.local_day(clock.now())
    person = Person.objects.filter(user=request.user).first()
    duties = person_gaps(person, day=day) if person is not None else []
    running = Enrolment.objects.filter(person=person, completed_at=None).select_related("course")
    context = {
        "person": person,
        "duties": duties,
        "running": running.order_by("due_on", "pk") if person is not None else [],
        "team": _team(request, day) if may_see_coverage(request.user, day=day) else None,
        "day": day,
    }
    return render(request, "website/home.html", context)


def _team(request: HttpRequest, day: date) -> dict[str, Any]:
    rows = list(gaps(day, units=coverage_units(request.user, day=day)))
    states = [row.state for row in rows]
    return {
        "roles": by_role(rows),
        "may_import": has_right(request.user, Right.HR, day=day),
        "required": sum(state is not GapState.EXEMPT for state in states),
        "met": sum(state in MET for state in states),
        "missing": sum(state in (GapState.OVERDUE, GapState.NEVER) for state in states),
        "expiring": states.count(GapState.EXPIRING),
    }
