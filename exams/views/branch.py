"""The door of situations that go on by final choices: keeps one choice, and tells what comes of it."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from core import clock
from core.errors import Refusal
from exams.actions import branches, contacts
from exams.actions.received import instant_of
from exams.errors import ResponseRefused
from exams.models import Attempt
from exams.permissions.candidates import get_own_attempt
from exams.queries.contacts import call_of
from exams.queries.places import place_of
from exams.views import plain_form
from exams.views.conditions import note_unmet
from exams.views.devices import device_of
from exams.views.pictures import pictures_of


def _given_at(request: HttpRequest) -> datetime | None:
    word = request.POST.get("made_at", "")
    return instant_of(int(word)) if word.isdecimal() and len(word) < 16 else None


def _asked(request: HttpRequest) -> tuple[int, int, str]:
    """Return position, number of choices made before, and the choice, as the form names them."""
    try:
        position, made = (int(part) for part in request.POST.get("branch", "").split(":"))
    except ValueError as error:
        raise ResponseRefused from error
    return position, made, request.POST.get(f"q{position}-choice", "")


@login_required
@never_cache
@require_POST
def branch(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep one choice; without script the rest of the form is kept too, and the page is shown anew."""
    received_at = clock.now()
    run, device = get_own_attempt(request.user, public_id, "form"), device_of(request)
    call = call_of(run)  # as it was before the choice: keeping it moves the instant
    wants_json = request.accepts("application/json") and not request.accepts("text/html")
    try:
        position, made, choice = _asked(request)
        if not wants_json:
            plain_form.keep(request, run, received_at=received_at)
        step = branches.choose(
            run,
            position=position,
            made=made,
            choice=choice,
            received_at=received_at,
            device=device,
            made_at=_given_at(request),
            is_veiled=True,
        )
        note_unmet(request, place_of(run), at=received_at)
        contacts.chose(call, device=device, pen=run.device, at=received_at)
    except Refusal as refusal:
        if not isinstance(refusal, ResponseRefused):  # else nothing was kept, and nothing heard
            contacts.chose(call, device=device, pen=run.device, at=received_at)
        if wants_json:
            return JsonResponse({"error": refusal.code, "message": refusal.message}, status=422)
        messages.error(request, refusal.message)
        return redirect("exams:attempt", public_id=public_id)
    return _fragment(run, step) if wants_json else redirect(f"{_paper_path(request)}#q{position}")


def _paper_path(request: HttpRequest) -> str:
    return request.path.removesuffix("branch/")


def _fragment(run: Attempt, step: branches.Step) -> JsonResponse:
    name = f"q{step.question.position}"
    context = {
        "item_type": step.question.item_type,
        "name": name,
        "position": step.question.position,
        "body": step.question.body,
        "value": step.question.value,
        "attempt": run.public_id,
        "pictures": pictures_of(run),
    }
    return JsonResponse({"html": render_to_string("exams/answer.html", context), "state": step.state})
