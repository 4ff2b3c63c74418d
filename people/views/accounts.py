"""Accounts: find them, switch them off and on, take a lost second factor away."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from core import clock
from core.errors import Refusal
from core.sheets import xlsx_answer
from people.actions import account_states as actions
from people.actions import exports as export_notes
from people.exports import accounts as sheet
from people.forms.accounts import AccountsFilterForm, ReasonForm
from people.models import User
from people.models.user import ACCOUNT_STATE_LABELS
from people.permissions.accounts import (
    get_account_for,
    may_keep_accounts,
    may_reset_second_factor,
    may_switch_account,
    visible_accounts,
)
from people.queries.accounts import Wanted, matching

PAGE_SIZE = 50
ACTS = {
    "off": (actions.switch_off, may_switch_account),
    "on": (actions.switch_on, may_switch_account),
    "factor": (actions.reset_second_factor, may_reset_second_factor),
}


def _chosen(request: HttpRequest) -> tuple[AccountsFilterForm, QuerySet[User]]:
    day = clock.local_day(clock.now())
    if not may_keep_accounts(request.user, day=day):
        raise PermissionDenied
    form = AccountsFilterForm(request.GET or None)
    return form, matching(visible_accounts(request.user, day=day), form.wanted())


@login_required
@never_cache
@require_GET
def accounts(request: HttpRequest) -> HttpResponse:
    """List the accounts, found and narrowed, page by page."""
    form, rows = _chosen(request)
    query = request.GET.copy()
    query.pop("page", None)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "query": query.urlencode(), "labels": dict(ACCOUNT_STATE_LABELS)}
    return render(request, "people/accounts.html", context)


@login_required
@never_cache
@require_GET
def accounts_file(request: HttpRequest) -> HttpResponse:
    """Send the same list as a sheet, and note that it was taken."""
    _form, rows = _chosen(request)
    now, found = clock.now(), list(rows)
    export_notes.note("accounts", count=len(found), chosen=request.GET.dict(), actor=request.user, at=now)
    name = f"accounts-{clock.local_day(now)}.xlsx"
    return xlsx_answer(name, title=_("Accounts"), columns=sheet.columns(), rows=sheet.rows(found))


@login_required
@never_cache
@require_GET
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one account, what it may do, and what may be done to it."""
    day = clock.local_day(clock.now())
    row = get_account_for(request.user, pk, day=day)
    found = matching(User.objects.filter(pk=row.pk), Wanted()).get()
    context = {
        "account": found,
        "state": dict(ACCOUNT_STATE_LABELS)[found.state],
        "grants": row.grants.select_related("unit").order_by("-starts_on", "pk"),
        "may_switch": may_switch_account(request.user, row, day=day),
        "may_reset": found.has_second_factor and may_reset_second_factor(request.user, row, day=day),
        "form": ReasonForm(auto_id="off_%s"),
        "factor_form": ReasonForm(auto_id="factor_%s"),
    }
    return render(request, "people/account_kept.html", context)


@login_required
@require_POST
def change(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Switch an account off or on, or take its second factor away; always with a reason."""
    now = clock.now()
    day = clock.local_day(now)
    row = get_account_for(request.user, pk, day=day)
    act, may = ACTS[what]
    if not may(request.user, row, day=day):
        raise PermissionDenied
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write the reason; nothing was changed."))
        return redirect("people:account_kept", pk=pk)
    try:
        act(row, reason=form.cleaned_data["reason"], actor=request.user, at=now)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The account is changed, and the reason is on record."))
    return redirect("people:account_kept", pk=pk)
