"""Ask for reports and fetch them; change the training matrix."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from compliance.actions import requirements as actions
from compliance.actions.reports import request_report
from compliance.forms.filters import ReportForm, RequirementForm
from compliance.models import Requirement
from compliance.permissions import (
    coverage_units,
    get_report_for,
    may_change_matrix,
    may_see_coverage,
    visible_reports,
)
from core import audit, clock
from core.errors import Refusal


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def reports(request: HttpRequest) -> HttpResponse:
    """List my reports and take a new wish."""
    now = clock.now()
    today = clock.local_day(now)
    if not may_see_coverage(request.user, day=today):
        raise PermissionDenied
    units = coverage_units(request.user, day=today)
    form = ReportForm(request.POST or None, units=units, today=today)
    if request.method == "POST" and form.is_valid():
        language = get_language() or "zh-hans"
        request_report(**form.cleaned_data, language=language, actor=request.user, at=now)
        messages.success(request, _("The report is being made. It stands below when it is done."))
        return redirect("compliance:reports")
    rows = visible_reports(request.user).select_related("unit").order_by("-pk")[:50]
    return render(request, "compliance/reports.html", {"form": form, "reports": rows})


@login_required
@never_cache
@require_GET
def download(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send the file of one's own report, and note that it was fetched."""
    now = clock.now()
    report = get_report_for(request.user, public_id, day=clock.local_day(now))
    if not report.file:
        messages.info(request, _("This report is not done yet. Reload in a moment."))
        return redirect("compliance:reports")
    data = {"rows": report.row_count, "sha256": report.file_sha256}
    audit.record(action="compliance.report_fetched", actor=request.user, target=report, at=now, data=data)
    name = f"{report.kind}-{report.as_of}.{report.format}"
    return FileResponse(report.file.open("rb"), as_attachment=True, filename=name)


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
