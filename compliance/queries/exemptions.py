"""Exemptions in lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from certificates.models import Credential
from compliance.models import Exemption
from compliance.models.exemption import in_force_on
from people.models import Employment, Unit


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which exemptions are looked for; what is empty narrows nothing. `show` is a state or in_force, over."""

    text: str = ""
    show: str = ""
    credential: Credential | None = None
    unit: Unit | None = None


def matching(exemptions: QuerySet[Exemption], wanted: Wanted, *, day: date) -> QuerySet[Exemption]:
    """Return those that fit, newest first, with person, credential and proposer."""
    if text := wanted.text.strip():
        exemptions = exemptions.filter(Q(person__name__icontains=text) | Q(person__employee_no__icontains=text))
    if wanted.show == "in_force":
        exemptions = exemptions.filter(in_force_on(day))
    elif wanted.show == "over":
        exemptions = exemptions.filter(Q(ends_on__lt=day) | Q(ended_on__lt=day), state="approved")
    elif wanted.show == "declined":
        exemptions = exemptions.filter(state__in=["declined", "withdrawn"])
    elif wanted.show:
        exemptions = exemptions.filter(state=wanted.show)
    if wanted.credential is not None:
        exemptions = exemptions.filter(credential=wanted.credential)
    if wanted.unit is not None:
        working = Q(ends_on=None) | Q(ends_on__gte=day)
        there = Employment.objects.filter(working, starts_on__lte=day, unit__above__ancestor=wanted.unit)
        exemptions = exemptions.filter(person__in=there.values("person"))
    return exemptions.select_related("person", "credential", "proposed_by").order_by("-pk")


def standing_of(exemption: Exemption, *, day: date) -> str:
    """Return the one word for an exemption on a day: its state; of an approved one planned, in_force or over."""
    if exemption.state != "approved":
        return exemption.state
    last = exemption.ended_on if exemption.ended_on is not None else exemption.ends_on
    if day > last:
        return "over"
    return "in_force" if exemption.starts_on <= day else "planned"
