"""The start page: what I must do by when, where I go on, what my people need."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from compliance.queries.person import person_gaps
from core import clock
from courses.queries.running import running
from exams.queries.practice import daily_of
from people.models import Person
from people.permissions import rights_on
from website.boards import blocks, duties


@login_required
@never_cache
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show one's own duties first, then what one's rights add."""
    now = clock.now()
    day = clock.local_day(now)
    person = Person.objects.filter(user=request.user).first()
    gaps = person_gaps(person, day=day) if person is not None else []
    rights = rights_on(request.user, day=day)
    duty_rows, others = duties(gaps, running(person, day=day) if person is not None else [])
    context = {
        "person": person,
        "duties": duty_rows,
        "asked": [row for row in others if row.is_asked],
        "running": [row for row in others if not row.is_asked],
        "daily": daily_of(person, day=day) if person is not None else None,
        "blocks": blocks(request.user, rights=rights, at=now),
        "rights_held": rights,
        "day": day,
    }
    return render(request, "website/home.html", context)
