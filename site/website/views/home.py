"""The start page: what I must do by when, where I go on, what my people need."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from certificates.permissions import heldable_certificates
from certificates.queries.held import held
from compliance.permissions import coverage_units, may_see_coverage
from compliance.queries.coverage import by_role, coverage, total
from compliance.queries.gaps import Wanted, gaps
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
    is_hr = has_right(request.user, Right.HR, day=day)
    cells = coverage(gaps(day, wanted=Wanted(coverage_units(request.user, day=day))))
    return {
        "roles": by_role(cells),
        "total": total(cells),
        "may_import": is_hr,
        "held": held(heldable_certificates(request.user, day=day), at=clock.now()).count() if is_hr else 0,
    }
