"""Keeps when devices were heard, and writes down the silences between, whatever a device says of itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from exams.domain import contact
from exams.domain.pen import holds, short
from exams.models import Attempt, Contact, Incident
from exams.queries.contacts import SILENCE, Call

OTHER_DEVICE = "other_device_writes"
NOTED_AGAIN_AFTER = timedelta(minutes=10)  # of the same device: every answer would only fill the board


def opened(attempt: Attempt, *, at: datetime) -> Incident | None:
    """Note that the paper of a sitting is opened on the device with the pen; return the silence that ends."""
    if attempt.sitting_id is None:
        return None
    known, is_first = Contact.objects.get_or_create(attempt=attempt, defaults={"heard_at": at})
    return None if is_first else heard(Call(attempt.pk, attempt.sitting_id, known.heard_at), at=at)


def heard(call: Call | None, *, at: datetime, is_written: bool = False) -> Incident | None:
    """Note that the device with the pen was heard, and as an incident the silence that ends with it, if any.

    With `is_written` answers came, and the database has noted the instant. Cost: none for a contact too soon after
    the last, else one statement, and two more for a silence; of several that end one at once, one writes it down.
    """
    if call is None or call.heard_at is None or not contact.is_due(last_at=call.heard_at, at=at):
        return None
    # First the silence, then the contact: whoever dies between the two leaves both to the next, and doubles neither.
    incident = _silence(call, call.heard_at, at=at)
    if not is_written:
        Contact.objects.filter(attempt=call.attempt_id, heard_at__lt=at).update(heard_at=at)
    return incident


def _silence(call: Call, since: datetime, *, at: datetime) -> Incident | None:
    length = contact.silence(last_at=since, at=at)
    if length is None:
        return None
    incident, is_new = Incident.objects.get_or_create(
        attempt_id=call.attempt_id,
        kind=SILENCE,
        began_at=since,
        defaults={"sitting_id": call.sitting_id, "at": at, "note": f"{int(length.total_seconds())} s"},
    )
    return incident if is_new else None


def chose(call: Call | None, *, device: str, pen: str, at: datetime) -> Incident | None:
    """Note what follows from a choice of a device: the silence that ends, or that it does not hold the pen."""
    if holds(device, pen=pen):
        return heard(call, at=at)  # a choice that came before writes nothing
    return other_device_wrote(call, device=device, at=at)


def other_device_wrote(call: Call | None, *, device: str, at: datetime) -> Incident | None:
    """Note that a device without the pen sent answers, which do not count; the same one once in ten minutes.

    Cost: none outside of sittings, else one query, and the row.
    """
    if call is None:
        return None
    signals = Incident.objects.filter(attempt=call.attempt_id, kind=OTHER_DEVICE, note=short(device))
    if signals.filter(at__gt=at - NOTED_AGAIN_AFTER).exists():
        return None
    return Incident.objects.create(
        sitting_id=call.sitting_id, attempt_id=call.attempt_id, at=at, kind=OTHER_DEVICE, note=short(device)
    )
