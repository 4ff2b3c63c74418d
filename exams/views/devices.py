"""Which device asks: a cookie names it; and the doors by which the pen of an attempt passes to another one."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core import clock
from core.errors import Refusal
from core.identifiers import public_id as new_name
from exams.actions import devices
from exams.domain import pen
from exams.models import Attempt, TakeoverRequest
from exams.permissions import may_proctor
from exams.permissions.candidates import get_own_attempt
from exams.permissions.sittings import get_sitting_for
from exams.queries.devices import pending_requests

COOKIE = "annuan_device"
LIFE_SECONDS = 400 * 24 * 3600  # the longest that browsers keep


def device_of(request: HttpRequest) -> str:
    """Return the name of the device that asks; empty for one that has none yet."""
    return pen.known(request.COOKIES.get(COOKIE, ""))


def named(request: HttpRequest) -> str:
    """Return the name of the device that asks, or a new one for it; `remember` has to send that."""
    return device_of(request) or new_name()


def remember(response: HttpResponse, request: HttpRequest, device: str) -> HttpResponse:
    """Let the device keep its name; no script can read it."""
    if device_of(request) != device:
        secure = request.is_secure()
        response.set_cookie(COOKIE, device, max_age=LIFE_SECONDS, secure=secure, httponly=True, samesite="Lax")
    return response


def elsewhere(request: HttpRequest, attempt: Attempt, device: str) -> HttpResponse:
    """Show that the paper is open on another device, and how to go on at this one; no question is on this page."""
    asked = pending_requests([attempt.pk]).get(attempt.pk)
    waits = asked is not None and asked.device == device
    context = {"attempt": attempt, "device": device, "asked": asked if waits else None}
    return remember(render(request, "exams/elsewhere.html", context), request, device)


@login_required
@require_POST
def take_over(request: HttpRequest, public_id: str) -> HttpResponse:
    """Go on at this device: at once, or by asking the proctor where there is one."""
    run, device, now = get_own_attempt(request.user, public_id, "person"), named(request), clock.now()
    act = devices.ask if run.mode == "on_site" else devices.take_over
    try:
        act(run, device=device, actor=request.user, at=now)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return remember(redirect("exams:attempt", public_id=public_id), request, device)


@login_required
@require_POST
def approve(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let a candidate of the sitting go on at the device that was asked for."""
    held = get_sitting_for(request.user, public_id, day=clock.local_day(clock.now()))
    if not may_proctor(request.user, held):
        raise PermissionDenied
    asked = TakeoverRequest.objects.filter(attempt__sitting=held).select_related("attempt__person")
    wanted = get_object_or_404(asked, pk=request.POST.get("request") or 0)
    try:
        devices.approve(wanted, actor=request.user, at=clock.now())
        name = wanted.attempt.person.name
        messages.success(request, _("%(name)s goes on at the other device.") % {"name": name})
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("exams:sitting", public_id=public_id)
