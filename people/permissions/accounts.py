"""Who looks after which account, and to whom one may hand a start code."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.http import Http404

from core import clock
from people.domain.granting import TAKES_TWO
from people.enums import Right
from people.models import Employment, Person, RoleGrant, Unit, User
from people.permissions import grants_on, has_right, visible_units
from people.queries.grants import in_force

MAY_KEEP_ACCOUNTS = (Right.HR, Right.ADMIN)
MAY_OPEN_ACCOUNTS = (Right.HR, Right.MANAGER)


def may_keep_accounts(user: User, *, day: date) -> bool:
    """Tell whether one may look after accounts anywhere: human resources and administrators."""
    return has_right(user, *MAY_KEEP_ACCOUNTS, day=day)


def visible_accounts(user: User, *, day: date) -> QuerySet[User]:
    """Return the accounts of the people of one's units; those who left stay with the units where they worked.

    Accounts without a person are seen by whoever holds the right at the top of the organisation.
    """
    units = visible_units(user, *MAY_KEEP_ACCOUNTS, day=day)
    inside = Employment.objects.filter(unit__in=units.values("pk"))
    working = Employment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day))
    seen = Q(person__in=inside.filter(Q(ends_on=None) | Q(ends_on__gte=day)).values("person"))
    seen |= Q(person__in=inside.values("person")) & ~Q(person__in=working.values("person"))
    if units.filter(parent=None).exists():
        seen |= Q(person=None)
    return User.objects.filter(seen)


def get_account_for(user: User, pk: int, *, day: date) -> User:
    """Return an account that one may look after; Http404 otherwise."""
    account = visible_accounts(user, day=day).filter(pk=pk).first()
    if account is None:
        raise Http404
    return account


def may_switch_account(user: User, account: User, *, day: date) -> bool:
    """Tell whether one may switch an account off and on: never one's own.

    An account that watches over others, by a right that takes two persons or as the installer's, is switched by
    administrators alone.
    """
    if account.pk == user.pk:
        return False
    watches = account.is_superuser or account.grants.filter(in_force(day), right__in=[*TAKES_TWO]).exists()
    return has_right(user, *((Right.ADMIN,) if watches else MAY_KEEP_ACCOUNTS), day=day)


def may_reset_second_factor(user: User, account: User, *, day: date) -> bool:
    """Tell whether one may take a lost second factor away: administrators, never one's own."""
    return account.pk != user.pk and has_right(user, Right.ADMIN, day=day)


def may_open_account(user: User, person: Person, *, at: datetime) -> bool:
    """Tell whether one may hand this person a start code: HR or a line manager of the person, never oneself.

    An account that holds rights of its own is opened by HR alone, so that no manager can take it over.
    """
    if person.user_id == user.pk or (person.user is not None and not person.user.is_active):
        return False
    day = clock.local_day(at)
    holds_rights = person.user is not None and grants_on(person.user, *Right, day=day).exists()
    rights = (Right.HR,) if holds_rights else (Right.HR, Right.MANAGER)
    units = visible_units(user, *rights, day=day).values("pk")
    return person.employments.filter(
        Q(ends_on=None) | Q(ends_on__gte=day), unit__in=units, starts_on__lte=day
    ).exists()


def may_open_accounts(user: User, *, day: date) -> bool:
    """Tell whether one may hand out start codes at all: human resources and line managers."""
    return has_right(user, *MAY_OPEN_ACCOUNTS, day=day)


def units_to_open_in(user: User, *, day: date) -> QuerySet[Unit]:
    """Return the units for whose people one may hand out start codes."""
    return visible_units(user, *MAY_OPEN_ACCOUNTS, day=day)


def people_to_open(user: User, unit: Unit, *, day: date) -> QuerySet[Person]:
    """Return the people of a unit and below to whom one may hand a start code, as `may_open_account` says for one."""
    held = Employment.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day, unit__above__ancestor=unit
    )
    by_hr = held.filter(unit__in=visible_units(user, Right.HR, day=day).values("pk")).values("person")
    by_manager = held.filter(unit__in=visible_units(user, Right.MANAGER, day=day).values("pk")).values("person")
    holders = RoleGrant.objects.filter(in_force(day)).values("user")
    plain = Q(user=None) | ~Q(user__in=holders)
    people = Person.objects.filter(Q(pk__in=by_hr) | (Q(pk__in=by_manager) & plain))
    return people.exclude(user=user).exclude(user__is_active=False)
