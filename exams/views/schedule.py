"""Sets up sittings and their rosters."""

from __future__ import annotations

import re

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from core import clock
from core.errors import Refusal
from exams.actions import sittings as actions
from exams.forms.schedule import CandidatesForm, SittingForm
from exams.permissions import get_sitting_for, may_change_roster, may_schedule
from people.enums import Right
from people.models import Person
from people.permissions import holders_of


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Schedule a sitting."""
    now = clock.now()
    day = clock.local_day(now)
    if not may_schedule(request.user, day=day):
        raise PermissionDenied
    form = SittingForm(request.POST or None, proctors=holders_of(Right.PROCTOR, day=day), now=now)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            sitting = actions.schedule(
                data["exam"],
                mode=data["mode"],
                location=data["location"],
                opens_at=data["opens_at"],
                closes_at=data["closes_at"],
                proctors=list(data["proctors"]),
                actor=request.user,
                at=now,
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("exams:sitting", public_id=sitting.public_id)
    return render(request, "exams/sitting_new.html", {"form": form})


@login_required
@require_POST
def candidates(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put people on the roster by employee number; one unknown number keeps all out, and is named."""
    now = clock.now()
    day = clock.local_day(now)
    sitting = get_sitting_for(request.user, public_id, day=day)
    if not may_change_roster(request.user, sitting, day=day):
        raise PermissionDenied
    form = CandidatesForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Type at least one employee number."))
        return redirect("exams:sitting", public_id=public_id)
    numbers = [text.upper() for text in re.split(r"[\s,，;；、]+", form.cleaned_data["employee_nos"]) if text]
    people = list(Person.objects.filter(employee_no__in=numbers))
    unknown = sorted(set(numbers) - {person.employee_no for person in people})
    if unknown:
        message = _("Nobody has these employee numbers: %(numbers)s. Nobody was added.")
        messages.error(request, message % {"numbers": ", ".join(unknown[:20])})
        return redirect("exams:sitting", public_id=public_id)
    try:
        count = actions.add_candidates(sitting, people=people, actor=request.user, at=now)
        text = ngettext("%(count)d candidate was added.", "%(count)d candidates were added.", count)
        messages.success(request, text % {"count": count})
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("exams:sitting", public_id=public_id)
