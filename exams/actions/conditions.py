"""Conditions of a sitting: from which networks and in which browser it is sat, and what is noted of those outside."""

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
OTHER_BROWSER = "outside_browser"
NOTED_AGAIN_AFTER = timedelta(minutes=10)  # of the same address: every save would only fill the board


@transaction.atomic
def set_conditions(
    sitting: Sitting,
    *,
    networks: Sequence[str],
    actor: User,
    at: datetime,
    config_keys: Sequence[str] = (),
    browser_keys: Sequence[str] = (),
) -> None:
    """Say from which networks, each a range as CIDR, and in which Safe Exam Browser, by its keys, a sitting is sat.

    Nothing means from everywhere, and in every browser. Attempts that run go on: their answers are kept from
    everywhere, their papers open inside only. Raises ExamNotOpen for a closed sitting and SatOnPaper for one on paper.
    """
    locked = Sitting.objects.select_for_update().get(pk=sitting.pk)
    if locked.state == SittingState.CLOSED:
        raise ExamNotOpen
    if locked.mode == Mode.PAPER:
        raise SatOnPaper
    wanted = {"networks": networks, "config_keys": config_keys, "browser_keys": browser_keys}
    changed = {name: lines for name, lines in wanted.items() if getattr(locked, name) != "\n".join(lines)}
    if not changed:
        return
    data = {
        name: {"before": getattr(locked, name).splitlines(), "after": list(to)} for name, to in changed.items()
    }
    for name, lines in changed.items():
        setattr(locked, name, "\n".join(lines))
    locked.save(update_fields=list(changed))
    audit.record(action="exams.sitting_conditions_set", actor=actor, target=locked, at=at, data=data)


def note_unmet(place: Place | None, *, address: str, in_safe_browser: bool, at: datetime) -> list[Incident]:
    """Keep as signals that answers came from an address outside, or from another browser.

    The same of an attempt and address is noted once in ten minutes. Cost: none inside, else one query, and the rows.
    """
    if place is None:
        return []
    unmet = {OUTSIDE: not is_inside(address, ranges=place.networks), OTHER_BROWSER: not in_safe_browser}
    kinds = [kind for kind, is_so in unmet.items() if is_so]
    if not kinds:
        return []
    signals = Incident.objects.filter(attempt_id=place.attempt_id, kind__in=kinds, note=address)
    known = set(signals.filter(at__gt=at - NOTED_AGAIN_AFTER).values_list("kind", flat=True))
    return [
        Incident.objects.create(
            sitting_id=place.sitting_id, attempt_id=place.attempt_id, at=at, kind=kind, note=address
        )
        for kind in kinds
        if kind not in known
    ]
