"""Dated rights in lists, and the rights that somebody holds over one unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from core.prepared import Slot
from people.enums import Right
from people.models import GrantProposal, RoleGrant, Unit, User

NOW, LATER, ENDED = "now", "later", "ended"


def in_force(day: date | Slot) -> Q:
    """Return the condition that a grant holds on a day, its first and last included.

    One that was stopped holds no longer on the day of it.
    """
    lasts = Q(stopped_at=None) & (Q(ends_on=None) | Q(ends_on__gte=day))
    return Q(starts_on__lte=day) & (lasts | Q(stopped_at__isnull=False, ends_on__gt=day))


def rights_over(user: User, unit: Unit, *, day: date) -> frozenset[Right]:
    """Return the rights that an account holds over a unit, by grants there or above. Cost: one query."""
    if not user.is_active:
        return frozenset()
    held = RoleGrant.objects.filter(in_force(day), user=user, unit__below__descendant=unit)
    return frozenset(Right(code) for code in held.values_list("right", flat=True))


def rights_by_unit(user: User, *, day: date) -> dict[int, set[Right]]:
    """Return the rights that an account holds over each unit, by the id of the unit. Cost: one query."""
    held: dict[int, set[Right]] = {}
    if user.is_active:
        rows = RoleGrant.objects.filter(in_force(day), user=user)
        for right, unit in rows.values_list("right", "unit__below__descendant"):
            held.setdefault(unit, set()).add(Right(right))
    return held


def administrators(day: date) -> QuerySet[User]:
    """Return the accounts that are switched on and hold the administrator's right on a day."""
    held = RoleGrant.objects.filter(in_force(day), right=Right.ADMIN)
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("pk")


def rights_held(day: date) -> frozenset[Right]:
    """Return the rights that anybody holds anywhere on a day. Cost: one query."""
    held = RoleGrant.objects.filter(in_force(day), user__is_active=True).values_list("right", flat=True)
    return frozenset(Right(code) for code in held.distinct())


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which grants are looked for; what is empty narrows nothing. The unit counts with all below it."""

    text: str = ""
    right: str = ""
    unit: Unit | None = None
    state: str = ""


def matching(grants: QuerySet[RoleGrant], wanted: Wanted, *, day: date) -> QuerySet[RoleGrant]:
    """Return those that fit; the text may be of the holder's number or name, or of the reason."""
    if text := wanted.text.strip():
        grants = grants.filter(
            Q(user__employee_no__icontains=text)
            | Q(user__first_name__icontains=text)
            | Q(user__last_name__icontains=text)
            | Q(reason__icontains=text)
        )
    if wanted.right:
        grants = grants.filter(right=wanted.right)
    if wanted.unit is not None:
        grants = grants.filter(unit__above__ancestor=wanted.unit)
    if wanted.state == NOW:
        grants = grants.filter(in_force(day))
    elif wanted.state == LATER:
        grants = grants.filter(starts_on__gt=day, stopped_at=None)
    elif wanted.state == ENDED:
        grants = grants.filter(Q(ends_on__lt=day) | Q(stopped_at__isnull=False))
    return grants


def for_list(grants: QuerySet[RoleGrant]) -> QuerySet[RoleGrant]:
    """Return the grants with all that a row shows, by unit, right and holder; the newest first among equals."""
    return grants.select_related("user", "unit", "granted_by", "approved_by").order_by(
        "unit__code", "right", "user__employee_no", "-starts_on", "pk"
    )


def waiting(proposals: QuerySet[GrantProposal]) -> QuerySet[GrantProposal]:
    """Return the proposals that nobody has decided, the oldest first."""
    return proposals.filter(outcome="").select_related("user", "unit", "proposed_by").order_by("proposed_at", "pk")
