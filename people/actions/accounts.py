"""Opens accounts: start codes are handed out, used once, and end in a password of one's own."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from core import audit
from core.identifiers import ALPHABET, normalise_code
from people.actions.carried_details import carry_over
from people.errors import StartCodeNotValid
from people.models import Person, StartCode, User

CODE_LENGTH = 10  # 50 random bits: with sign-in limits, out of reach of guessing within a code's life
CODE_LIFE = timedelta(days=7)


def _hashed(user: User, code: str) -> str:
    return hashlib.sha256(f"{user.pk}:{normalise_code(code)}".encode()).hexdigest()


@transaction.atomic
def hand_out_code(person: Person, *, actor: User, at: datetime) -> str:
    """Return a new one-time code for a person, who gets an account if there is none; older codes end.

    The code is shown once and stored only as a hash. The door asks
    `people.permissions.accounts.may_open_account` first.
    """
    user = person.user
    if user is None:
        user = User.objects.create_user(person.employee_no, first_name=person.name)
        Person.objects.filter(pk=person.pk, user=None).update(user=user)
        carry_over([person.employee_no], addresses=[person.email])
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    StartCode.objects.filter(user=user, ended_at=None).update(ended_at=at)
    row = StartCode.objects.create(
        user=user, code_hash=_hashed(user, code), created_by=actor, created_at=at, expires_at=at + CODE_LIFE
    )
    audit.record(action="people.start_code_handed_out", actor=actor, target=user, at=at, data={"code": row.pk})
    return code


def join_people() -> list[str]:
    """Give each account that has no person the person of its number, where a roster brought one; return the numbers.

    Only the administrators whom a command named begin without. Cost: one query, and one for each of them.
    """
    joined = []
    for pk, number in User.objects.filter(person=None).values_list("pk", "employee_no"):
        found = Person.objects.filter(employee_no__iexact=number, user=None).first()
        if found is not None:
            Person.objects.filter(pk=found.pk, user=None).update(user=pk)
            joined.append(found.employee_no)
    return joined


@dataclass(frozen=True, slots=True)
class HandedOut:
    """One code for one person, readable for as long as this value lives and no longer."""

    person: Person
    code: str
    expires_at: datetime


@transaction.atomic
def hand_out_codes(people: Iterable[Person], *, actor: User, at: datetime) -> list[HandedOut]:
    """Hand out a code to each person, all or none; the rest is as `hand_out_code` says, its row in the trail too."""
    return [HandedOut(person, hand_out_code(person, actor=actor, at=at), at + CODE_LIFE) for person in people]


@transaction.atomic
def use_code(*, employee_no: str, code: str, password: str, at: datetime) -> User:
    """Set the first password of the account that the code was handed out for; the code ends with it.

    Raises StartCodeNotValid for a wrong, used or expired code and for an unknown number alike, and Django's
    ValidationError for a weak password, which leaves the code as it was.
    """
    user = User.objects.filter(employee_no__iexact=employee_no.strip(), is_active=True).first()
    if user is None:
        raise StartCodeNotValid
    validate_password(password, user)
    used = StartCode.objects.filter(
        user=user, code_hash=_hashed(user, code), ended_at=None, expires_at__gt=at
    ).update(ended_at=at)
    if not used:
        raise StartCodeNotValid
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    audit.record(action="people.start_code_used", actor=user, target=user, at=at)
    return user
