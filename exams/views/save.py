"""The save door: small, constant in shape, acknowledged only after commit."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from core import clock
from core.errors import Refusal
from exams.actions import attempts, contacts
from exams.actions.received import Answer, read_answers
from exams.errors import ResponseRefused
from exams.models import Attempt
from exams.permissions.candidates import own_attempt_named, own_attempts
from exams.views.conditions import note_unmet
from exams.views.devices import device_of


def _read(body: bytes) -> list[Answer]:
    try:
        rows = json.loads(body)["answers"]
    except (ValueError, KeyError, TypeError) as error:
        raise ResponseRefused from error
    return read_answers(rows)


def _nobodys() -> JsonResponse:
    """Say that this person has no such attempt, in a shape that the device tells from a stranger's error page."""
    return JsonResponse({"error": "not_found"}, status=404)


def _refused(request: HttpRequest, public_id: str, refusal: Refusal) -> JsonResponse:
    """Say why nothing was stored, to the owner of the attempt only."""
    if not own_attempts(request.user).filter(public_id=public_id).exists():
        return _nobodys()
    return JsonResponse({"error": refusal.code, "message": refusal.message}, status=422)


@require_POST
def save(request: HttpRequest, public_id: str) -> JsonResponse:
    """Store a batch of answers; the reply names what was applied and tells nothing about right or wrong."""
    received_at = clock.now()  # first of all, so that slow work here is never the candidate's loss
    if not request.user.is_authenticated:
        return JsonResponse({"error": "signed_out"}, status=401)
    own, device = own_attempt_named(request.user, public_id), device_of(request)
    try:
        receipt = attempts.save_to(own, answers=_read(request.body), received_at=received_at, device=device)
        note_unmet(request, receipt.place, at=received_at)
        if receipt.holds_pen:
            contacts.heard(receipt.call, at=received_at, is_written=bool(receipt.saved))
        elif receipt.saved:
            contacts.other_device_wrote(receipt.call, device=device, at=received_at)
    except Attempt.DoesNotExist:
        return _nobodys()
    except Refusal as refusal:
        return _refused(request, public_id, refusal)
    reply: dict[str, Any] = {
        "saved": [
            {"position": s.position, "sequence": s.sequence, "client_id": s.client_id, "fate": s.fate}
            for s in receipt.saved
        ],
        "state": receipt.state,
        "holds_pen": receipt.holds_pen,
        "section": receipt.section,
        "seconds_left": max(0, int((receipt.deadline_at - received_at).total_seconds())),
    }
    return JsonResponse(reply)
