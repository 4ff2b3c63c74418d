"""Who may see whom: one scope, used by lists, details, exports and tasks alike."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from core.prepared import Prepared
from people.domain.granting import GIVES, names_a_deputy
from people.enums import Right
from people.models import Employment, GrantProposal, Location, Person, RoleGrant, Unit, User
from people.queries.grants import in_force, rights_over
from people.queries.people import last_worked_in

MAY_SEE_PEOPLE = (Right.MANAGER, Right.HR, Right.SAFETY, Right.AUDITOR)
MAY_SEE_WHO_LEFT = (Right.HR, Right.SAFETY, Right.AUDITOR)
MAY_KEEP_ORGANISATION = (Right.HR, Right.ADMIN)
MAY_KEEP_LOCATIONS = (*MAY_KEEP_ORGANISATION, Right.SAFETY, Right.TRAINER)  # who sets up sittings too
MAY_SEE_GRANTS = (Right.ADMIN, *MAY_SEE_PEOPLE)


def grants_on(user: User, *rights: Right, day: date) -> QuerySet[RoleGrant]:
    """Return the grants of these rights that hold on a day; none for an account that is switched off."""
    if not user.is_active:
        return RoleGrant.objects.none()
    return RoleGrant.objects.filter(in_force(day), user=user, right__in=[*rights])


def has_right(user: User, *rights: Right, day: date) -> bool:
    """Tell whether the account holds one of these rights anywhere on a day."""
    return grants_on(user, *rights, day=day).exists()


def has_right_over_all(user: User, *rights: Right, day: date) -> bool:
    """Tell whether the account holds one of these rights for the whole organisation on a day: what no unit keeps,
    such as the training matrix and the names of job roles, is changed by nobody else.
    """
    return grants_on(user, *rights, day=day).filter(unit__parent=None).exists()


HELD = Prepared(
    lambda user, day: RoleGrant.objects.filter(in_force(day), user=user, right__in=[*Right]).values_list("right"),
    user=models.BigIntegerField(),
    day=models.DateField(),
)


def rights_on(user: User, *, day: date) -> frozenset[Right]:
    """Return the rights that the account holds anywhere on a day. Cost: one query."""
    if not user.is_active:
        return frozenset()
    return frozenset(Right(code) for (code,) in HELD.rows(user=user.pk, day=day))


def holders_of(right: Right, *, day: date) -> QuerySet[User]:
    """Return the active accounts that hold a right anywhere on a day, by employee number."""
    held = RoleGrant.objects.filter(in_force(day), right=right)
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("employee_no")


def visible_units(user: User, *rights: Right, day: date) -> QuerySet[Unit]:
    """Return the units of the grants and all below them; never a parent or sibling."""
    granted = grants_on(user, *rights, day=day).values("unit")
    return Unit.objects.filter(above__ancestor__in=granted).distinct()


def visible_people(user: User, *, day: date) -> QuerySet[Person]:
    """Return oneself, whoever works on that day in a unit where one may see people, and who left from there.

    Those who left are seen by human resources, safety and auditors: reports for courts concern exactly them. A line
    manager sees who works in the unit, and nobody from the moment of leaving.
    """
    if not user.is_active:
        return Person.objects.none()
    on_file = people_on_file(user, *MAY_SEE_PEOPLE, day=day)
    return Person.objects.filter(Q(user=user) | Q(pk__in=on_file.values("pk")))


def people_on_file(user: User, *rights: Right, day: date) -> QuerySet[Person]:
    """Return whoever works on that day in a unit where one holds one of these rights, and who left from there last.

    Of the rights, those of human resources, safety and auditors reach people who left.
    """
    there = people_within(user, *rights, day=day)
    units = visible_units(user, *(right for right in rights if right in MAY_SEE_WHO_LEFT), day=day)
    left = last_worked_in(units, day=day)
    return Person.objects.filter(Q(pk__in=there.values("pk")) | Q(pk__in=left.values("pk")))


def may_see_who_left(user: User, *, day: date) -> bool:
    """Tell whether one may find people who left: human resources, safety and auditors, each in scope."""
    return has_right(user, *MAY_SEE_WHO_LEFT, day=day)


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


def may_see_grants(user: User, *, day: date) -> bool:
    """Tell whether one may look at who holds which right anywhere."""
    return has_right(user, *MAY_SEE_GRANTS, day=day)


def visible_grants(user: User, *, day: date) -> QuerySet[RoleGrant]:
    """Return the grants, past and future too, within the units where one may look at rights."""
    return RoleGrant.objects.filter(unit__in=visible_units(user, *MAY_SEE_GRANTS, day=day).values("pk"))


def get_grant_for(user: User, pk: int, *, day: date) -> RoleGrant:
    """Return a grant one may see; Http404 otherwise."""
    grant = visible_grants(user, day=day).filter(pk=pk).select_related("user", "unit").first()
    if grant is None:
        raise Http404
    return grant


def visible_proposals(user: User, *, day: date) -> QuerySet[GrantProposal]:
    """Return the proposed rights within the units where one may look at rights."""
    return GrantProposal.objects.filter(unit__in=visible_units(user, *MAY_SEE_GRANTS, day=day).values("pk"))


def get_proposal_for(user: User, pk: int, *, day: date) -> GrantProposal:
    """Return a proposal one may see; Http404 otherwise."""
    found = visible_proposals(user, day=day).filter(pk=pk)
    proposal = found.select_related("user", "unit", "proposed_by", "decided_by").first()
    if proposal is None:
        raise Http404
    return proposal


def may_give_rights(user: User, *, day: date) -> bool:
    """Tell whether one may give any right: administrators, the safety department, line managers."""
    return has_right(user, *GIVES, day=day)


def units_to_give_in(user: User, *, day: date) -> QuerySet[Unit]:
    """Return the units, not closed on that day, within which one may give rights."""
    return visible_units(user, *GIVES, day=day).filter(Q(valid_to=None) | Q(valid_to__gte=day))


def account_to_receive(user: User, employee_no: str, *, right: Right, unit: Unit, day: date) -> User | None:
    """Return the account of that number, where one may give it this right; None where there is none.

    Line managers name a deputy among the people of their own units; for others every account that is switched on
    will do.
    """
    accounts = User.objects.filter(employee_no__iexact=employee_no.strip(), is_active=True)
    if names_a_deputy(right, giver=rights_over(user, unit, day=day)):
        units = visible_units(user, Right.MANAGER, day=day).values("pk")
        held = Employment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day), unit__in=units, starts_on__lte=day)
        accounts = accounts.filter(Q(person__in=held.values("person")) | Q(pk=user.pk))
    return accounts.first()


def may_import_rosters(user: User, *, day: date) -> bool:
    """Tell whether one may import and undo rosters: a file states everybody, so human resources of every top unit.

    Cost: one query.
    """
    mine = Exists(grants_on(user, Right.HR, day=day).filter(unit=OuterRef("pk")))
    tops = Unit.objects.filter(parent=None).annotate(is_mine=mine)
    return set(tops.values_list("is_mine", flat=True)) == {True}


def units_to_employ_in(user: User, *, day: date) -> QuerySet[Unit]:
    """Return the units in which one may put people to work, and from which one may move them: human resources."""
    return visible_units(user, Right.HR, day=day)


def keepable_people(user: User, *, day: date) -> QuerySet[Person]:
    """Return the people whose details and employments one may change as human resources, never oneself.

    Who works in one's units or is going to, and who left from there last.
    """
    units = units_to_employ_in(user, day=day)
    there = Employment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day), unit__in=units.values("pk"))
    left = last_worked_in(units, day=day)
    people = Person.objects.filter(Q(pk__in=there.values("person")) | Q(pk__in=left.values("pk")))
    return people.exclude(user=user)


def get_person_to_keep(user: User, public_id: str, *, day: date) -> Person:
    """Return such a person; Http404 for all others, whether they exist or not."""
    person = keepable_people(user, day=day).filter(public_id=public_id).first()
    if person is None:
        raise Http404
    return person


def may_keep_organisation(user: User, *, day: date) -> bool:
    """Tell whether one may change units, and look at job roles: human resources and administrators."""
    return has_right(user, *MAY_KEEP_ORGANISATION, day=day)


def may_keep_job_roles(user: User, *, day: date) -> bool:
    """Tell whether one may add, rename and retire job roles, which all units use: who keeps the whole organisation."""
    return has_right_over_all(user, *MAY_KEEP_ORGANISATION, day=day)


def units_to_keep(user: User, *, day: date) -> QuerySet[Unit]:
    """Return the units that one may rename, move and close."""
    return visible_units(user, *MAY_KEEP_ORGANISATION, day=day)


def get_unit_to_keep(user: User, code: str, *, day: date) -> Unit:
    """Return such a unit; Http404 otherwise."""
    unit = units_to_keep(user, day=day).filter(code=code).select_related("parent").first()
    if unit is None:
        raise Http404
    return unit


def may_keep_locations(user: User, *, day: date) -> bool:
    """Tell whether one may add and change places: who keeps the organisation, and who sets up sittings."""
    return has_right(user, *MAY_KEEP_LOCATIONS, day=day)


def locations_to_keep(user: User, *, day: date) -> QuerySet[Location]:
    """Return the places of the units where one keeps them."""
    return Location.objects.filter(unit__in=visible_units(user, *MAY_KEEP_LOCATIONS, day=day).values("pk"))


def get_location_to_keep(user: User, pk: int, *, day: date) -> Location:
    """Return such a place; Http404 otherwise."""
    location = locations_to_keep(user, day=day).filter(pk=pk).select_related("unit").first()
    if location is None:
        raise Http404
    return location
