"""Roster import: template, upload, preview, confirm."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import clock
from people.actions import roster_uploads
from people.enums import Right
from people.exports.roster_template import write_template
from people.models import RosterUpload
from people.permissions import has_right
from people.queries.faults import described


class UploadForm(forms.Form):
    """One roster file."""

    file = forms.FileField(label=gettext_lazy("Roster, XLSX or CSV"))


def _hr_only(request: HttpRequest) -> None:
    if not has_right(request.user, Right.HR, day=clock.local_day(clock.now())):
        raise PermissionDenied


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def rosters(request: HttpRequest) -> HttpResponse:
    """List the rosters uploaded so far, and take a new one."""
    _hr_only(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        row = roster_uploads.upload(form.cleaned_data["file"], actor=request.user, at=clock.now())
        return redirect("people:roster", public_id=row.public_id)
    uploads = RosterUpload.objects.select_related("uploaded_by").order_by("-pk")[:50]
    return render(request, "people/rosters.html", {"form": form, "uploads": uploads})


@login_required
@never_cache
@require_GET
def roster(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what a file would do, row by row, or every error with its cure."""
    _hr_only(request)
    row = get_object_or_404(RosterUpload, public_id=public_id)
    faults = described(row.outcome.get("errors", []))
    return render(request, "people/roster.html", {"upload": row, "faults": faults})


@login_required
@require_POST
def apply(request: HttpRequest, public_id: str) -> HttpResponse:
    """Apply a checked file; one that ends many employments wants the count typed."""
    _hr_only(request)
    row = get_object_or_404(RosterUpload, public_id=public_id)
    typed = request.POST.get("confirmed_ended", "").strip()
    count = int(typed) if typed.isascii() and typed.isdigit() else None
    if row.outcome.get("is_held") and count != row.outcome["counts"]["ended"]:
        messages.error(request, _("Type the exact number of employments that end. Nothing was changed."))
    elif not roster_uploads.want_applied(row, confirmed_ended=count, actor=request.user, at=clock.now()):
        messages.warning(request, _("This roster is not waiting to be applied."))
    return redirect("people:roster", public_id=public_id)


@login_required
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """Download the template with its drop-downs."""
    _hr_only(request)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.xlsx"
        write_template(path)
        return FileResponse(path.open("rb"), as_attachment=True, filename="annuan-roster.xlsx")
