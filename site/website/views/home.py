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
from exams.permissions.candidates import visible_exams
from exams.queries.practice import daily_of
from exams.queries.rulings import granted_to
from people.models import Person
from people.permissions import rights_on
from website.boards import blocks, duties


@login_required
@never_cache
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show one's own duties first, then what one's rights add."""
    now = clock.now()
    day, user = clock.local_day(now), request.user
    person = Person.objects.filter(user=user).first()
    gaps = person_gaps(person, day=day) if person is not None else []
    rights = rights_on(user, day=day)
    duty_rows, others = duties(gaps, running(person, day=day) if person is not None else [])
    context = {
        "person": person,
        "duties": duty_rows,
        "granted": granted_to(person, reached=lambda: visible_exams(user, day=day), at=now) if person else [],
        "asked": [row for row in others if row.is_asked],
        "running": [row for row in others if not row.is_asked],
        "daily": daily_of(person, day=day) if person is not None else None,
        "blocks": blocks(user, rights=rights, at=now),
        "rights_held": rights,
        "day": day,
    }
    return render(request, "website/home.html", context)
