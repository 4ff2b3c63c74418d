"""The audit trail for those who watch over it, and for everybody one's own part of it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from compliance.exports import trail as sheet
from compliance.forms.trail import OwnTrailForm, TrailForm
from compliance.permissions import may_see_trail, visible_events
from compliance.queries.trail import matching, on_file_of
from compliance.queries.trail_words import told
from core import audit, clock
from core.models import AuditEvent
from core.sheets import table_answer

PAGE_SIZE = 50
MOST_ROWS = 20_000  # of a file made while somebody waits: some seconds


def _chosen(request: HttpRequest) -> tuple[TrailForm, QuerySet[AuditEvent]]:
    today = clock.local_day(clock.now())
    if not may_see_trail(request.user, day=today):
        raise PermissionDenied
    form = TrailForm(request.GET, today=today)
    return form, matching(visible_events(request.user, day=today), form.wanted())


@login_required
@never_cache
@require_GET
def trail(request: HttpRequest) -> HttpResponse:
    """List what was done, found and narrowed, the newest first."""
    form, events = _chosen(request)
    page = Paginator(events, PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {"form": form, "page": page, "rows": list(told(page)), "query": query.urlencode()}
    return render(request, "compliance/trail.html", context)


@login_required
@never_cache
@require_GET
def trail_file(request: HttpRequest, kind: str) -> HttpResponse:
    """Send the same events, all pages of them, and note that they were taken."""
    _form, events = _chosen(request)
    count = events.count()
    if count > MOST_ROWS:
        messages.error(
            request, _("These are too many events for one file. Choose a shorter period, or narrow them.")
        )
        return redirect(f"{reverse('compliance:trail')}?{request.GET.urlencode()}")
    now = clock.now()
    found = list(events)
    data = {"rows": count, "chosen": request.GET.dict()}
    audit.record(action="compliance.trail_exported", actor=request.user, target=request.user, at=now, data=data)
    name = f"audit-{clock.local_day(now)}"
    return table_answer(
        name, kind=kind, title=_("Audit trail"), columns=sheet.columns(), rows=sheet.rows(told(found))
    )


@login_required
@never_cache
@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """List what others did with one's record, or what one did oneself."""
    form = OwnTrailForm(request.GET)
    page = Paginator(on_file_of(request.user, is_by=form.is_by), PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "rows": list(told(page)),
        "query": query.urlencode(),
        "is_by": form.is_by,
    }
    return render(request, "compliance/own_trail.html", context)
