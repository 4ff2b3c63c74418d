"""One roster: what it does, how far the worker is, and what may be done with it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import clock
from core.doors import tell
from core.errors import Refusal
from core.sheets import xlsx_answer
from people.actions import roster_undo, roster_uploads
from people.exports.roster_lines import fault_rows, fault_sheet_columns, line_columns, line_rows
from people.forms.rosters import ApplyForm, LineFilterForm
from people.models import RosterUpload
from people.queries.roster_undo import newest_import, undo_view
from people.queries.roster_uploads import faults_of, lines_of, progress_of
from people.queries.roster_words import described_faults, described_lines
from people.views.rosters import importers_only

PAGE_SIZE = 50


def _upload(request: HttpRequest, public_id: str) -> RosterUpload:
    importers_only(request)
    return get_object_or_404(RosterUpload.objects.select_related("uploaded_by", "undone_by"), public_id=public_id)


@login_required
@never_cache
@require_GET
def roster(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what a file does, row by row, or every error with its cure."""
    row = _upload(request, public_id)
    form = LineFilterForm(request.GET or None)
    is_faulty = bool(row.outcome.get("error_count"))
    rows = faults_of(row) if is_faulty else lines_of(row, **form.wanted())
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "upload": row,
        "progress": progress_of(row),
        "page": page,
        "rows": list(described_faults(page) if is_faulty else described_lines(page)),
        "form": form,
        "query": query.urlencode(),
        "may_undo": row.state == "applied" and newest_import() == row,
    }
    return render(request, "people/roster.html", context)


@login_required
@never_cache
@require_GET
def progress(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show how far the worker is, as a piece of the page; empty once it has nothing to do."""
    row = _upload(request, public_id)
    return render(request, "people/_roster_progress.html", {"upload": row, "progress": progress_of(row)})


@login_required
@require_POST
def apply(request: HttpRequest, public_id: str) -> HttpResponse:
    """Apply a checked file; one that ends many employments wants the count typed."""
    row = _upload(request, public_id)
    form = ApplyForm(request.POST)
    count = form.cleaned_data["confirmed_ended"] if form.is_valid() else None
    if row.outcome.get("is_held") and count != row.out_of_post:
        messages.error(request, _("Type the exact number of those who leave or move. Nothing was changed."))
    else:
        done = roster_uploads.want_applied(row, confirmed_ended=count, actor=request.user, at=clock.now())
        tell(request, done=done, no=_("This roster is not waiting to be applied."))
    return redirect("people:roster", public_id=public_id)


@login_required
@require_POST
def cancel(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give up a file that was not applied, or work on it that failed."""
    done = roster_uploads.cancel(_upload(request, public_id), actor=request.user, at=clock.now())
    tell(
        request, done=done, yes=_("Cancelled. Nothing was changed."), no=_("It is too late to cancel this roster.")
    )
    return redirect("people:roster", public_id=public_id)


@login_required
@require_POST
def retry(request: HttpRequest, public_id: str) -> HttpResponse:
    """Have the worker try anew what failed."""
    done = roster_uploads.retry(_upload(request, public_id), actor=request.user, at=clock.now())
    tell(request, done=done, no=_("Nothing has failed here."))
    return redirect("people:roster", public_id=public_id)


@login_required
@require_POST
def again(request: HttpRequest, public_id: str) -> HttpResponse:
    """Check the same file anew, against the records as they are now."""
    row = roster_uploads.upload_again(_upload(request, public_id), actor=request.user, at=clock.now())
    return redirect("people:roster", public_id=row.public_id)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what an undo of this import would do; then do it."""
    row = _upload(request, public_id)
    if request.method == "POST":
        try:
            roster_undo.want_undone(row, actor=request.user, at=clock.now())
        except Refusal as refusal:
            messages.error(request, refusal.message)
        return redirect("people:roster", public_id=public_id)
    may_undo = row.state == "applied" and newest_import() == row
    context = {"upload": row, "may_undo": may_undo, "effect": undo_view(row) if may_undo else None}
    return render(request, "people/roster_undo.html", context)


@login_required
@never_cache
@require_GET
def lines_file(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send the lines that the filter leaves, as a sheet."""
    row = _upload(request, public_id)
    rows = line_rows(row, **LineFilterForm(request.GET).wanted())
    return xlsx_answer("roster-preview.xlsx", title=_("What changes"), columns=line_columns(), rows=rows)


@login_required
@never_cache
@require_GET
def faults_file(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send every wrong cell with its cure, as a sheet."""
    row = _upload(request, public_id)
    return xlsx_answer(
        "roster-errors.xlsx", title=_("Errors"), columns=fault_sheet_columns(), rows=fault_rows(row)
    )
