"""Files of items: say what one would hold, have it made, fetch it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import clock
from exams.actions import item_exports as actions
from exams.enums import BankFormat
from exams.exports.item_file import kept_out_of
from exams.forms.item_exports import ItemExportForm
from exams.permissions import visible_areas, visible_items
from exams.permissions.exchange import ask_for_exchange, get_export_for, visible_exports
from exams.queries.exchange_words import words_of
from exams.queries.item_exports import chosen, exports_of, failed_keys

PAGE_SIZE = 20
REASONS_SHOWN = 100


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def exports(request: HttpRequest) -> HttpResponse:
    """Say what a file would hold and what not; on the second press, have it made."""
    now = clock.now()
    day = clock.local_day(now)
    ask_for_exchange(request.user, day=day)
    given = request.POST or request.GET
    form = ItemExportForm(given if "file_format" in given else None, areas=visible_areas(request.user, day=day))
    preview = None
    if form.is_bound and form.is_valid():
        kind = form.cleaned_data["file_format"]
        if request.method == "POST":
            actions.request_export(file_format=kind, **form.wish(), actor=request.user, at=now)
            messages.success(request, _("The file is being made. It stands below when it is done."))
            return redirect("exams:exports")
        preview = _preview(request, form, kind)
    page = Paginator(exports_of(visible_exports(request.user, day=day)), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    context = {"form": form, "preview": preview, "page": page, "failed": failed_keys(page.object_list)}
    return render(request, "exams/exports.html", context)


def _preview(request: HttpRequest, form: ItemExportForm, kind: str) -> dict[str, object]:
    items = chosen(visible_items(request.user, day=clock.local_day(clock.now())), **form.wish())
    kept_out = kept_out_of(BankFormat(kind), items)
    reasons = [(entry.code, words_of(entry.reason)) for entry in kept_out[:REASONS_SHOWN]]
    return {"held": len(items) - len(kept_out), "kept_out": len(kept_out), "reasons": reasons}


@login_required
@never_cache
@require_GET
def export(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say what a file holds and what was kept out of it."""
    row = get_export_for(request.user, public_id, day=clock.local_day(clock.now()))
    reasons = [(code, words_of(reason)) for code, reason in row.kept_out]
    page = Paginator(reasons, 100).get_page(request.GET.get("page"))
    return render(request, "exams/export.html", {"export": row, "page": page})


@login_required
@never_cache
@require_GET
def download(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send one's own file, and note that it was fetched."""
    now = clock.now()
    row = get_export_for(request.user, public_id, day=clock.local_day(now))
    if not row.file:
        messages.info(request, _("This file is not made yet. It stands below when it is done."))
        return redirect("exams:exports")
    actions.note_fetched(row, actor=request.user, at=now)
    name = f"annuan-items-{row.format}-{row.requested_at:%Y%m%d}.{row.file.name.rsplit('.', 1)[-1]}"
    return FileResponse(row.file.open("rb"), as_attachment=True, filename=name)


@login_required
@require_POST
def retry(request: HttpRequest, public_id: str) -> HttpResponse:
    """Have one's own failed file made anew."""
    now = clock.now()
    row = get_export_for(request.user, public_id, day=clock.local_day(now))
    if not actions.retry(row, actor=request.user, at=now):
        messages.warning(request, _("Nothing has failed here."))
    return redirect("exams:exports")
