"""Who may see whom: one scope, used by lists, details, exports and tasks alike."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.http import Http404

from core import clock
from people.enums import Right
from people.models import Employment, Person, RoleGrant, Unit, User

MAY_SEE_PEOPLE = (Right.MANAGER, Right.HR, Right.SAFETY, Right.AUDITOR)


def grants_on(user: User, *rights: Right, day: date) -> QuerySet[RoleGrant]:
    """Return the grants of these rights that hold on a day; none for an account that is switched off."""
    if not user.is_active:
        return RoleGrant.objects.none()
    return RoleGrant.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=day), user=user, right__in=[*rights], starts_on__lte=day
    )


def has_right(user: User, *rights: Right, day: date) -> bool:
    """Tell whether the account holds one of these rights anywhere on a day."""
    return grants_on(user, *rights, day=day).exists()


def rights_on(user: User, *, day: date) -> frozenset[Right]:
    """Return the rights that the account holds anywhere on a day. Cost: one query."""
    return frozenset(Right(code) for code in grants_on(user, *Right, day=day).values_list("right", flat=True))


def holders_of(right: Right, *, day: date) -> QuerySet[User]:
    """Return the active accounts that hold a right anywhere on a day, by employee number."""
    held = RoleGrant.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day), right=right, starts_on__lte=day)
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("employee_no")


def visible_units(user: User, *rights: Right, day: date) -> QuerySet[Unit]:
    """Return the units of the grants and all below them; never a parent or sibling."""
    granted = grants_on(user, *rights, day=day).values("unit")
    return Unit.objects.filter(above__ancestor__in=granted).distinct()


def visible_people(user: User, *, day: date) -> QuerySet[Person]:
    """Return oneself, and whoever works on that day in a unit where one may see people."""
    if not user.is_active:
        return Person.objects.none()
    units = visible_units(user, *MAY_SEE_PEOPLE, day=day).values("pk")
    working = Q(employments__ends_on=None) | Q(employments__ends_on__gte=day)
    there = Q(employments__unit__in=units, employments__starts_on__lte=day) & working
    return Person.objects.filter(Q(user=user) | there).distinct()


def people_within(user: User, *rights: Right, day: date) -> QuerySet[Person]:
    """Return whoever works on that day in a unit where one holds one of these rights."""
    units = visible_units(user, *rights, day=day).values("pk")
    held = Employment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day), unit__in=units, starts_on__lte=day)
    return Person.objects.filter(pk__in=held.values("person"))


def get_person_for(user: User, public_id: str, *, day: date) -> Person:
    """Return a person one may see; Http404 for all others, whether they exist or not."""
    person = visible_people(user, day=day).filter(public_id=public_id).first()
    if person is None:
        raise Http404
    return person


def may_open_account(user: User, person: Person, *, at: datetime) -> bool:
    """Tell whether one may hand this person a start code: HR or a line manager of the person, never oneself.

    An account that holds rights of its own is opened by HR alone, so that no manager can take it over.
    """
    if person.user_id == user.pk:
        return False
    day = clock.local_day(at)
    holds_rights = person.user is not None and grants_on(person.user, *Right, day=day).exists()
    rights = (Right.HR,) if holds_rights else (Right.HR, Right.MANAGER)
    units = visible_units(user, *rights, day=day).values("pk")
    return person.employments.filter(
        Q(ends_on=None) | Q(ends_on__gte=day), unit__in=units, starts_on__lte=day
    ).exists()
