"""Exemptions: asked for by one, decided by a second person, ended early when the reason is gone."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from compliance.actions import exemptions as actions
from compliance.errors import ExemptionDaysWrong
from compliance.forms.exemptions import FAULT_TEXTS, ExemptionFilterForm, ExemptionForm
from compliance.permissions import (
    coverage_units,
    exemptable_people,
    get_exemption_for,
    may_decide_exemption,
    may_end_exemption,
    may_propose_exemptions,
    may_see_coverage,
    visible_exemptions,
)
from compliance.queries.exemptions import matching
from core import clock
from core.errors import Refusal
from people.queries.proposals import standing_of
from people.views import proposal_doors

PAGE_SIZE = 50


@login_required
@never_cache
@require_GET
def exemptions(request: HttpRequest) -> HttpResponse:
    """List exemptions and proposals, found and narrowed, page by page."""
    day = clock.local_day(clock.now())
    if not may_see_coverage(request.user, day=day):
        raise PermissionDenied
    form = ExemptionFilterForm(request.GET, units=coverage_units(request.user, day=day))
    rows = matching(visible_exemptions(request.user, day=day), form.wanted(), day=day)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "rows": [{"exemption": row, "standing": standing_of(row, day=day)} for row in page.object_list],
        "query": query.urlencode(),
        "may_propose": may_propose_exemptions(request.user, day=day),
    }
    return render(request, "compliance/exemptions.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Ask for an exemption of somebody in one's units."""
    now = clock.now()
    day = clock.local_day(now)
    if not may_propose_exemptions(request.user, day=day):
        raise PermissionDenied
    people = exemptable_people(request.user, day=day)
    asked = {"employee_no": request.GET.get("employee_no", "")}
    form = ExemptionForm(request.POST or None, people=people, today=day, initial=asked)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        person = data.pop("employee_no")
        try:
            made = actions.propose(person, **data, actor=request.user, at=now)
        except ExemptionDaysWrong as refusal:
            form.add_error("ends_on", FAULT_TEXTS[refusal.data["fault"]])
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Proposed. It frees the person once the safety department approves."))
            return redirect("compliance:exemption", public_id=made.public_id)
    return render(request, "compliance/exemption_new.html", {"form": form})


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def exemption(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one exemption; a second person approves or declines it here."""
    now = clock.now()
    day = clock.local_day(now)
    found = get_exemption_for(request.user, public_id, day=day)
    may_decide = may_decide_exemption(request.user, found, day=day)
    form = proposal_doors.decide(request, found, actions, may_decide=may_decide, at=now)
    if form is None:
        return redirect("compliance:exemption", public_id=public_id)
    standing = standing_of(found, day=day)
    context = {
        "exemption": found,
        "standing": standing,
        "form": form,
        "may_decide": may_decide and standing == "proposed",
        "may_withdraw": standing == "proposed" and found.proposed_by_id == request.user.pk,
        "may_end": standing in ("in_force", "planned") and may_end_exemption(request.user, found, day=day),
    }
    return render(request, "compliance/exemption.html", context)


@login_required
@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take one's own proposal back."""
    now = clock.now()
    found = get_exemption_for(request.user, public_id, day=clock.local_day(now))
    done = _("The proposal is withdrawn. The requirement stands.")
    proposal_doors.withdraw(request, found, actions, done=done, at=now)
    return redirect("compliance:exemption", public_id=public_id)


@login_required
@require_POST
def end(request: HttpRequest, public_id: str) -> HttpResponse:
    """End an exemption from today on."""
    now = clock.now()
    day = clock.local_day(now)
    found = get_exemption_for(request.user, public_id, day=day)
    may_end = may_end_exemption(request.user, found, day=day)
    done = _("Ended. From today on the requirement counts again.")
    proposal_doors.end_early(request, found, actions, may_end=may_end, done=done, at=now)
    return redirect("compliance:exemption", public_id=public_id)
