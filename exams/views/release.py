"""How an exam is marked and released, and the results that wait for a release."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from core import clock
from core.errors import Refusal
from exams.actions import policy as policy_actions
from exams.actions import release as actions
from exams.forms.results import PolicyForm, ReleaseForm
from exams.permissions import get_kept_exam
from exams.queries.results import waiting_for_release


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def policy(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show and change how answers are marked and results released; attempts that are released stay so."""
    now = clock.now()
    exam = get_kept_exam(request.user, public_id, day=clock.local_day(now))
    form = PolicyForm(request.POST or None, instance=exam)
    if request.method == "POST" and form.is_valid():
        policy_actions.set_policy(exam, values=form.cleaned_data, actor=request.user, at=now)
        messages.success(request, _("Saved. It holds for whoever hands in from now on."))
        return redirect("exams:release_policy", public_id=public_id)
    waiting = waiting_for_release(exam)
    context = {
        "exam": exam,
        "form": form,
        "waiting": waiting,
        "release_form": ReleaseForm(exam=exam, waiting=waiting),
        "releases": exam.releases.select_related("sitting", "released_by").order_by("-pk")[:10],
    }
    return render(request, "exams/policy.html", context)


@login_required
@require_POST
def release(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the results that wait."""
    now = clock.now()
    exam = get_kept_exam(request.user, public_id, day=clock.local_day(now))
    form = ReleaseForm(request.POST, exam=exam, waiting=waiting_for_release(exam))
    if form.is_valid():
        try:
            actions.release(
                exam,
                sitting=form.cleaned_data["sitting"],
                note=form.cleaned_data["note"],
                actor=request.user,
                at=now,
            )
            messages.success(request, _("The results are shown to their candidates."))
        except Refusal as refusal:
            messages.error(request, refusal.message)
    else:
        messages.error(request, _("This sitting has no results that wait. Choose anew."))
    return redirect("exams:release_policy", public_id=public_id)
