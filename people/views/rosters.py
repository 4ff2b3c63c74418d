"""Rosters: the list, the upload, the template."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from core import clock
from people.actions import roster_uploads
from people.enums import Right
from people.errors import RosterNeedsWholeOrganisation
from people.exports.roster_template import write_template
from people.forms.rosters import UploadFilterForm, UploadForm
from people.permissions import has_right, may_import_rosters
from people.queries.roster_undo import newest_import
from people.queries.roster_uploads import for_list

PAGE_SIZE = 20


def importers_only(request: HttpRequest) -> None:
    """Stop everybody but human resources of the whole organisation; those of a part are told what to do."""
    day = clock.local_day(clock.now())
    if may_import_rosters(request.user, day=day):
        return
    if has_right(request.user, Right.HR, day=day):
        raise PermissionDenied from RosterNeedsWholeOrganisation()
    raise PermissionDenied


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def rosters(request: HttpRequest) -> HttpResponse:
    """List the rosters uploaded so far, found and narrowed, page by page; take a new one."""
    importers_only(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        row = roster_uploads.upload(form.cleaned_data["file"], actor=request.user, at=clock.now())
        return redirect("people:roster", public_id=row.public_id)
    filters = UploadFilterForm(request.GET or None)
    query = request.GET.copy()
    query.pop("page", None)
    page = Paginator(for_list(**filters.wanted()), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "filters": filters,
        "page": page,
        "query": query.urlencode(),
        "newest": newest_import(),
    }
    return render(request, "people/rosters.html", context)


@login_required
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """Download the template with its drop-downs."""
    importers_only(request)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.xlsx"
        write_template(path)
        return FileResponse(path.open("rb"), as_attachment=True, filename="annuan-roster.xlsx")
