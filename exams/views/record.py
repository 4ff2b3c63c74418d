"""What staff open about one attempt: its record, and decisions on answers that do not count."""

from __future__ import annotations

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from core import clock
from core.errors import Refusal
from exams.actions import answer_decisions, signals
from exams.forms.record import DecisionForm
from exams.models import ResponseEvent
from exams.permissions import get_examined_attempt
from exams.permissions.candidates import own_attempts
from exams.queries.record import events_of, record_rows, traces_of
from exams.queries.rulings import rulings_on

PAGE_SIZE = 100


@login_required
@never_cache
@require_GET
def record(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show every answer of an attempt as it arrived, with fate, device and times, and what else happened."""
    attempt = get_examined_attempt(request.user, public_id, day=clock.local_day(clock.now()))
    only = request.GET.get("show") == "uncounted"
    page = Paginator(events_of(attempt, only_uncounted=only), PAGE_SIZE).get_page(request.GET.get("page"))
    traces = traces_of(attempt)
    rows = record_rows(attempt, page.object_list, own_files=traces.handed_in_by(request.user))
    context = {
        "attempt": attempt,
        "page": page,
        "rows": rows,
        "may_decide": any(row.is_open for row in rows),
        "waits_for_another": any(row.is_for_another for row in rows),
        "only_uncounted": only,
        "query": "show=uncounted" if only else "",
        "traces": traces,
        "rulings": rulings_on(attempt),
    }
    return render(request, "exams/record.html", context)


@login_required
@require_POST
def decide(request: HttpRequest, public_id: str) -> HttpResponse:
    """Accept or decline answers that were given in time and do not count by rule."""
    now = clock.now()
    attempt = get_examined_attempt(request.user, public_id, day=clock.local_day(now))
    known = list(ResponseEvent.objects.filter(attempt=attempt).values_list("pk", flat=True))
    form = DecisionForm(request.POST, events=known)
    if not form.is_valid():
        messages.error(request, _("Choose the answers and write a reason."))
        return redirect("exams:record", public_id=public_id)
    accepts, chosen = form.cleaned_data["decision"] == "accept", form.cleaned_data["events"]
    try:
        count = answer_decisions.decide(
            attempt,
            events=chosen,
            is_accepted=accepts,
            reason=form.cleaned_data["reason"],
            actor=request.user,
            at=now,
        )
        messages.success(
            request, ngettext("%(n)d answer decided.", "%(n)d answers decided.", count) % {"n": count}
        )
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("exams:record", public_id=public_id)


@require_POST
def signal(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep what a device noticed by itself."""
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    attempt = own_attempts(request.user).filter(public_id=public_id).first()
    if attempt is None:
        raise Http404
    try:
        told = json.loads(request.body)
        signals.note(attempt, kind=str(told["kind"]), seconds=int(told["seconds"]), at=clock.now())
    except (ValueError, KeyError, TypeError, OverflowError):
        return HttpResponse(status=422)
    return HttpResponse(status=204)
