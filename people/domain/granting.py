"""Who may give which right to whom, and for how long; plain Python."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from people.enums import Right

GIVES: Mapping[Right, frozenset[Right]] = {
    Right.ADMIN: frozenset(Right),
    Right.SAFETY: frozenset({Right.TRAINER, Right.PROCTOR}),
    Right.MANAGER: frozenset({Right.MANAGER}),  # a deputy, for a time
}
# Whoever holds one of these watches over others; nobody comes to watch by the word of a single person.
TAKES_TWO = frozenset({Right.SAFETY, Right.AUDITOR, Right.ADMIN})
DEPUTY_MOST_DAYS = 366


class Verdict(StrEnum):
    """What becomes of a wish to give a right."""

    GIVEN = "given"
    PROPOSED = "proposed"
    TO_ONESELF = "to_oneself"
    NOT_YOURS_TO_GIVE = "not_yours_to_give"
    BEGAN_BEFORE = "began_before"
    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins"
    DEPUTY_WITHOUT_END = "deputy_without_end"
    DEPUTY_FOR_TOO_LONG = "deputy_for_too_long"


@dataclass(frozen=True, slots=True)
class Wish:
    """A right to be given from one day to another, both included; no last day means until further notice."""

    right: Right
    starts_on: date
    ends_on: date | None
    is_to_oneself: bool


def givable(rights: Set[Right]) -> frozenset[Right]:
    """Return the rights that somebody who holds `rights` over a unit may give, or propose, within it."""
    return frozenset().union(*(GIVES.get(right, frozenset()) for right in rights))


def names_a_deputy(right: Right, *, giver: Set[Right]) -> bool:
    """Tell whether a line manager names a deputy, rather than an administrator a manager."""
    return right is Right.MANAGER and Right.ADMIN not in giver


def verdict(wish: Wish, *, giver: Set[Right], today: date) -> Verdict:
    """Say what becomes of a wish; `giver` are the rights that the giver holds over the unit today.

    The first rule that is broken is named. A right may begin today at the earliest: what people did before cannot
    become allowed afterwards.
    """
    if wish.is_to_oneself:
        return Verdict.TO_ONESELF
    if wish.right not in givable(giver):
        return Verdict.NOT_YOURS_TO_GIVE
    if wish.starts_on < today:
        return Verdict.BEGAN_BEFORE
    if wish.ends_on is not None and wish.ends_on < wish.starts_on:
        return Verdict.ENDS_BEFORE_IT_BEGINS
    if names_a_deputy(wish.right, giver=giver):
        if wish.ends_on is None:
            return Verdict.DEPUTY_WITHOUT_END
        if (wish.ends_on - wish.starts_on).days >= DEPUTY_MOST_DAYS:
            return Verdict.DEPUTY_FOR_TOO_LONG
    return Verdict.PROPOSED if wish.right in TAKES_TWO else Verdict.GIVEN


def may_end(right: Right, *, holder: Set[Right], is_own: bool) -> bool:
    """Tell whether one may end a grant: whoever may give the right, or the one who holds it."""
    return is_own or right in givable(holder)


def may_decide(*, decider: Set[Right], is_receiver: bool, is_proposer: bool) -> bool:
    """Tell whether one may approve or decline a proposal: an administrator over the unit, and a third person."""
    return Right.ADMIN in decider and not is_receiver and not is_proposer
