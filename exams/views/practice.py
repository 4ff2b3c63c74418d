"""Practice: the page, a round question by question with the explanation at once, and the notebook."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from core import clock
from core.errors import Refusal
from courses.models import CoursePage
from exams.actions import practice as actions
from exams.actions.posted import posted_choice, posted_value
from exams.errors import ResponseRefused
from exams.item_types.registry import item_type
from exams.models import PracticeQuestion, PracticeRun
from exams.permissions.candidates import get_own_practice
from exams.queries.pictures import pictures_of_version
from exams.queries.practice import answer_to, explained, notebook_rows, practice_of, questions_of, shown
from exams.views.pictures import sent
from people.models import Person

PAGE_SIZE = 20


@login_required
@never_cache
@require_GET
def practice(request: HttpRequest) -> HttpResponse:
    """Show the five of the day, the notebook, and how far each module is."""
    day = clock.local_day(clock.now())
    person = Person.objects.filter(user=request.user).first()
    found = practice_of(person, day=day) if person is not None else None
    return render(request, "exams/practice.html", {"practice": found, "day": day})


@login_required
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a round, or go on with the five of the day."""
    now = clock.now()
    day = clock.local_day(now)
    person = get_object_or_404(Person, user=request.user)
    kind = request.POST.get("kind", "")
    try:
        if kind == "daily":
            run = actions.daily(person, day=day, at=now)
        elif kind == "notebook":
            run = actions.of_notebook(person, day=day, at=now)
        else:
            course = get_object_or_404(CoursePage, code=request.POST.get("module", ""))
            run = actions.of_module(person, course=course, day=day, at=now)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("exams:practice")
    return redirect("exams:practice_run", public_id=run.public_id)


def _asked(run: PracticeRun, position: int) -> PracticeQuestion:
    found = next((question for question in questions_of(run) if question.position == position), None)
    if found is None:
        raise Http404
    return found


def _pictures(run: PracticeRun) -> str:
    return reverse("exams:practice_run", args=[run.public_id]) + "pictures/"


@login_required
@never_cache
@require_GET
def run(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the question that is next, or the one just answered with its explanation, or how the round went."""
    found = get_own_practice(request.user, public_id)
    rows = questions_of(found)
    answered = [row for row in rows if answer_to(row) is not None]
    wanted = request.GET.get("seen", "")
    just = next((row for row in answered if str(row.position) == wanted), None)
    following = next((row for row in rows if answer_to(row) is None), None)
    context = {
        "run": found,
        "marks": [(row.position, answer_to(row)) for row in rows],
        "done": len(answered),
        "pictures": _pictures(found),
        "following": following,
        "row": explained(just, just.answer) if just is not None else None,
    }
    if just is None and following is not None:
        context["question"] = shown(following, found)
        context["door"] = reverse("exams:practice_choose", args=[found.public_id, following.position])
    elif just is None:
        context["rows"] = [explained(row, row.answer) for row in rows]
        context["right"] = sum(row.answer.share == 1 for row in answered)
    return render(request, "exams/practice_run.html", context)


@login_required
@require_POST
def answer(request: HttpRequest, public_id: str, position: int) -> HttpResponse:
    """Mark one answer and show what was right."""
    now = clock.now()
    found = get_own_practice(request.user, public_id)
    question = _asked(found, position)
    kind = item_type(question.version.item_type)
    address = reverse("exams:practice_run", args=[public_id])
    try:
        value = None
        if "unsure" not in request.POST:
            data = dict(request.POST.lists())
            value = posted_value(question.version, data, position=position, veil=found.veil)
            if not kind.is_answered(question.version.body, question.path if kind.is_stepwise else value):
                messages.error(request, _("Nothing is answered yet. Answer first, or say that you do not know."))
                return redirect(address)
        actions.answer(question, value=value, day=clock.local_day(now), at=now)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect(address)
    return redirect(f"{address}?seen={position}")


@login_required
@never_cache
@require_POST
def choose(request: HttpRequest, public_id: str, position: int) -> HttpResponse:
    """Keep one choice of a situation and show what comes of it."""
    found = get_own_practice(request.user, public_id)
    question = _asked(found, position)
    wants_json = request.accepts("application/json") and not request.accepts("text/html")
    try:
        made = request.POST.get("branch", "").rpartition(":")[2]
        if not made.isdecimal():
            raise ResponseRefused
        name = request.POST.get(f"q{position}-choice", "")
        choice = posted_choice(question.version, name, position=position, veil=found.veil)
        question = actions.choose(question, made=int(made), choice=choice)
    except Refusal as refusal:
        if wants_json:
            return JsonResponse({"error": refusal.code, "message": refusal.message}, status=422)
        messages.error(request, refusal.message)
    return (
        _fragment(request, found, question) if wants_json else redirect("exams:practice_run", public_id=public_id)
    )


def _fragment(request: HttpRequest, found: PracticeRun, question: PracticeQuestion) -> JsonResponse:
    seen = shown(question, found)
    context = {
        "item_type": seen.item_type,
        "name": f"q{seen.position}",
        "position": seen.position,
        "body": seen.body,
        "value": seen.value,
        "door": request.path,
        "pictures": _pictures(found),
    }
    return JsonResponse({"html": render_to_string("exams/answer.html", context), "state": "open"})


@login_required
@require_GET
def picture(request: HttpRequest, public_id: str, code: str) -> HttpResponseBase:
    """Send a picture of a question of an own round; what only an explanation shows, once it is answered."""
    found = get_own_practice(request.user, public_id)
    for row in questions_of(found):
        if code in pictures_of_version(row.version, is_released=answer_to(row) is not None):
            return sent(code)
    raise Http404


@login_required
@never_cache
@require_GET
def notebook(request: HttpRequest) -> HttpResponse:
    """List the questions answered wrong that were not right on two days since."""
    person = Person.objects.filter(user=request.user).first()
    rows = notebook_rows(person) if person is not None else []
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "exams/notebook.html", {"page": page})
