"""Show and change the training matrix."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from compliance.actions import requirements as actions
from compliance.exports import matrix as sheet
from compliance.forms.matrix import MatrixFilterForm, RequirementForm
from compliance.models import Requirement
from compliance.permissions import may_change_credentials, may_change_matrix, may_see_coverage
from compliance.queries.requirements import matching
from core import clock
from core.errors import Refusal
from core.sheets import xlsx_answer
from people.actions import exports as export_notes

PAGE_SIZE = 100


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
            except Refusal as refusal:
                form.add_error(None, refusal.message)
            else:
                messages.success(request, _("Required. Whoever lacks it is enrolled."))
                return redirect("compliance:matrix")
    filters = MatrixFilterForm(request.GET, auto_id="find_%s")
    query = request.GET.copy()
    query.pop("page", None)
    page = Paginator(matching(filters.wanted(), day=today), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "filters": filters,
        "page": page,
        "query": query.urlencode(),
        "may_change": may_change,
    }
    if not page.paginator.count:
        context |= form.lacks() | {"may_change_credentials": may_change_credentials(request.user, day=today)}
    return render(request, "compliance/matrix.html", context)


@login_required
@never_cache
@require_GET
def matrix_file(request: HttpRequest) -> HttpResponse:
    """Send the same list, all pages of it, as a sheet, and note that it was taken."""
    now = clock.now()
    today = clock.local_day(now)
    if not may_see_coverage(request.user, day=today):
        raise PermissionDenied
    found = list(matching(MatrixFilterForm(request.GET).wanted(), day=today))
    export_notes.note("matrix", count=len(found), chosen=request.GET.dict(), actor=request.user, at=now)
    return xlsx_answer(
        f"matrix-{today}.xlsx", title=_("Training matrix"), columns=sheet.columns(), rows=sheet.rows(found)
    )


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
    messages.success(request, _("Ended. Nobody new needs it for this job role; the past stays as it was."))
    return redirect("compliance:matrix")
