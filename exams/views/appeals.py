"""Appeals: raised by the candidate, decided by somebody who keeps the exam; and what staff see of an attempt."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from core import clock
from core.errors import Refusal
from exams.actions import appeals as actions
from exams.enums import AppealOutcome
from exams.forms.results import AppealDecisionForm, AppealForm
from exams.models import FormItem
from exams.permissions import may_keep_exams
from exams.permissions.candidates import get_own_attempt
from exams.permissions.results import get_appeal_for, get_attempt_to_judge, may_decide_appeal, visible_appeals
from exams.queries.attempts import current_score
from exams.queries.marking import standing_markings
from exams.queries.results import explained, is_released
from exams.queries.revisions import revisions_of

PAGE_SIZE = 50
SHOW = ("waiting", "decided", "all")


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, public_id: str) -> HttpResponse:
    """Appeal against one's own released result."""
    now = clock.now()
    attempt = get_own_attempt(request.user, public_id, "person")
    score = current_score(attempt)
    if score is None or not is_released(attempt, at=now):
        return redirect("exams:result", public_id=public_id)
    position = request.GET.get("question", "")
    form = AppealForm(request.POST or None, score=score, initial={"position": position})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.raise_appeal(attempt, position=data["position"], text=data["text"], actor=request.user, at=now)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(
                request, _("Your appeal is on its way. What is decided stands on the page of the result.")
            )
            return redirect("exams:result", public_id=public_id)
    return render(request, "exams/appeal_new.html", {"form": form, "attempt": attempt, "score": score})


@login_required
@never_cache
@require_GET
def appeals(request: HttpRequest) -> HttpResponse:
    """List the appeals, the oldest that wait first."""
    day = clock.local_day(clock.now())
    if not may_keep_exams(request.user, day=day):
        raise PermissionDenied
    show = request.GET.get("show", SHOW[0])
    rows = visible_appeals(request.user, day=day)
    if show in SHOW[:2]:
        rows = rows.filter(decided_at__isnull=show == "waiting")
    rows = rows.select_related("attempt__exam", "attempt__person")
    rows = rows.order_by("raised_at", "pk") if show == "waiting" else rows.order_by("-raised_at", "-pk")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "exams/appeals.html", {"page": page, "show": show, "query": f"show={show}"})


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def appeal(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one appeal with what it is about, and decide it."""
    now = clock.now()
    day = clock.local_day(now)
    found = get_appeal_for(request.user, public_id, day=day)
    may_decide = may_decide_appeal(request.user, found, day=day)
    form = AppealDecisionForm(request.POST or None)
    item = _item(found.attempt.form_id, found.position)
    if request.method == "POST":
        if not may_decide:
            raise PermissionDenied
        if form.is_valid():
            data = form.cleaned_data
            try:
                actions.decide(found, outcome=data["outcome"], reason=data["reason"], actor=request.user, at=now)
            except Refusal as refusal:
                form.add_error(None, refusal.message)
            else:
                return redirect(_after(data["outcome"], item) or reverse("exams:appeal", args=[public_id]))
    rows = explained(found.attempt, found.score)
    context = {
        "appeal": found,
        "form": form,
        "rows": [row for row in rows if found.position in (None, row.position)],
        "item": item,
        "may_decide": may_decide and found.decided_at is None,
    }
    return render(request, "exams/appeal.html", context)


def _item(form_id: int, position: int | None) -> FormItem | None:
    return FormItem.objects.filter(form=form_id, position=position).select_related("version__item").first()


def _after(outcome: str, item: FormItem | None) -> str:
    """Return where a decision leads on: the key of the question is corrected on a page of its own."""
    if outcome != AppealOutcome.KEY or item is None:
        return ""
    return reverse("exams:correction_new", args=[item.version_id])


@login_required
@never_cache
@require_GET
def marks(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show every score of an attempt side by side, and who marked what."""
    day = clock.local_day(clock.now())
    attempt = get_attempt_to_judge(request.user, public_id, day=day)
    context = {
        "attempt": attempt,
        "revisions": revisions_of(attempt),
        "markings": list(standing_markings(attempt)),
        "appeals": attempt.appeals.order_by("pk"),
    }
    return render(request, "exams/marks.html", context)
