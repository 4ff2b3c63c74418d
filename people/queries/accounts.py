"""Accounts in lists: who may sign in, who waits for a start code, who is switched off."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When

from people.enums import AccountState
from people.models import Person, User


def state_of(prefix: str = "") -> Case:
    """Return the expression for the state of an account; `prefix` leads from the row to the account.

    Whoever has no usable password waits for a start code.
    """
    return Case(
        When(**{f"{prefix}pk": None}, then=Value(AccountState.NONE.value)),
        When(**{f"{prefix}is_active": False}, then=Value(AccountState.OFF.value)),
        When(
            **{f"{prefix}password__startswith": UNUSABLE_PASSWORD_PREFIX}, then=Value(AccountState.WAITING.value)
        ),
        default=Value(AccountState.OPEN.value),
        output_field=CharField(),
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which accounts are looked for; what is empty narrows nothing."""

    text: str = ""
    state: str = ""


def matching(accounts: QuerySet[User], wanted: Wanted) -> QuerySet[User]:
    """Return those that fit, by number, with `state` and `has_second_factor`."""
    factors = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type="recovery_codes")
    accounts = accounts.annotate(state=state_of(), has_second_factor=Exists(factors))
    if text := wanted.text.strip():
        accounts = accounts.filter(
            Q(employee_no__icontains=text) | Q(first_name__icontains=text) | Q(last_name__icontains=text)
        )
    if wanted.state:
        accounts = accounts.filter(state=wanted.state)
    return accounts.select_related("person").order_by("employee_no")


def waiting_for_a_code(people: QuerySet[Person]) -> QuerySet[Person]:
    """Return those without an account, or with one that is on and has no usable password, by number."""
    opened = Q(user__is_active=True, user__password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return people.filter(Q(user=None) | opened).order_by("employee_no")
