"""Conditions of a sitting: from which networks it is sat, and what is noted of those who left them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from core import audit
from exams.domain.networks import is_inside
from exams.enums import Mode, SittingState
from exams.errors import ExamNotOpen
from exams.errors.papers import SatOnPaper
from exams.models import Incident, Sitting
from exams.queries.places import Place
from people.models import User

OUTSIDE = "outside_network"
NOTED_AGAIN_AFTER = timedelta(minutes=10)  # of the same address: every save would only fill the board


@transaction.atomic
def set_conditions(sitting: Sitting, *, networks: Sequence[str], actor: User, at: datetime) -> None:
    """Say from which networks a sitting is sat, each a range as CIDR; none of them means from everywhere.

    Attempts that run go on: their answers are kept from everywhere, their papers open inside only. Raises ExamNotOpen
    for a closed sitting and SatOnPaper for one on paper.
    """
    locked = Sitting.objects.select_for_update().get(pk=sitting.pk)
    if locked.state == SittingState.CLOSED:
        raise ExamNotOpen
    if locked.mode == Mode.PAPER:
        raise SatOnPaper
    before, locked.networks = locked.networks, "\n".join(networks)
    if locked.networks == before:
        return
    locked.save(update_fields=["networks"])
    audit.record(
        action="exams.sitting_conditions_set",
        actor=actor,
        target=locked,
        at=at,
        data={"networks": {"before": before.splitlines(), "after": list(networks)}},
    )


def note_outside(place: Place | None, *, address: str, at: datetime) -> Incident | None:
    """Keep as a signal that answers came from an address outside; None where nothing is noted.

    The same address of an attempt is noted once in ten minutes. Cost: none inside, one query outside, and the row.
    """
    if place is None or is_inside(address, ranges=place.networks):
        return None
    signals = Incident.objects.filter(attempt_id=place.attempt_id, kind=OUTSIDE, note=address)
    if signals.filter(at__gt=at - NOTED_AGAIN_AFTER).exists():
        return None
    return Incident.objects.create(
        sitting_id=place.sitting_id, attempt_id=place.attempt_id, at=at, kind=OUTSIDE, note=address
    )
