"""Who asks for, decides, sees and ends accommodations, and who sets the conditions of a sitting."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404

from exams.models import Accommodation, Sitting
from exams.permissions import is_candidate
from exams.permissions.sittings import changeable_sittings, locations_to_use
from people.enums import Right
from people.models import Location, Person, Unit, User
from people.permissions import has_right, people_within, visible_units

# Reasons concern health: human resources and the safety department read them, nobody who runs exams does.
MAY_KEEP_ACCOMMODATIONS = (Right.HR, Right.SAFETY)
MAY_SEE_ACCOMMODATIONS = (*MAY_KEEP_ACCOMMODATIONS, Right.AUDITOR)


def may_see_accommodations(user: User, *, day: date) -> bool:
    """Tell whether one may see the accommodations of any unit."""
    return has_right(user, *MAY_SEE_ACCOMMODATIONS, day=day)


def may_propose_accommodations(user: User, *, day: date) -> bool:
    """Tell whether one may ask for accommodations: human resources and the safety department."""
    return has_right(user, *MAY_KEEP_ACCOMMODATIONS, day=day)


def may_read_reasons(user: User, *, day: date) -> bool:
    """Tell whether one may read why somebody has an accommodation; auditors see that it was decided by two."""
    return has_right(user, *MAY_KEEP_ACCOMMODATIONS, day=day)


def accommodation_units(user: User, *, day: date) -> QuerySet[Unit]:
    """Return the units whose people's accommodations one may see."""
    return visible_units(user, *MAY_SEE_ACCOMMODATIONS, day=day)


def accommodatable_people(user: User, *, day: date) -> QuerySet[Person]:
    """Return the people for whom one may ask for an accommodation, never oneself."""
    return people_within(user, *MAY_KEEP_ACCOMMODATIONS, day=day).exclude(user=user)


def visible_accommodations(user: User, *, day: date) -> QuerySet[Accommodation]:
    """Return the accommodations of people within those units."""
    people = people_within(user, *MAY_SEE_ACCOMMODATIONS, day=day)
    return Accommodation.objects.filter(person__in=people.values("pk"))


def get_accommodation_for(user: User, public_id: str, *, day: date) -> Accommodation:
    """Return an accommodation one may see; Http404 otherwise."""
    rows = visible_accommodations(user, day=day).filter(public_id=public_id)
    found = rows.select_related("person", "proposed_by", "decided_by", "ended_by").first()
    if found is None:
        raise Http404
    return found


def may_decide_accommodation(user: User, accommodation: Accommodation, *, day: date) -> bool:
    """Tell whether one may approve or decline: HR or safety of the person's unit, neither proposer nor subject."""
    return user.pk != accommodation.proposed_by_id and may_end_accommodation(user, accommodation, day=day)


def may_end_accommodation(user: User, accommodation: Accommodation, *, day: date) -> bool:
    """Tell whether one may end it early: HR or safety of the person's unit, never the subject."""
    return accommodatable_people(user, day=day).filter(pk=accommodation.person_id).exists()


def may_set_conditions(user: User, sitting: Sitting, *, day: date) -> bool:
    """Tell whether one may say when, where and from where a sitting is sat, never as one of its candidates.

    Who proctors it, schedules at its place, keeps its exam or set it up.
    """
    return changeable_sittings(user, day=day).filter(pk=sitting.pk).exists() and not is_candidate(user, sitting)


def locations_to_move_to(user: User, sitting: Sitting, *, day: date) -> QuerySet[Location]:
    """Return where a sitting may move: where one may schedule, and the other places of the unit that it is held in."""
    near = Q(unit__location=sitting.location_id) & Q(is_retired=False)
    own = Q(pk__in=locations_to_use(user, day=day).values("pk"))
    return Location.objects.filter(near | own | Q(pk=sitting.location_id)).distinct().order_by("name")
