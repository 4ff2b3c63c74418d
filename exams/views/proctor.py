"""What a proctor opens: sittings, the roster with identity checks, the start code."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from core import audit, clock
from core.errors import Refusal
from core.sheets import xlsx_answer
from exams.actions import sittings as actions
from exams.domain.start_code import start_code
from exams.exports.sittings import roster_columns, roster_rows, sitting_columns, sitting_rows
from exams.forms.proctor import METHODS, ExtensionForm, IdentityForm, RosterFilterForm
from exams.forms.schedule import SittingFilterForm
from exams.models import Sitting
from exams.permissions import (
    examined_attempts,
    kept_exams,
    may_change_roster,
    may_key,
    may_proctor,
    may_schedule,
)
from exams.permissions.conditions import may_set_conditions
from exams.permissions.sittings import get_sitting_for, visible_candidates, visible_sittings
from exams.queries.accommodations import accommodated
from exams.queries.record import newest_incidents
from exams.queries.roster import candidates_of, newest_scores, roster, standing_counts
from exams.queries.sittings import for_list, matching
from exams.queries.uncounted import waiting_by_attempt

PAGE_SIZE = 50
MOST_INCIDENTS = 20


@login_required
@never_cache
@require_GET
def sittings(request: HttpRequest) -> HttpResponse:
    """List the sittings that one proctors or schedules, found and narrowed, page by page."""
    now = clock.now()
    day = clock.local_day(now)
    form = SittingFilterForm(request.GET or None)
    mine, seen = visible_sittings(request.user, day=day), visible_candidates(request.user, day=day)
    rows = for_list(matching(mine, form.wanted(), at=now, among=seen) if form.is_bound else mine, among=seen)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "query": query.urlencode(),
        "may_schedule": may_schedule(request.user, day=day),
    }
    return render(request, "exams/sittings.html", context)


@login_required
@never_cache
@require_GET
def sittings_file(request: HttpRequest) -> HttpResponse:
    """Send the same list as a sheet."""
    now = clock.now()
    form = SittingFilterForm(request.GET)
    day = clock.local_day(now)
    mine, seen = visible_sittings(request.user, day=day), visible_candidates(request.user, day=day)
    rows = for_list(matching(mine, form.wanted(), at=now, among=seen), among=seen).prefetch_related("proctors")
    name = f"sittings-{clock.local_day(now)}.xlsx"
    return xlsx_answer(name, title=_("Sittings"), columns=sitting_columns(), rows=sitting_rows(rows, at=now))


@login_required
@never_cache
@require_GET
def sitting(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the roster: who was checked, who has started, who is done; and the start code while open."""
    now = clock.now()
    day = clock.local_day(now)
    held = get_sitting_for(request.user, public_id, day=day)
    live = _live(request, held, at=now)
    context = {
        **live,
        "may_key": held.mode == "paper" and may_key(request.user, held, day=day),
        "may_add": held.state != "closed" and may_change_roster(request.user, held, day=day),
        "may_change": held.state != "closed"
        and (live["runs_it"] or may_set_conditions(request.user, held, day=day)),
        "more_time": ExtensionForm(),
    }
    return render(request, "exams/sitting.html", context)


def _live(request: HttpRequest, held: Sitting, *, at: datetime) -> dict[str, Any]:
    """Return what changes while a sitting runs: code, counts, signals, and the rows that are looked at."""
    day = clock.local_day(at)
    runs_it = may_proctor(request.user, held)
    shows_code = runs_it and held.state == "open" and held.mode == "on_site"
    form = RosterFilterForm(request.GET)
    form.is_valid()
    text, show = form.cleaned_data.get("q", ""), form.cleaned_data.get("show", "")
    seen = visible_candidates(request.user, day=day)
    found = candidates_of(held, among=seen, text=text, show=show)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    given = accommodated(held, at=at, among=seen)
    keeps_exam = kept_exams(request.user, day=day).filter(pk=held.exam_id).exists()
    examined = examined_attempts(request.user, day=day).filter(sitting=held) if keeps_exam else None
    undecided = waiting_by_attempt(examined) if examined is not None else {}
    return {
        "sitting": held,
        "page": page,
        "rows": roster(list(page.object_list), sitting=held, at=at, accommodated=given, undecided=undecided),
        "undecided": sum(undecided.values()),
        "counts": standing_counts(held, among=seen),
        "short": given.short if held.state != "closed" else [],
        "filter": form,
        "query": query.urlencode(),
        "is_narrowed": bool(text or show),
        "runs_it": runs_it,
        "gives_time": runs_it and held.state != "planned" and held.mode != "paper",
        "code": start_code(secret=held.code_secret, at=at) if shows_code else "",
        "identity_form": IdentityForm(),
        "incidents": newest_incidents(held.pk, among=seen, most=MOST_INCIDENTS),
        "keeps_exam": keeps_exam,
    }


@login_required
@require_GET
def live(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send the parts of the page that change, and nothing where the asker has them as they are.

    They come without the token of forms, which the page adds itself: it differs each time, and they would too.
    """
    now = clock.now()
    held = get_sitting_for(request.user, public_id, day=clock.local_day(now))
    text = render_to_string("exams/sitting_live.html", _live(request, held, at=now))
    etag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    is_known = request.headers.get("If-None-Match") == etag
    reply = HttpResponse(status=304) if is_known else HttpResponse(text)
    reply.headers["ETag"], reply.headers["Cache-Control"] = etag, "private, no-store"
    return reply


@login_required
@never_cache
@require_GET
def roster_file(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send the roster as a sheet, with scores once the sitting is closed; that it was fetched is noted."""
    now = clock.now()
    day = clock.local_day(now)
    held, seen = get_sitting_for(request.user, public_id, day=day), visible_candidates(request.user, day=day)
    given = accommodated(held, at=now, among=seen)
    rows = roster(candidates_of(held, among=seen), sitting=held, at=now, accommodated=given)
    closed = held.state == "closed"
    audit.record(
        action="exams.roster_fetched",
        actor=request.user,
        target=held,
        at=now,
        data={"rows": len(rows), "with_scores": closed},
    )
    sheet_rows = roster_rows(
        rows,
        sitting=held,
        methods={code: str(label) for code, label in METHODS},
        scores=newest_scores(rows) if closed else None,
    )
    name = f"roster-{clock.local_day(held.opens_at)}.xlsx"
    columns = roster_columns(with_scores=closed, with_forms=held.form_set_id is not None)
    return xlsx_answer(name, title=_("Roster"), columns=columns, rows=sheet_rows)


def back_to_roster(request: HttpRequest, public_id: str) -> HttpResponse:
    """Lead back to the part of the roster that was looked at."""
    query = QueryDict(request.POST.get("query", "")).urlencode()
    address = reverse("exams:sitting", args=[public_id])
    return redirect(f"{address}?{query}" if query else address)


def proctored(request: HttpRequest, public_id: str) -> Sitting:
    held = get_sitting_for(request.user, public_id, day=clock.local_day(clock.now()))
    if not may_proctor(request.user, held):
        raise PermissionDenied
    return held


@login_required
@require_POST
def open_sitting(request: HttpRequest, public_id: str) -> HttpResponse:
    """Open the sitting."""
    held = proctored(request, public_id)
    try:
        actions.open_sitting(held, actor=request.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("exams:sitting", public_id=public_id)


@login_required
@require_POST
def close_sitting(request: HttpRequest, public_id: str) -> HttpResponse:
    """Close the sitting and end what still runs."""
    held = proctored(request, public_id)
    try:
        running = actions.close_sitting(held, actor=request.user, at=clock.now())
        messages.success(
            request, _("The sitting is closed. Attempts ended with it: %(count)d.") % {"count": running}
        )
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("exams:sitting", public_id=public_id)


@login_required
@require_POST
def identity(request: HttpRequest, public_id: str) -> HttpResponse:
    """Note that a candidate is who is on the roster."""
    held = proctored(request, public_id)
    candidate = get_object_or_404(held.candidates.select_related("person"), pk=request.POST.get("candidate") or 0)
    form = IdentityForm(request.POST)
    if form.is_valid():
        method = form.cleaned_data["method"]
        actions.check_identity(held, person=candidate.person, method=method, actor=request.user, at=clock.now())
    return back_to_roster(request, public_id)
