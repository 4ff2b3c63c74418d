"""Conditions of a sitting: set by staff, and told to whoever does not meet them."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core import clock
from core.client_address import client_address
from core.errors import Refusal
from exams.actions import conditions as actions
from exams.domain.networks import is_inside
from exams.forms.conditions import ConditionsForm
from exams.models import Attempt, Exam, Sitting
from exams.permissions import get_sitting_for
from exams.permissions.conditions import may_set_conditions


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def conditions(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show and set from where a sitting is sat."""
    now = clock.now()
    day = clock.local_day(now)
    sitting = get_sitting_for(request.user, public_id, day=day)
    if not may_set_conditions(request.user, sitting, day=day):
        raise PermissionDenied
    if sitting.mode == "paper":
        raise Http404
    form = ConditionsForm(request.POST or None, initial={"networks": sitting.networks})
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_conditions(sitting, networks=form.cleaned_data["networks"], actor=request.user, at=now)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The conditions are set."))
            return redirect("exams:sitting", public_id=public_id)
    address = client_address(request)
    context = {
        "sitting": sitting,
        "form": form,
        "address": address,
        "is_inside": is_inside(address, ranges=sitting.networks),
    }
    return render(request, "exams/conditions.html", context)


def outside(request: HttpRequest, sitting: Sitting, *, exam: Exam, back: str) -> HttpResponse:
    """Say that this device is in none of the networks, and what to do; `back` is where it is tried again."""
    context = {"sitting": sitting, "exam": exam, "address": client_address(request), "back": back}
    return render(request, "exams/outside.html", context, status=403)


def is_kept_out(request: HttpRequest, attempt: Attempt) -> bool:
    """Tell whether the paper of an attempt stays shut for the address that asks."""
    sitting = attempt.sitting
    return sitting is not None and not is_inside(client_address(request), ranges=sitting.networks)
