"""Credentials: what can be earned, by what, and for how long."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from certificates.actions import credentials
from certificates.errors import CredentialRefused
from compliance.actions.credentials import change
from compliance.forms.credentials import CredentialForm, as_typed
from compliance.permissions import may_change_credentials, may_see_credentials
from compliance.queries.credentials import for_list
from core import clock
from core.errors import Refusal
from exams.permissions import may_see_bank


@login_required
@never_cache
@require_GET
def table(request: HttpRequest) -> HttpResponse:
    """List what can be earned, with who needs it and who holds it."""
    day = clock.local_day(clock.now())
    if not may_see_credentials(request.user, day=day):
        raise PermissionDenied
    text = request.GET.get("q", "")
    rows = for_list(day=day, text=text)
    may_change = may_change_credentials(request.user, day=day)
    return render(request, "compliance/credentials.html", {"rows": rows, "text": text, "may_change": may_change})


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Let something new be earned."""
    now = clock.now()
    if not may_change_credentials(request.user, day=clock.local_day(now)):
        raise PermissionDenied
    form = CredentialForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            credentials.add(form.rule(), actor=request.user, at=now)
        except CredentialRefused as refusal:
            form.add_faults(refusal.data["faults"])
        else:
            messages.success(request, _("Added. Whoever meets its rule from now on earns it."))
            return redirect("compliance:credentials")
    context = {"form": form, "credential": None, "lacks": form.lacks()}
    context["sees_bank"] = may_see_bank(request.user, day=clock.local_day(now))
    return render(request, "compliance/credential.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change what counts from now on."""
    now = clock.now()
    day = clock.local_day(now)
    if not may_change_credentials(request.user, day=day):
        raise PermissionDenied
    credential = get_object_or_404(for_list(day=day), code=code)
    form = CredentialForm(request.POST or None, initial=as_typed(credential))
    if request.method == "POST" and form.is_valid():
        try:
            change(credential, rule=form.rule(), actor=request.user, at=now)
        except CredentialRefused as refusal:
            form.add_faults(refusal.data["faults"])
        except Refusal as refusal:
            form.add_error("is_active", refusal.message)
        else:
            messages.success(request, _("Changed. It counts from now on; issued certificates stay as they are."))
            return redirect("compliance:credentials")
    return render(request, "compliance/credential.html", {"form": form, "credential": credential})
