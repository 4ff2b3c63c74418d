"""What a proctor opens: sittings, the roster with identity checks, the start code, more time."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from core import clock
from core.errors import Refusal
from exams.actions import attempts
from exams.actions import sittings as actions
from exams.domain.start_code import start_code
from exams.forms.proctor import ExtensionForm, IdentityForm
from exams.forms.schedule import CandidatesForm
from exams.models import Attempt, Sitting
from exams.permissions import (
    get_sitting_for,
    may_change_roster,
    may_key,
    may_proctor,
    may_schedule,
    visible_sittings,
)
from exams.queries.roster import roster


@login_required
@never_cache
@require_GET
def sittings(request: HttpRequest) -> HttpResponse:
    """List the sittings that one proctors or schedules."""
    day = clock.local_day(clock.now())
    rows = visible_sittings(request.user, day=day).select_related("exam", "location").order_by("-opens_at", "pk")
    context = {"sittings": rows[:100], "may_schedule": may_schedule(request.user, day=day)}
    return render(request, "exams/sittings.html", context)


@login_required
@never_cache
@require_GET
def sitting(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the roster: who was checked, who has started, who is done; and the start code while open."""
    now = clock.now()
    held = get_sitting_for(request.user, public_id, day=clock.local_day(now))
    runs_it = may_proctor(request.user, held)
    code = start_code(secret=held.code_secret, at=now) if runs_it and held.state == "open" else ""
    context = {
        "sitting": held,
        "rows": roster(held),
        "runs_it": runs_it,
        "may_key": held.mode == "paper" and may_key(request.user, held, day=clock.local_day(now)),
        "code": code,
        "may_add": held.state != "closed" and may_change_roster(request.user, held, day=clock.local_day(now)),
        "candidates_form": CandidatesForm(),
        "identity_form": IdentityForm(),
        "extension_form": ExtensionForm(),
    }
    return render(request, "exams/sitting.html", context)


def _proctored(request: HttpRequest, public_id: str) -> Sitting:
    held = get_sitting_for(request.user, public_id, day=clock.local_day(clock.now()))
    if not may_proctor(request.user, held):
        raise PermissionDenied
    return held


@login_required
@require_POST
def open_sitting(request: HttpRequest, public_id: str) -> HttpResponse:
    """Open the sitting."""
    held = _proctored(request, public_id)
    try:
        actions.open_sitting(held, actor=request.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("exams:sitting", public_id=public_id)


@login_required
@require_POST
def close_sitting(request: HttpRequest, public_id: str) -> HttpResponse:
    """Close the sitting and end what still runs."""
    held = _proctored(request, public_id)
    try:
        running = actions.close_sitting(held, actor=request.user, at=clock.now())
        messages.success(
            request, _("The sitting is closed. Attempts ended with it: %(count)d.") % {"count": running}
        )
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("exams:sitting", public_id=public_id)


@login_required
@require_POST
def identity(request: HttpRequest, public_id: str) -> HttpResponse:
    """Note that a candidate is who is on the roster."""
    held = _proctored(request, public_id)
    candidate = get_object_or_404(held.candidates.select_related("person"), pk=request.POST.get("candidate") or 0)
    form = IdentityForm(request.POST)
    if form.is_valid():
        method = form.cleaned_data["method"]
        actions.check_identity(held, person=candidate.person, method=method, actor=request.user, at=clock.now())
    return redirect("exams:sitting", public_id=public_id)


@login_required
@require_POST
def extend(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give one candidate more time, with a reason."""
    held = _proctored(request, public_id)
    attempt = get_object_or_404(Attempt, sitting=held, public_id=request.POST.get("attempt", ""))
    form = ExtensionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give the minutes, 1 to 60, and a reason."))
        return redirect("exams:sitting", public_id=public_id)
    try:
        attempts.extend(attempt, actor=request.user, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("The candidate has more time now."))
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("exams:sitting", public_id=public_id)
