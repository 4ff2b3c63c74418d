"""Corrections of keys: proposed with a preview, decided by a second person, done by a job."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import clock
from core.errors import Refusal
from core.models import Job
from exams.actions import corrections as actions
from exams.domain.form_tree import Tree, read_tree
from exams.forms.results import CorrectionForm
from exams.item_types.problem_words import problem_words
from exams.permissions import may_keep_exams
from exams.permissions.results import (
    get_correction_for,
    get_kept_version,
    may_decide_correction,
    visible_corrections,
)
from exams.queries.bank_item import fixing_exams
from exams.queries.corrections import change_of, preview
from people.views import proposal_doors

MOST_SHOWN = 200
ROOT = "k"  # what the names of the key's fields begin with


@login_required
@never_cache
@require_GET
def corrections(request: HttpRequest) -> HttpResponse:
    """List the corrections, those that wait first."""
    day = clock.local_day(clock.now())
    if not may_keep_exams(request.user, day=day):
        raise PermissionDenied
    rows = visible_corrections(request.user, day=day).select_related("version__item", "proposed_by")
    return render(request, "exams/corrections.html", proposal_doors.by_state(request, rows))


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose to mark one wording by something else than its key."""
    now = clock.now()
    version = get_kept_version(request.user, pk, day=clock.local_day(now))
    form = CorrectionForm(request.POST or None, version=version, typed=_typed(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = actions.propose(
                version, kind=data["kind"], key=data["new_key"], reason=data["reason"], actor=request.user, at=now
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
            for text in problem_words(refusal.data.get("problems", [])):
                form.add_error(None, text)
        else:
            return redirect("exams:correction", public_id=made.public_id)
    return render(request, "exams/correction_new.html", {"form": form, "version": version, "root": ROOT})


def _typed(request: HttpRequest) -> Tree:
    try:
        return read_tree(dict(request.POST.lists()), root=ROOT)
    except ValueError as error:
        raise PermissionDenied from error  # no screen of ours sends such names


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def correction(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what a correction does, attempt by attempt; a second person approves or declines it here."""
    now = clock.now()
    day = clock.local_day(now)
    found = get_correction_for(request.user, public_id, day=day)
    may_decide = may_decide_correction(request.user, found, day=day)
    form = proposal_doors.decide(request, found, actions, may_decide=may_decide, at=now)
    if form is None:
        return redirect("exams:correction", public_id=public_id)
    waits = found.state == "proposed"
    context = {
        "proposal": found,
        "form": form,
        "preview": preview(found.version, change_of(found)) if waits else None,
        "most_shown": MOST_SHOWN,
        "fixed_in": fixing_exams([found.version.item]) if waits and actions.retires(found) else [],
        "job": Job.objects.filter(key=actions.job_key(found)).first(),
        "may_decide": may_decide and waits,
        "may_withdraw": waits and found.proposed_by_id == request.user.pk,
    }
    return render(request, "exams/correction.html", context)


@login_required
@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take one's own proposal back."""
    now = clock.now()
    found = get_correction_for(request.user, public_id, day=clock.local_day(now))
    done = _("The proposal is withdrawn. The key stands.")
    proposal_doors.withdraw(request, found, actions, done=done, at=now)
    return redirect("exams:correction", public_id=public_id)
