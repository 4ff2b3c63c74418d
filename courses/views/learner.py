"""What a learner does: see one's courses, enrol, read, finish a lesson, keep the place."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from core import clock
from core.errors import Refusal
from courses.actions import enrolments, progress
from courses.enums import EnrolmentSource
from courses.errors import LessonNotOpenYet, RevisionUnknown
from courses.models import CataloguePage, Enrolment, LessonPage, LessonProgress
from courses.permissions import get_course_for, get_own_enrolment, visible_courses
from courses.queries.lessons import live_lessons, standing, standings
from people.models import Person


@login_required
@never_cache
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """List my courses with how far I am, and the catalogue of those open to me."""
    rows = Enrolment.objects.filter(person__user=request.user).select_related("course", "assignment__assigned_by")
    enrolled = list(rows.order_by("-pk"))
    pairs = zip(enrolled, standings(enrolled), strict=True)
    rows = [{"enrolment": enrolment, "standing": standing} for enrolment, standing in pairs]
    taken = {enrolment.course_id for enrolment in enrolled}
    today = clock.local_day(clock.now())
    open_courses = visible_courses(request.user, day=today).filter(is_open_to_all=True).exclude(pk__in=taken)
    context = {
        "rows": rows,
        "courses": open_courses.order_by("code"),
        "catalogue": CataloguePage.objects.live().first(),
        "today": today,
    }
    return render(request, "courses/mine.html", context)


@login_required
@require_POST
def enrol(request: HttpRequest, code: str) -> HttpResponse:
    """Enrol oneself and go to the first lesson."""
    now = clock.now()
    course = get_course_for(request.user, code, day=clock.local_day(now))
    person = Person.objects.filter(user=request.user).first()
    if person is None:
        messages.error(request, _("Your account belongs to no person on the roster. Ask human resources."))
        return redirect(course.url)
    try:
        enrolment = enrolments.enrol(
            person, course=course, source=EnrolmentSource.SELF, actor=request.user, at=now
        )
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect(course.url)
    return redirect("courses:continue", public_id=enrolment.public_id)


@login_required
@never_cache
@require_GET
def go_on(request: HttpRequest, public_id: str) -> HttpResponse:
    """Lead to the lesson where one left off."""
    enrolment = get_own_enrolment(request.user, public_id)
    following = standing(enrolment).next_lesson
    if following is None:
        return redirect(enrolment.course.url)
    return redirect("courses:lesson", public_id=public_id, pk=following)


def lesson_context(
    enrolment: Enrolment, page: LessonPage, lessons: list[LessonPage], place: LessonProgress | None
) -> dict[str, Any]:
    """Return what the page of a lesson shows; `place` is None where it was never opened."""
    here = lessons.index(page)
    return {
        "page": page,
        "enrolment": enrolment,
        "place": place,
        "number": here + 1,
        "total": len(lessons),
        "previous": lessons[here - 1] if here else None,
        "following": lessons[here + 1] if here + 1 < len(lessons) else None,
        "bases": page.bases.select_related("standard__superseded_by"),
    }


def find_lesson(enrolment: Enrolment, pk: int) -> tuple[LessonPage, list[LessonPage]]:
    """Return a published lesson of the course, and all of them in order; Http404 for any other page."""
    lessons = list(live_lessons(enrolment.course))
    found = next((lesson for lesson in lessons if lesson.pk == pk), None)
    if found is None:
        raise Http404
    return found, lessons


@login_required
@never_cache
@require_GET
def lesson(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    """Read a lesson; one that is not open yet leads to the one that comes first."""
    enrolment = get_own_enrolment(request.user, public_id)
    page, lessons = find_lesson(enrolment, pk)
    try:
        place = progress.open_lesson(enrolment, lesson=page, at=clock.now())
    except LessonNotOpenYet as refusal:
        messages.warning(request, refusal.message)
        return redirect("courses:continue", public_id=public_id)
    return render(request, "courses/lesson.html", lesson_context(enrolment, page, lessons, place))


@login_required
@require_POST
def complete(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    """Mark a lesson as done and go on."""
    enrolment = get_own_enrolment(request.user, public_id)
    page, _lessons = find_lesson(enrolment, pk)
    said = request.POST.get("revision", "")
    revision = int(said) if re.fullmatch(r"[0-9]{1,18}", said) else 0  # 0 is none: it will be refused
    try:
        completion = progress.complete_lesson(
            enrolment, lesson=page, revision=revision, actor=request.user, at=clock.now()
        )
    except RevisionUnknown as refusal:
        messages.warning(request, refusal.message)
        return redirect("courses:lesson", public_id=public_id, pk=pk)
    except Refusal as refusal:
        messages.info(request, refusal.message)
        return redirect(enrolment.course.url)
    if completion is not None:
        messages.success(request, _("The course is complete. Now its exam is open to you."))
        return redirect(enrolment.course.url)
    return redirect("courses:continue", public_id=public_id)
