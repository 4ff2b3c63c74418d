"""How exams and their questions came out: figures, questions to a person, sheets to take along."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from core import clock
from core.errors import Refusal
from core.sheets import xlsx_answer
from exams.actions.bulk import set_lesson
from exams.exports.analysis import item_columns, item_rows
from exams.forms.analysis import PeriodForm
from exams.forms.item import LessonForm
from exams.models import Attempt, Exam
from exams.permissions import get_kept_exam, kept_exams, may_keep_exams
from exams.permissions.results import counted_attempts, get_kept_version, may_see_outcomes, outcome_exams
from exams.queries.analysis import (
    SPREAD,
    ended,
    exam_figures,
    exam_rows,
    item_row,
    observations_of,
    spread,
)
from exams.queries.form_analysis import shared_forms
from exams.queries.leak_watch import watch


def _attempts(request: HttpRequest, exam: Exam) -> tuple[QuerySet[Attempt], PeriodForm, str]:
    """Return the attempts of the period asked for, its form, and the period as part of an address."""
    form = PeriodForm(request.GET)
    query = request.GET.urlencode()
    return ended(Attempt.objects.filter(exam=exam), form.period()), form, query


@login_required
@never_cache
@require_GET
def analysis(request: HttpRequest) -> HttpResponse:
    """List the exams and how they came out; questions are behind those that one keeps."""
    day = clock.local_day(clock.now())
    if not may_see_outcomes(request.user, day=day):
        raise PermissionDenied
    form = PeriodForm(request.GET)
    attempts = ended(counted_attempts(request.user, day=day), form.period())
    keeps = set(kept_exams(request.user, day=day).values_list("pk", flat=True))
    context = {
        "rows": exam_rows(outcome_exams(request.user, day=day), attempts),
        "keeps": keeps,
        "may_keep": may_keep_exams(request.user, day=day),
        "form": form,
        "query": request.GET.urlencode(),
    }
    return render(request, "exams/analysis.html", context)


@login_required
@never_cache
@require_GET
def exam(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the figures of every question of one exam, and what a person should ask of it."""
    found = get_kept_exam(request.user, public_id, day=clock.local_day(clock.now()))
    attempts, form, query = _attempts(request, found)
    figures = exam_figures(attempts)
    only = request.GET.get("only", "")
    rows = [row for row in figures.items if row.figures.flags] if only == "flagged" else figures.items
    context = {"exam": found, "figures": figures, "rows": rows, "form": form, "query": query, "only": only}
    return render(request, "exams/analysis_exam.html", context)


@login_required
@never_cache
@require_GET
def exam_file(request: HttpRequest, public_id: str) -> FileResponse:
    """Send the figures of every question as a sheet."""
    now = clock.now()
    found = get_kept_exam(request.user, public_id, day=clock.local_day(now))
    attempts, _form, _query = _attempts(request, found)
    rows = exam_figures(attempts).items
    name = f"item-analysis-{found.code}-{clock.local_day(now)}.xlsx"
    return xlsx_answer(name, title=_("Item analysis"), columns=item_columns(), rows=item_rows(rows))


@login_required
@never_cache
@require_GET
def item(request: HttpRequest, public_id: str, version_id: int) -> HttpResponse:
    """Show one question of one exam: its figures, what was chosen, the time it took, where it is taught."""
    day = clock.local_day(clock.now())
    found = get_kept_exam(request.user, public_id, day=day)
    version = get_kept_version(request.user, version_id, day=day)
    attempts, form, query = _attempts(request, found)
    observations = observations_of(version, attempts)
    row = item_row(version, observations)
    times = [observation.seconds for observation in observations if observation.seconds is not None]
    context = {
        "exam": found,
        "row": row,
        "version": version,
        "form": form,
        "query": query,
        "times": list(zip(SPREAD, spread(times, bounds=SPREAD[1:]), strict=True)) if times else [],
        "time_count": len(times),
        "lesson_form": LessonForm(item=version.item),
        "corrections": version.corrections.order_by("-pk"),
    }
    return render(request, "exams/analysis_item.html", context)


@login_required
@require_POST
def lesson(request: HttpRequest, public_id: str, version_id: int) -> HttpResponse:
    """Say which lesson teaches an item."""
    now = clock.now()
    day = clock.local_day(now)
    get_kept_exam(request.user, public_id, day=day)
    version = get_kept_version(request.user, version_id, day=day)
    form = LessonForm(request.POST, item=version.item)
    try:
        set_lesson(version.item, lesson=form.chosen(), actor=request.user, at=now)
        messages.success(request, _("Saved. Explanations lead to this lesson from now on."))
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("exams:analysis_item", public_id=public_id, version_id=version_id)


@login_required
@never_cache
@require_GET
def forms(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show how far the result of each set of questions can be trusted that several sat."""
    found = get_kept_exam(request.user, public_id, day=clock.local_day(clock.now()))
    attempts, form, query = _attempts(request, found)
    rows = shared_forms(attempts)
    context = {"exam": found, "rows": rows, "attempts": attempts.count(), "form": form, "query": query}
    return render(request, "exams/analysis_forms.html", context)


@login_required
@never_cache
@require_GET
def leaks(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what looks as if answers had been shared, as questions to a person."""
    found = get_kept_exam(request.user, public_id, day=clock.local_day(clock.now()))
    attempts, form, query = _attempts(request, found)
    context = {"exam": found, "watch": watch(attempts), "form": form, "query": query}
    return render(request, "exams/leaks.html", context)
