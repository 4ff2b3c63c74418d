"""Files of items: the list, the upload, the preview, and what may be done with it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import clock
from core.doors import tell
from core.sheets import xlsx_answer
from exams.actions import item_imports as actions
from exams.exports.import_remarks import remark_columns, remark_rows
from exams.exports.item_template import write_items
from exams.forms.item_imports import ImportFilterForm, ImportLineForm, ItemFileForm
from exams.models import ImportPicture, ItemImport
from exams.permissions import kept_areas
from exams.permissions.exchange import ask_for_exchange, get_import_for, may_bring, visible_imports
from exams.queries.item_imports import described, lines_of, narrowed, progress_of, remarks_of, shown

PAGE_SIZE = 20
REMARKS_SHOWN = 200


def _import(request: HttpRequest, public_id: str) -> ItemImport:
    return get_import_for(request.user, public_id, day=clock.local_day(clock.now()))


def _own_import(request: HttpRequest, public_id: str) -> ItemImport:
    """Return an import for a deed that only those may do who write items."""
    row = _import(request, public_id)
    if not may_bring(request.user, day=clock.local_day(clock.now())):
        raise PermissionDenied
    return row


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """List the files brought so far, found and narrowed, page by page; take a new one."""
    now = clock.now()
    day = clock.local_day(now)
    ask_for_exchange(request.user, day=day)
    may = may_bring(request.user, day=day)
    if request.method == "POST" and not may:
        raise PermissionDenied
    areas = kept_areas(request.user, day=day)
    form = ItemFileForm(request.POST or None, request.FILES or None, areas=areas)
    if request.method == "POST" and form.is_valid():
        row = actions.upload(**form.cleaned_data, actor=request.user, at=now)
        return redirect("exams:import", public_id=row.public_id)
    filters = ImportFilterForm(request.GET or None)
    query = request.GET.copy()
    query.pop("page", None)
    rows = narrowed(visible_imports(request.user, day=day), **filters.wanted())
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form if may else None, "filters": filters, "page": page, "query": query.urlencode()}
    return render(request, "exams/imports.html", context)


@login_required
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """Download the table to fill in, with drop-downs, examples and an explanation."""
    ask_for_exchange(request.user, day=clock.local_day(clock.now()))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "annuan-items.xlsx"
        write_items(path, rows=[], is_chinese=(get_language() or "").startswith("zh"))
        return FileResponse(path.open("rb"), as_attachment=True, filename="annuan-items.xlsx")


@login_required
@never_cache
@require_GET
def import_(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what is wrong with a file, and its items as candidates would see them."""
    row = _import(request, public_id)
    form = ImportLineForm(request.GET or None)
    page = Paginator(lines_of(row, **form.wanted()), PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "upload": row,
        "progress": progress_of(row),
        "page": page,
        "shown_items": list(shown(page)),
        "remarks": list(described(remarks_of(row)[:REMARKS_SHOWN])),
        "form": form,
        "query": query.urlencode(),
        "pictures": reverse("exams:import", args=[row.public_id]) + "pictures/",
    }
    return render(request, "exams/import.html", context)


@login_required
@never_cache
@require_GET
def progress(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show how far the worker is, as a piece of the page; empty once it has nothing to do."""
    row = _import(request, public_id)
    return render(request, "exams/_import_progress.html", {"upload": row, "progress": progress_of(row)})


@login_required
@require_POST
def apply(request: HttpRequest, public_id: str) -> HttpResponse:
    """Bring the items of a checked file into the bank."""
    done = actions.want_applied(_own_import(request, public_id), actor=request.user, at=clock.now())
    tell(request, done=done, no=_("This file is not waiting to be imported."))
    return redirect("exams:import", public_id=public_id)


@login_required
@require_POST
def cancel(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give up a file that was not imported, or work on it that failed."""
    done = actions.cancel(_import(request, public_id), actor=request.user, at=clock.now())
    yes, no = _("Cancelled. The item bank is as it was."), _("It is too late to cancel this import.")
    tell(request, done=done, yes=yes, no=no)
    return redirect("exams:import", public_id=public_id)


@login_required
@require_POST
def retry(request: HttpRequest, public_id: str) -> HttpResponse:
    """Have the worker try anew what failed."""
    done = actions.retry(_import(request, public_id), actor=request.user, at=clock.now())
    tell(request, done=done, no=_("Nothing has failed here."))
    return redirect("exams:import", public_id=public_id)


@login_required
@require_POST
def again(request: HttpRequest, public_id: str) -> HttpResponse:
    """Check the same file anew, against the bank as it is now."""
    row = actions.upload_again(_own_import(request, public_id), actor=request.user, at=clock.now())
    return redirect("exams:import", public_id=row.public_id)


@login_required
@never_cache
@require_GET
def remarks_file(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send everything that is to be said of a file, with its cure, as a sheet."""
    row = _import(request, public_id)
    return xlsx_answer("import-remarks.xlsx", title=_("Remarks"), columns=remark_columns(), rows=remark_rows(row))


@login_required
@require_GET
def picture(request: HttpRequest, public_id: str, code: str) -> HttpResponseBase:
    """Send a picture of a checked file to who may see the file; one of the bank that it names leads there."""
    row = _import(request, public_id)
    found = ImportPicture.objects.filter(upload=row, code=code).first()
    if found is None:
        if row.state == "cancelled":
            raise Http404
        return redirect("exams:bank_picture", code=code)
    reply = FileResponse(found.file.open("rb"), content_type=found.content_type)
    reply["Cache-Control"] = "private, max-age=3600"
    reply["Content-Disposition"] = "inline"
    return reply
