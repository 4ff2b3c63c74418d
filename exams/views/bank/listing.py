"""The item bank as a list: found, narrowed, sorted, taken along, and changed many at a time."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from core import clock
from core.sheets import write_xlsx
from exams.actions import bulk
from exams.exports.bank import bank_cells, bank_columns
from exams.forms.bank import BankFilterForm, BulkForm
from exams.models import ItemVersion
from exams.permissions import kept_areas, may_see_bank, visible_areas, visible_items
from exams.queries.bank import bank_rows, matching_items
from exams.queries.bank_counts import bank_counts
from exams.queries.bank_item import fixing_exams
from people.models import User

PAGE_SIZE = 50
MOST_EXPORTED = 20_000


def ask_for_bank(user: User, *, day: date) -> None:
    """Let in who may see the bank; Http404 for all others, who are not told that there is one."""
    if not may_see_bank(user, day=day):
        raise Http404


def _found(user: User, data: QueryDict, *, day: date) -> tuple[BankFilterForm, QuerySet[ItemVersion]]:
    form = BankFilterForm(data or None, areas=visible_areas(user, day=day))
    return form, matching_items(visible_items(user, day=day), form.wanted(), day=day)


@login_required
@never_cache
@require_GET
def items(request: HttpRequest) -> HttpResponse:
    """List the items that one may read, page by page."""
    day = clock.local_day(clock.now())
    ask_for_bank(request.user, day=day)
    form, found = _found(request.user, request.GET, day=day)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    areas, seen = kept_areas(request.user, day=day), visible_items(request.user, day=day)
    context = {
        "form": form,
        "page": page,
        "rows": bank_rows(page.object_list, items=seen, day=day),
        "counts": bank_counts(seen, user=request.user, day=day),
        "query": query.urlencode(),
        "bulk": BulkForm(areas=areas),
        "may_write": areas.exists(),
    }
    return render(request, "exams/bank/items.html", context)


@login_required
@never_cache
@require_GET
def items_file(request: HttpRequest) -> HttpResponse:
    """Send the same list as a sheet, without keys, and note who took it."""
    now = clock.now()
    day = clock.local_day(now)
    ask_for_bank(request.user, day=day)
    _form, found = _found(request.user, request.GET, day=day)
    rows = bank_rows(found[:MOST_EXPORTED], items=visible_items(request.user, day=day), day=day)
    bulk.note_export(actor=request.user, at=now, query=request.GET.urlencode(), count=len(rows))
    name = f"items-{day}.xlsx"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        zone = ZoneInfo(settings.TIME_ZONE)
        write_xlsx(path, title=_("Item bank"), columns=bank_columns(), rows=bank_cells(rows), zone=zone)
        return FileResponse(path.open("rb"), as_attachment=True, filename=name)


@login_required
@never_cache
@require_POST
def many(request: HttpRequest) -> HttpResponse:
    """Do one thing with the items that are ticked, and say for each what became of it."""
    now = clock.now()
    day = clock.local_day(now)
    ask_for_bank(request.user, day=day)
    query = request.POST.get("query", "")
    back = f"{reverse('exams:bank')}?{query}" if query else reverse("exams:bank")
    chosen = visible_items(request.user, day=day).filter(code__in=request.POST.getlist("item"))
    form = BulkForm(request.POST, areas=kept_areas(request.user, day=day))
    verb = request.POST.get("verb", "")
    if not chosen or verb not in bulk.VERBS or not form.is_valid():
        messages.error(request, _("Tick at least one item and choose what to do. Nothing was changed."))
        return redirect(back)
    if verb in bulk.ASK_FIRST and "sure" not in request.POST:
        asked = {"chosen": chosen, "verb": verb, "query": query, "back": back}
        fixed_in = fixing_exams(chosen) if verb == "retire" else []
        return render(request, "exams/bank/confirm.html", {**asked, "fixed_in": fixed_in})
    keeps = set(chosen.filter(area__in=kept_areas(request.user, day=day)).values_list("pk", flat=True))
    order = bulk.Order(verb, roles=list(form.cleaned_data["roles"]), area=form.cleaned_data["area"])
    outcomes = bulk.apply(list(chosen.order_by("code")), order, keeps=keeps, actor=request.user, at=now)
    done = sum(outcome.is_done for outcome in outcomes)
    text = ngettext("Done for %(count)d item.", "Done for %(count)d items.", done) % {"count": done}
    (messages.success if done == len(outcomes) else messages.warning)(request, text)
    return render(request, "exams/bank/outcomes.html", {"outcomes": outcomes, "back": back})
