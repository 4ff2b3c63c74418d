"""Timed sections of an attempt: the page between two of them, and the door from one to the next."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from core import clock
from core.errors import Refusal
from exams.actions import sections as actions
from exams.domain import timing
from exams.models import Attempt
from exams.permissions.candidates import get_own_attempt
from exams.queries.sections import TimedSections
from exams.views.conditions import shut_out
from exams.views.devices import device_of, remember


@dataclass(frozen=True, slots=True)
class Upcoming:
    """The section that comes next: its place, name, and minutes with what the candidate is given."""

    place: int
    name: str
    minutes: int


def upcoming(attempt: Attempt, sections: TimedSections) -> Upcoming | None:
    """Return what a candidate is told of the next section: nothing of its questions. None after the last."""
    run = sections.following
    if run is None:
        return None
    minutes = timing.stretched_minutes(run.minutes, attempt.time_factor)
    return Upcoming(run.place, attempt.form.section_names[run.place], minutes)


def between(request: HttpRequest, attempt: Attempt, sections: TimedSections, *, device: str) -> HttpResponse:
    """Show that the time of a section is over, and what comes next; after the last one the paper is handed in."""
    following = upcoming(attempt, sections)
    if following is None:
        return remember(redirect("exams:summary", public_id=attempt.public_id), request, device)
    context = {
        "attempt": attempt,
        "sections": sections,
        "name": attempt.form.section_names[sections.current.place],
        "next": following,
    }
    return remember(render(request, "exams/between.html", context), request, device)


@login_required
@require_POST
def next_section(request: HttpRequest, public_id: str) -> HttpResponse:
    """End the open section and begin the one named, which comes next; sent twice, it begins once."""
    run = get_own_attempt(request.user, public_id, "form")
    place = request.POST.get("place", "")
    if not run.form.section_minutes:
        raise Http404
    if run.state == "open" and (shut := shut_out(request, run)) is not None:
        return shut
    try:
        to = int(place) if place.isascii() and place.isdecimal() and len(place) < 6 else 0
        actions.go_on(run, to=to, actor=request.user, at=clock.now(), device=device_of(request))
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("exams:attempt", public_id=public_id)
