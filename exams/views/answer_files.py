"""Where staff hand in the answer files of devices without a network: at a sitting, or at an exam outside of those."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from core import clock
from exams.actions import answer_files
from exams.forms.record import AnswerFileForm, AttemptsFilterForm
from exams.models import Attempt, Exam, Sitting
from exams.permissions import examined_attempts, get_kept_exam, may_proctor
from exams.permissions.sittings import get_sitting_for
from exams.queries.record import attempts_at, refused_files

PAGE_SIZE = 50
MOST_REFUSED = 20
PROBLEMS = {
    "form": gettext_lazy("This is no answer file. Choose the file that the candidate's device saved."),
    "sitting": gettext_lazy("This file belongs to no attempt here. Hand it in at the candidate's sitting."),
    "exam": gettext_lazy(
        "This file belongs to no attempt at this exam outside a sitting. Hand it in where the attempt was made;"
        " your own is for another person to hand in."
    ),
    "seal": gettext_lazy("This file was changed after the device wrote it. It is kept; nothing of it counts."),
    "content": gettext_lazy("This file holds what no screen of ours writes. It is kept; nothing of it counts."),
}


@login_required
@never_cache
@require_GET
def attempts(request: HttpRequest, public_id: str) -> HttpResponse:
    """List the attempts at an exam that one keeps, with what waits for a decision; answer files are handed in here."""
    day = clock.local_day(clock.now())
    exam = get_kept_exam(request.user, public_id, day=day)
    form = AttemptsFilterForm(request.GET or None)
    rows = attempts_at(examined_attempts(request.user, day=day), exam, **form.wanted())
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "exam": exam,
        "form": form,
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "query": query.urlencode(),
        "refused": refused_files(exam, most=MOST_REFUSED),
    }
    return render(request, "exams/attempts.html", context)


@login_required
@require_POST
def at_sitting(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take in the answer file of a candidate of this sitting, from its proctor."""
    held = get_sitting_for(request.user, public_id, day=clock.local_day(clock.now()))
    if not may_proctor(request.user, held):
        raise PermissionDenied
    _take_in(request, held)
    return redirect("exams:sitting", public_id=public_id)


@login_required
@require_POST
def at_exam(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take in the answer file of an attempt outside of sittings, from who keeps the exam; show what became of it."""
    exam = get_kept_exam(request.user, public_id, day=clock.local_day(clock.now()))
    attempt = _take_in(request, exam)
    if attempt is None:
        return redirect("exams:attempts", public_id=public_id)
    return redirect("exams:record", public_id=attempt.public_id)


def _take_in(request: HttpRequest, place: Sitting | Exam) -> Attempt | None:
    form = AnswerFileForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors.get("file", [])))
        return None
    name = form.cleaned_data["file"].name
    taken = answer_files.take_in(form.text(), name=name, place=place, actor=request.user, at=clock.now())
    if taken.file.problem:
        messages.error(request, PROBLEMS[taken.file.problem])
    else:
        counted = sum(saved.fate == "counted" for saved in taken.saved)
        words = ngettext(
            "%(all)d answer read. Counted: %(counted)d; what does not count is kept for the examiner.",
            "%(all)d answers read. Counted: %(counted)d; what does not count is kept for the examiner.",
            len(taken.saved),
        )
        messages.success(request, words % {"all": len(taken.saved), "counted": counted})
    return taken.file.attempt
