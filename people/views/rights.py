"""Who holds which right: look, give, end, decide."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from core import clock
from core.errors import Refusal
from core.sheets import xlsx_answer
from people.actions import exports as export_notes
from people.actions import grants as actions
from people.domain.granting import TAKES_TWO, may_decide, may_end
from people.enums import Right
from people.exports import rights as sheet
from people.forms.rights import EndRightForm, GiveRightForm, RightsFilterForm
from people.models import RoleGrant
from people.models.person import RIGHT_LABELS
from people.permissions import (
    MAY_SEE_GRANTS,
    get_grant_for,
    get_proposal_for,
    may_give_rights,
    may_see_grants,
    visible_grants,
    visible_proposals,
    visible_units,
)
from people.queries.grants import for_list, matching, rights_by_unit, rights_over, waiting

PAGE_SIZE = 50


def _chosen(request: HttpRequest) -> tuple[RightsFilterForm, QuerySet[RoleGrant]]:
    day = clock.local_day(clock.now())
    if not may_see_grants(request.user, day=day):
        raise PermissionDenied
    form = RightsFilterForm(request.GET or None, units=visible_units(request.user, *MAY_SEE_GRANTS, day=day))
    return form, for_list(matching(visible_grants(request.user, day=day), form.wanted(), day=day))


@login_required
@never_cache
@require_GET
def rights(request: HttpRequest) -> HttpResponse:
    """List the dated rights, found and narrowed, page by page, and what waits for a second person."""
    form, rows = _chosen(request)
    day = clock.local_day(clock.now())
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "may_end": _endable(request, page.object_list, day),
        "query": query.urlencode(),
        "proposals": waiting(visible_proposals(request.user, day=day)),
        "may_give": may_give_rights(request.user, day=day),
        "day": day,
    }
    return render(request, "people/rights.html", context)


def _endable(request: HttpRequest, grants: Iterable[RoleGrant], day: date) -> set[int]:
    held, me = rights_by_unit(request.user, day=day), request.user.pk
    return {
        grant.pk
        for grant in grants
        if may_end(Right(grant.right), holder=held.get(grant.unit_id, set()), is_own=grant.user_id == me)
    }


@login_required
@never_cache
@require_GET
def rights_file(request: HttpRequest) -> HttpResponse:
    """Send the same list as a sheet, and note that it was taken."""
    _form, rows = _chosen(request)
    now, found = clock.now(), list(rows)
    export_notes.note("rights", count=len(found), chosen=request.GET.dict(), actor=request.user, at=now)
    name = f"rights-{clock.local_day(now)}.xlsx"
    return xlsx_answer(name, title=_("Rights"), columns=sheet.columns(), rows=sheet.rows(found))


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def give(request: HttpRequest) -> HttpResponse:
    """Give a right in two steps: what was typed is shown with the receiver's name before anything is done."""
    now = clock.now()
    day = clock.local_day(now)
    if not may_give_rights(request.user, day=day):
        raise PermissionDenied
    first = {"employee_no": request.GET.get("employee_no", "")}
    form = GiveRightForm(request.POST or None, initial=first, giver=request.user, day=day)
    if form.is_bound and "confirmed" in request.POST and form.is_valid() and _given(request, form):
        return redirect("people:rights")
    context: dict[str, object] = {"form": form}
    if form.is_bound and "change" not in request.POST and form.is_valid():
        right = form.cleaned_data["right"]
        context |= {"is_ready": True, "takes_two": right in TAKES_TWO, "right_label": dict(RIGHT_LABELS)[right]}
    return render(request, "people/right_give.html", context)


def _given(request: HttpRequest, form: GiveRightForm) -> bool:
    data = {name: value for name, value in form.cleaned_data.items() if name != "employee_no"}
    try:
        row = actions.give(data.pop("user"), **data, actor=request.user, at=clock.now())
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return False
    if isinstance(row, RoleGrant):
        messages.success(request, _("The right is given. It holds from its first day on."))
    else:
        messages.success(request, _("The right is proposed. It holds once a second administrator approves it."))
    return True


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a right at once or after a day."""
    now = clock.now()
    day = clock.local_day(now)
    grant = get_grant_for(request.user, pk, day=day)
    holder = rights_over(request.user, grant.unit, day=day)
    if not may_end(Right(grant.right), holder=holder, is_own=grant.user_id == request.user.pk):
        raise PermissionDenied
    form = EndRightForm(request.POST or None, initial={"last_day": day})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end(grant, **form.cleaned_data, actor=request.user, at=now)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The end of the right is set."))
            return redirect("people:rights")
    return render(request, "people/right_end.html", {"form": form, "grant": grant})


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a proposed right; a second administrator decides, the proposer may withdraw it."""
    now = clock.now()
    day = clock.local_day(now)
    row = get_proposal_for(request.user, pk, day=day)
    is_proposer = row.proposed_by_id == request.user.pk
    decides = may_decide(
        decider=rights_over(request.user, row.unit, day=day),
        is_receiver=row.user_id == request.user.pk,
        is_proposer=is_proposer,
    )
    if request.method == "POST":
        if not decides and not is_proposer:
            raise PermissionDenied
        return _decided(request, pk)
    context = {"proposal": row, "may_decide": decides, "is_proposer": is_proposer}
    return render(request, "people/right_proposal.html", context)


def _decided(request: HttpRequest, pk: int) -> HttpResponse:
    now = clock.now()
    row = get_proposal_for(request.user, pk, day=clock.local_day(now))
    act = actions.approve if request.POST.get("decision") == "approve" else actions.decline
    try:
        act(row, actor=request.user, at=now)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("people:proposal", pk=pk)
    messages.success(request, _("Your decision is recorded."))
    return redirect("people:rights")
