"""Revocations: one proposes, a second person decides."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from certificates.actions import revocations as actions
from certificates.forms.register import RevocationForm
from certificates.permissions import (
    get_certificate_for,
    get_proposal_for,
    may_decide_revocation,
    may_propose_revocation,
    may_see_proposals,
    visible_proposals,
)
from core import clock
from core.errors import Refusal
from people.views import proposal_doors


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, public_id: str) -> HttpResponse:
    """Propose to revoke one certificate, with the reason."""
    now = clock.now()
    day = clock.local_day(now)
    found = get_certificate_for(request.user, public_id, day=day)
    if not may_propose_revocation(request.user, found, day=day):
        raise PermissionDenied
    form = RevocationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            proposal = actions.propose(found, reason=form.cleaned_data["reason"], actor=request.user, at=now)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Proposed. The certificate stands until the safety department decides."))
            return redirect("certificates:revocation", public_id=proposal.public_id)
    return render(request, "certificates/revocation_new.html", {"form": form, "certificate": found})


@login_required
@never_cache
@require_GET
def proposals(request: HttpRequest) -> HttpResponse:
    """List the proposals, those that wait first."""
    day = clock.local_day(clock.now())
    if not may_see_proposals(request.user, day=day):
        raise PermissionDenied
    rows = visible_proposals(request.user, day=day)
    rows = rows.select_related("certificate__person", "certificate__credential", "proposed_by")
    return render(
        request, "certificates/revocations.html", proposal_doors.by_state(request, rows, first="proposed")
    )


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def proposal(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one proposal; a second person approves or declines it here."""
    now = clock.now()
    day = clock.local_day(now)
    found = get_proposal_for(request.user, public_id, day=day)
    may_decide = may_decide_revocation(request.user, found, day=day)
    form = proposal_doors.decide(request, found, actions, may_decide=may_decide, at=now)
    if form is None:
        return redirect("certificates:revocation", public_id=public_id)
    waits = found.state == "proposed"
    context = {
        "proposal": found,
        "form": form,
        "may_decide": may_decide and waits,
        "may_withdraw": waits and found.proposed_by_id == request.user.pk,
        "day": day,
    }
    return render(request, "certificates/revocation.html", context)


@login_required
@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take one's own proposal back."""
    now = clock.now()
    found = get_proposal_for(request.user, public_id, day=clock.local_day(now))
    done = _("The proposal is withdrawn. The certificate stands.")
    proposal_doors.withdraw(request, found, actions, done=done, at=now)
    return redirect("certificates:revocation", public_id=public_id)
