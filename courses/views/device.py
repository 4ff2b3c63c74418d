"""What a learner's device asks for by itself: to keep the place, a lesson to keep, and steps made without a network."""

from __future__ import annotations

import json

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from core import clock
from core.errors import Refusal
from courses.actions import progress
from courses.domain.steps import Done, step_of
from courses.models import LessonProgress
from courses.permissions import get_own_enrolment
from courses.views.learner import find_lesson, lesson_context


@login_required
@never_cache
@require_GET
def copy(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    """Send a lesson to keep on the device. Nothing is noted as opened, and later lessons may be kept too:

    the order is checked when steps arrive, as it is for every step.
    """
    enrolment = get_own_enrolment(request.user, public_id)
    page, lessons = find_lesson(enrolment, pk)
    place = LessonProgress.objects.filter(enrolment=enrolment, lesson=page).first()
    return render(request, "courses/lesson.html", lesson_context(enrolment, page, lessons, place))


@require_POST
def place(request: HttpRequest, public_id: str, pk: int) -> JsonResponse:
    """Keep the block reached, so that another device goes on there."""
    if not request.user.is_authenticated:
        return JsonResponse({"error": "signed_out"}, status=401)
    enrolment = get_own_enrolment(request.user, public_id)
    try:
        step = step_of(json.loads(request.body))
    except ValueError:
        return JsonResponse({"error": "unreadable"}, status=422)
    read = LessonProgress.objects.select_related("lesson").filter(enrolment=enrolment, lesson_id=pk).first()
    if read is None or isinstance(step, Done):  # opened without a network, and the network is back
        return sync(request, public_id, pk)
    kept = progress.keep_place(enrolment, lesson=read.lesson, position=step.position, at=clock.now())
    return JsonResponse({"kept": kept})


@require_POST
def sync(request: HttpRequest, public_id: str, pk: int) -> JsonResponse:
    """Take one step made without a network, at the time when it arrives; taking it twice is taking it once."""
    if not request.user.is_authenticated:
        return JsonResponse({"error": "signed_out"}, status=401)
    enrolment = get_own_enrolment(request.user, public_id)
    page, _lessons = find_lesson(enrolment, pk)
    try:
        step = step_of(json.loads(request.body))
        progress.take_late_step(enrolment, lesson=page, step=step, actor=request.user, at=clock.now())
    except ValueError:
        return JsonResponse({"error": "unreadable"}, status=422)
    except Refusal as refusal:
        return JsonResponse({"error": refusal.code, "message": refusal.message}, status=409)
    return JsonResponse({"taken": True})
