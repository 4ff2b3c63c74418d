"""Exemptions in lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from certificates.models import Credential
from compliance.models import Exemption
from people.models import Unit
from people.queries.proposals import matching_proposals


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which exemptions are looked for; what is empty narrows nothing. `show` is a state or in_force, over."""

    text: str = ""
    show: str = ""
    credential: Credential | None = None
    unit: Unit | None = None


def matching(exemptions: QuerySet[Exemption], wanted: Wanted, *, day: date) -> QuerySet[Exemption]:
    """Return those that fit, newest first, with person, credential and proposer."""
    if wanted.credential is not None:
        exemptions = exemptions.filter(credential=wanted.credential)
    found = matching_proposals(exemptions, text=wanted.text, show=wanted.show, unit=wanted.unit, day=day)
    return found.select_related("credential")
