"""Ask for reports, watch them being made, fetch, retry and delete them."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from compliance.actions.reports import KEPT, ReportWish, discard_report, request_report, retry_report
from compliance.forms.filters import ReportForm
from compliance.permissions import coverage_units, get_report_for, may_see_coverage, visible_reports
from compliance.queries.reports import with_states
from core import audit, clock
from core.errors import Refusal

PAGE_SIZE = 20


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def reports(request: HttpRequest) -> HttpResponse:
    """List my reports, page by page, and take a new wish; an address may fill the form in."""
    now = clock.now()
    today = clock.local_day(now)
    if not may_see_coverage(request.user, day=today):
        raise PermissionDenied
    units = coverage_units(request.user, day=today)
    form = ReportForm(request.POST or None, units=units, today=today, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        language = get_language() or "zh-hans"
        request_report(ReportWish(**form.cleaned_data), language=language, actor=request.user, at=now)
        messages.success(request, _("The report is being made. It stands below when it is done."))
        return redirect("compliance:reports")
    mine = visible_reports(request.user).select_related("unit", "job_role", "credential").order_by("-pk")
    page = Paginator(mine, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = with_states(page.object_list)
    context = {"form": form, "page": page, "reports": rows, "kept_days": KEPT.days}
    return render(request, "compliance/reports.html", context)


@login_required
@never_cache
@require_GET
def download(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send the file of one's own report, and note that it was fetched."""
    now = clock.now()
    report = get_report_for(request.user, public_id, day=clock.local_day(now))
    if not report.file:
        messages.info(request, _("This report has no file yet. It stands below when it is done."))
        return redirect("compliance:reports")
    data = {"rows": report.row_count, "sha256": report.file_sha256}
    audit.record(action="compliance.report_fetched", actor=request.user, target=report, at=now, data=data)
    name = f"{report.kind}-{report.as_of}.{report.format}"
    return FileResponse(report.file.open("rb"), as_attachment=True, filename=name)


@login_required
@require_POST
def retry(request: HttpRequest, public_id: str) -> HttpResponse:
    """Have one's own failed report made once more."""
    now = clock.now()
    report = get_report_for(request.user, public_id, day=clock.local_day(now))
    try:
        retry_report(report, actor=request.user, at=now)
    except Refusal as refusal:
        messages.warning(request, refusal.message)
    return redirect("compliance:reports")


@login_required
@require_POST
def discard(request: HttpRequest, public_id: str) -> HttpResponse:
    """Delete the file of one's own report."""
    now = clock.now()
    report = get_report_for(request.user, public_id, day=clock.local_day(now))
    try:
        discard_report(report, actor=request.user, at=now)
        messages.success(request, _("The report was deleted. You can ask for it again for the same day."))
    except Refusal as refusal:
        messages.warning(request, refusal.message)
    return redirect("compliance:reports")
