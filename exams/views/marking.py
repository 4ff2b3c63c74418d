"""Marks written answers: the queues, and one answer after the other, without names."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from core import clock
from core.errors import Refusal
from exams.actions.manual_marking import give
from exams.forms.marking import MarkingForm
from exams.models import ItemVersion
from exams.permissions import get_kept_exam, get_markable_task, markable_tasks, may_keep_exams
from exams.queries.marking import open_for, queues, sheet_of


@login_required
@never_cache
@require_GET
def marking(request: HttpRequest) -> HttpResponse:
    """List the questions whose written answers wait, and how far each is."""
    day = clock.local_day(clock.now())
    if not may_keep_exams(request.user, day=day):
        raise PermissionDenied
    rows = queues(markable_tasks(request.user, day=day), marker_id=request.user.pk)
    context = {"rows": rows, "for_me": sum(row.for_me for row in rows)}
    return render(request, "exams/marking.html", context)


@login_required
@never_cache
@require_GET
def next_answer(request: HttpRequest, public_id: str, version_id: int) -> HttpResponse:
    """Go on to the next answer of one question, or say that none waits for me."""
    day = clock.local_day(clock.now())
    exam = get_kept_exam(request.user, public_id, day=day)
    tasks = markable_tasks(request.user, day=day).filter(attempt__exam=exam, version=version_id)
    found = open_for(tasks, marker_id=request.user.pk).first()
    if found is not None:
        return redirect("exams:marking_answer", public_id=found.public_id)
    version = get_object_or_404(ItemVersion, pk=version_id, pk__in=tasks.values("version"))
    waits = tasks.filter(settled_at=None).count()
    return render(request, "exams/marking_done.html", {"exam": exam, "version": version, "waits": waits})


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one answer with its rubric, store what is given, and go on."""
    now = clock.now()
    day = clock.local_day(now)
    task = get_markable_task(request.user, public_id, day=day)
    sheet = sheet_of(task)
    form = MarkingForm(request.POST or None, rubric=sheet.rubric, decides=sheet.decides)
    following = ("exams:marking_next", task.attempt.exam.public_id, task.version_id)
    if request.method == "POST" and form.is_valid():
        posted = request.POST.get("turn", "")
        turn = int(posted) if posted in {"1", "2", "3"} else 0
        comment = form.cleaned_data["comment"]
        try:
            give(task, lines=form.lines(), comment=comment, actor=request.user, at=now, turn=turn)
            messages.success(request, _("Saved. Here is what comes next."))
        except Refusal as refusal:
            messages.error(request, refusal.message)
        return redirect(*following)
    same = markable_tasks(request.user, day=day).filter(
        attempt__exam=task.attempt.exam_id, version=task.version_id
    )
    waiting, total = open_for(same, marker_id=request.user.pk), same.count()
    if not waiting.filter(pk=task.pk).exists():
        return redirect(*following)
    left = waiting.count()
    context = {"sheet": sheet, "task": task, "form": form, "left": left, "total": total, "done": total - left}
    return render(request, "exams/marking_answer.html", context)
