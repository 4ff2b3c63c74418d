"""Switches accounts off and on, and takes a lost second factor away."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from core import audit, clock
from people.actions.grants import refuse_to_lose_the_last_administrator
from people.enums import Right
from people.errors import OwnAccount
from people.models import StartCode, User
from people.queries.grants import in_force


def _other(account: User, actor: User) -> User:
    if account.pk == actor.pk:
        raise OwnAccount
    return User.objects.select_for_update().get(pk=account.pk)


def _sign_out_everywhere(account: User) -> int:
    sessions = list(UserSession.objects.filter(user=account))
    for session in sessions:
        session.end()
    return len(sessions)


@transaction.atomic
def switch_off(account: User, *, reason: str, actor: User, at: datetime) -> None:
    """Close an account: its sessions and start codes end at once, its rights hold no longer; its records stay.

    Raises OwnAccount, and LastAdministrator where nobody would be left to give rights.
    """
    row = _other(account, actor)
    day = clock.local_day(at)
    if row.grants.filter(in_force(day), right=Right.ADMIN).exists():
        refuse_to_lose_the_last_administrator(row, day=day)
    if row.is_active:
        row.is_active = False
        row.save(update_fields=["is_active"])
        StartCode.objects.filter(user=row, ended_at=None).update(ended_at=at)
        data = {"reason": reason, "sessions_ended": _sign_out_everywhere(row)}
        audit.record(action="people.account_switched_off", actor=actor, target=row, at=at, data=data)


@transaction.atomic
def switch_on(account: User, *, reason: str, actor: User, at: datetime) -> None:
    """Open an account again, with the rights that still run. Raises OwnAccount."""
    row = _other(account, actor)
    if not row.is_active:
        row.is_active = True
        row.save(update_fields=["is_active"])
        audit.record(action="people.account_switched_on", actor=actor, target=row, at=at, data={"reason": reason})


@transaction.atomic
def reset_second_factor(account: User, *, reason: str, actor: User, at: datetime) -> None:
    """Take app, passkeys and recovery codes away, and sign the account out everywhere. Raises OwnAccount.

    Where the account's rights ask for a second factor, the next sign-in leads to setting up a new one.
    """
    row = _other(account, actor)
    removed = Authenticator.objects.filter(user=row).delete()[0]
    data = {"reason": reason, "removed": removed, "sessions_ended": _sign_out_everywhere(row)}
    audit.record(action="people.second_factor_reset", actor=actor, target=row, at=at, data=data)
