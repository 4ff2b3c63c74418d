"""The pen of an attempt: asked for and passed from device to device, always knowingly."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from core import audit
from exams.domain import pen, timing
from exams.enums import AttemptState, Mode
from exams.errors import ProctorDecides, RequestOver, TimeIsUp
from exams.models import Attempt, Incident, Takeover, TakeoverRequest
from exams.queries.devices import pending_requests
from people.models import User

DEVICE_CHANGED = "device_changed"


@transaction.atomic
def take_over(attempt: Attempt, *, device: str, actor: User, at: datetime) -> Attempt:
    """Pass the pen to this device by the candidate's own word; with the one that holds it nothing changes.

    What other devices send from then on is kept and does not count. Raises ProctorDecides in an on-site sitting, and
    TimeIsUp after the end.
    """
    locked = _locked(attempt, at=at)
    if locked.mode == Mode.ON_SITE:
        raise ProctorDecides
    return locked if locked.device == device else _pass(locked, device, request=None, actor=actor, at=at)


@transaction.atomic
def ask(attempt: Attempt, *, device: str, actor: User, at: datetime) -> TakeoverRequest:
    """Ask the proctor to let the candidate go on at this device; asking twice is asking once. Raises TimeIsUp."""
    locked = _locked(attempt, at=at)
    waiting = pending_requests([locked.pk]).get(locked.pk)
    if waiting is not None and waiting.device == device:
        return waiting
    asked = TakeoverRequest.objects.create(attempt=locked, device=device, asked_at=at)
    audit.record(
        action="exams.takeover_asked", actor=actor, target=locked, at=at, data={"device": pen.short(device)}
    )
    return asked


@transaction.atomic
def approve(request: TakeoverRequest, *, actor: User, at: datetime) -> Attempt:
    """Pass the pen to the device that was asked for. Raises RequestOver when it is not the newest, and TimeIsUp."""
    locked = _locked(request.attempt, at=at)
    if pending_requests([locked.pk]).get(locked.pk) != request:
        raise RequestOver
    return _pass(locked, request.device, request=request, actor=actor, at=at)


def _locked(attempt: Attempt, *, at: datetime) -> Attempt:
    locked = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if locked.state != AttemptState.OPEN or timing.is_over(at=at, deadline_at=locked.deadline_at):
        raise TimeIsUp
    return locked


def _pass(attempt: Attempt, device: str, *, request: TakeoverRequest | None, actor: User, at: datetime) -> Attempt:
    before, attempt.device, attempt.epoch = attempt.device, device, attempt.epoch + 1
    attempt.save(update_fields=["device", "epoch"])
    Takeover.objects.create(
        attempt=attempt,
        epoch=attempt.epoch,
        device=device,
        before=before,
        request=request,
        given_by=actor,
        given_at=at,
    )
    devices = {"from": pen.short(before), "to": pen.short(device)}
    if attempt.sitting_id is not None:
        note = f"{devices['from']} → {devices['to']}"
        Incident.objects.create(
            sitting_id=attempt.sitting_id, attempt=attempt, at=at, kind=DEVICE_CHANGED, note=note
        )
    audit.record(
        action="exams.attempt_taken_over",
        actor=actor,
        target=attempt,
        at=at,
        data={**devices, "epoch": attempt.epoch},
    )
    return attempt
