"""Rulings on attempts: proposed on the record, shown with what follows, decided by a second person."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import clock
from core.errors import Refusal
from exams.actions import rulings as actions
from exams.forms.rulings import RulingForm
from exams.permissions import get_examined_attempt, may_keep_exams
from exams.permissions.rulings import get_ruling_for, may_decide_ruling, visible_rulings
from exams.queries.attempts import current_score
from exams.queries.rulings import effect_of, resting_on
from people.enums import Right
from people.permissions import has_right
from people.views import proposal_doors


@login_required
@never_cache
@require_GET
def rulings(request: HttpRequest) -> HttpResponse:
    """List the rulings, the newest first."""
    day = clock.local_day(clock.now())
    if not may_keep_exams(request.user, day=day):
        raise PermissionDenied
    rows = visible_rulings(request.user, day=day).select_related("attempt__person", "attempt__exam", "proposed_by")
    return render(request, "exams/rulings.html", proposal_doors.by_state(request, rows))


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, public_id: str) -> HttpResponse:
    """Propose what is to become of one attempt."""
    now = clock.now()
    attempt = get_examined_attempt(request.user, public_id, day=clock.local_day(now))
    form = RulingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.propose(attempt, **form.cleaned_data, actor=request.user, at=now)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("exams:ruling", public_id=made.public_id)
    context = {"form": form, "attempt": attempt, "score": current_score(attempt)}
    return render(request, "exams/ruling_new.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def ruling(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a ruling and what follows from it; a second person approves or declines it here."""
    now = clock.now()
    day = clock.local_day(now)
    found = get_ruling_for(request.user, public_id, day=day)
    may_decide = may_decide_ruling(request.user, found, day=day)
    form = proposal_doors.decide(request, found, actions, may_decide=may_decide, at=now)
    if form is None:
        return redirect("exams:ruling", public_id=public_id)
    waits = found.state == "proposed"
    context = {
        "ruling": found,
        "form": form,
        "score": current_score(found.attempt),
        "effect": effect_of(found, at=now) if waits else None,
        "resting": resting_on(found.attempt) if found.voids and not waits else [],
        "sees_revocations": has_right(request.user, Right.SAFETY, day=day),
        "may_decide": may_decide and waits,
        "may_withdraw": waits and found.proposed_by_id == request.user.pk,
    }
    return render(request, "exams/ruling.html", context)


@login_required
@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take one's own proposal back."""
    now = clock.now()
    found = get_ruling_for(request.user, public_id, day=clock.local_day(now))
    done = _("The proposal is withdrawn. The attempt stays as it is.")
    proposal_doors.withdraw(request, found, actions, done=done, at=now)
    return redirect("exams:ruling", public_id=public_id)
