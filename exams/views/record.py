"""What staff open about one attempt: its record, files handed in for it, decisions on answers that do not count."""

from __future__ import annotations

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from core import clock
from core.errors import Refusal
from exams.actions import answer_decisions, answer_files, signals
from exams.forms.record import AnswerFileForm, DecisionForm
from exams.models import ResponseEvent
from exams.permissions import get_examined_attempt, get_sitting_for, may_proctor, own_attempts
from exams.queries.record import events_of, record_rows, traces_of

PAGE_SIZE = 100


@login_required
@never_cache
@require_GET
def record(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show every answer of an attempt as it arrived, with fate, device and times, and what else happened."""
    attempt = get_examined_attempt(request.user, public_id, day=clock.local_day(clock.now()))
    only = request.GET.get("show") == "uncounted"
    page = Paginator(events_of(attempt, only_uncounted=only), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = record_rows(attempt, page.object_list)
    context = {
        "attempt": attempt,
        "page": page,
        "rows": rows,
        "may_decide": any(row.is_open for row in rows),
        "only_uncounted": only,
        "query": "show=uncounted" if only else "",
        "traces": traces_of(attempt),
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


PROBLEMS = {
    "form": gettext_lazy("This is no answer file. Choose the file that the candidate's device saved."),
    "sitting": gettext_lazy("This file belongs to no attempt here. Hand it in at the candidate's sitting."),
    "seal": gettext_lazy("This file was changed after the device wrote it. It is kept; nothing of it counts."),
    "content": gettext_lazy("This file holds what no screen of ours writes. It is kept; nothing of it counts."),
}


@login_required
@require_POST
def hand_in(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take in the answer file of a device without a network."""
    now = clock.now()
    held = get_sitting_for(request.user, public_id, day=clock.local_day(now))
    if not may_proctor(request.user, held):
        raise PermissionDenied
    form = AnswerFileForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors.get("file", [])))
        return redirect("exams:sitting", public_id=public_id)
    name = form.cleaned_data["file"].name
    taken = answer_files.take_in(form.text(), name=name, sitting=held, actor=request.user, at=now)
    if taken.file.problem:
        messages.error(request, PROBLEMS[taken.file.problem])
        return redirect("exams:sitting", public_id=public_id)
    counted = sum(saved.fate == "counted" for saved in taken.saved)
    words = _("%(all)d answers read. %(counted)d count; the others are kept for the examiner.")
    messages.success(request, words % {"all": len(taken.saved), "counted": counted})
    return redirect("exams:sitting", public_id=public_id)


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
