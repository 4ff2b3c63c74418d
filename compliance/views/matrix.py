"""Show and change the training matrix."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from compliance.actions import requirements as actions
from compliance.forms.filters import RequirementForm
from compliance.models import Requirement
from compliance.permissions import may_change_matrix, may_see_coverage
from core import clock
from core.errors import Refusal


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def matrix(request: HttpRequest) -> HttpResponse:
    """Show the training matrix; those who may change it add requirements."""
    now = clock.now()
    today = clock.local_day(now)
    if not may_see_coverage(request.user, day=today):
        raise PermissionDenied
    may_change = may_change_matrix(request.user, day=today)
    form = RequirementForm(request.POST or None, initial={"starts_on": today})
    if request.method == "POST":
        if not may_change:
            raise PermissionDenied
        if form.is_valid():
            try:
                actions.require(**form.cleaned_data, actor=request.user, at=now)
                return redirect("compliance:matrix")
            except Refusal as refusal:
                form.add_error(None, refusal.message)
    rows = Requirement.objects.select_related("job_role", "credential").order_by(
        "job_role__code", "credential__code", "pk"
    )
    return render(request, "compliance/matrix.html", {"form": form, "rows": rows, "may_change": may_change})


@login_required
@require_POST
def end_requirement(request: HttpRequest, pk: int) -> HttpResponse:
    """End a requirement from tomorrow on."""
    now = clock.now()
    today = clock.local_day(now)
    if not may_see_coverage(request.user, day=today):
        raise PermissionDenied
    if not may_change_matrix(request.user, day=today):
        raise PermissionDenied
    actions.end(get_object_or_404(Requirement, pk=pk), first_day_without=today, actor=request.user, at=now)
    return redirect("compliance:matrix")
