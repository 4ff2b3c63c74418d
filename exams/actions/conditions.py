"""Conditions of a sitting: from which networks and in which browser it is sat, and what is noted of those outside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from core import audit
from exams.domain.networks import is_inside
from exams.domain.safe_browser import MOST_KEYS
from exams.domain.safe_browser_file import SettingsFile, salt_of, settings_file
from exams.enums import Mode, SittingState
from exams.errors import ExamNotOpen
from exams.errors.conditions import TooManyKeys
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
    locked = _to_change(sitting)
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


@transaction.atomic
def make_settings_file(
    sitting: Sitting, *, start_url: str, quit_password: str, actor: User, at: datetime
) -> SettingsFile:
    """Return a settings file of Safe Exam Browser for a sitting, whose Config Key counts from now on.

    The same address and password give the same file, which is kept nowhere. Raises ExamNotOpen for a closed sitting,
    SatOnPaper for one on paper, and TooManyKeys.
    """
    locked = _to_change(sitting)
    salt = salt_of(locked.public_id, secret=settings.SECRET_KEY)
    file = settings_file(start_url=start_url, salt=salt, quit_password=quit_password)
    keys = locked.config_keys.splitlines()
    if file.config_key not in keys:
        if len(keys) >= MOST_KEYS:
            raise TooManyKeys
        locked.config_keys = "\n".join([*keys, file.config_key])
        locked.save(update_fields=["config_keys"])
    data = {"config_key": file.config_key, "has_quit_password": bool(quit_password)}
    audit.record(action="exams.safe_browser_file_made", actor=actor, target=locked, at=at, data=data)
    return file


def _to_change(sitting: Sitting) -> Sitting:
    locked = Sitting.objects.select_for_update().get(pk=sitting.pk)
    if locked.state == SittingState.CLOSED:
        raise ExamNotOpen
    if locked.mode == Mode.PAPER:
        raise SatOnPaper
    return locked


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
