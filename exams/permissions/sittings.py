"""Who sees which sitting, and whom on its roster: all who sit it, or the people of one's own units."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from exams.models import Candidate, Sitting
from people.enums import Right
from people.models import Location, User
from people.permissions import grants_on, has_right_over_all, people_within, visible_units

MAY_SCHEDULE = (Right.TRAINER, Right.HR, Right.SAFETY)
MAY_KEEP_EXAMS = (Right.TRAINER, Right.SAFETY)


def held_sittings(user: User, *, day: date) -> QuerySet[Sitting]:
    """Return the sittings that are one's own with all who sit them.

    Those that one proctors, those at places of units where one may schedule, and those of exams that one keeps as
    trainer or safety; for whoever may schedule in the whole organisation all.
    """
    if not user.is_active:
        return Sitting.objects.none()
    return Sitting.objects.all() if _over_all(user, day=day) else Sitting.objects.filter(_held(user, day=day))


def visible_candidates(user: User, *, day: date) -> QuerySet[Candidate]:
    """Return whom one sees on rosters: everybody of the sittings that one holds, and elsewhere one's own people.

    One's own people are those who work in units where one may schedule. Cost: one query, besides that of the answer.
    """
    if not user.is_active:
        return Candidate.objects.none()
    if _over_all(user, day=day):
        return Candidate.objects.all()
    held = Sitting.objects.filter(_held(user, day=day))
    people = people_within(user, *MAY_SCHEDULE, day=day)
    return Candidate.objects.filter(Q(sitting__in=held.values("pk")) | Q(person__in=people.values("pk")))


def visible_sittings(user: User, *, day: date) -> QuerySet[Sitting]:
    """Return the sittings that one holds, those that one set up, and those that people of one's units sit."""
    if not user.is_active:
        return Sitting.objects.none()
    if _over_all(user, day=day):
        return Sitting.objects.all()
    people = people_within(user, *MAY_SCHEDULE, day=day)
    sat = Candidate.objects.filter(sitting=OuterRef("pk"), person__in=people.values("pk"))
    return Sitting.objects.filter(_held(user, day=day) | Exists(sat) | _set_up_by(user, day=day))


def _over_all(user: User, *, day: date) -> bool:
    return has_right_over_all(user, *MAY_SCHEDULE, day=day)


def _held(user: User, *, day: date) -> Q:
    rooms = visible_units(user, *MAY_SCHEDULE, day=day).values("pk")
    kept = visible_units(user, *MAY_KEEP_EXAMS, day=day).values("pk")
    run = Sitting.proctors.through.objects.filter(sitting=OuterRef("pk"), user=user)
    return Q(Exists(run)) | Q(location__unit__in=rooms) | Q(exam__course__unit__in=kept)


def changeable_sittings(user: User, *, day: date) -> QuerySet[Sitting]:
    """Return the sittings whose time, place and conditions one may change: one's own, and those that one set up."""
    held = held_sittings(user, day=day)
    return Sitting.objects.filter(Q(pk__in=held.values("pk")) | _set_up_by(user, day=day))


def _set_up_by(user: User, *, day: date) -> Q:
    return Q(scheduled_by=user) & Exists(grants_on(user, *MAY_SCHEDULE, day=day))


def get_sitting_for(user: User, public_id: str, *, day: date) -> Sitting:
    """Return a sitting one may see; Http404 otherwise."""
    rows = visible_sittings(user, day=day).filter(public_id=public_id)
    sitting = rows.select_related("exam", "location", "form_set").first()
    if sitting is None:
        raise Http404
    return sitting


def locations_to_use(user: User, *, day: date) -> QuerySet[Location]:
    """Return the places, not out of use, where one may schedule: those of one's units, and those open to all units."""
    units = visible_units(user, *MAY_SCHEDULE, day=day).values("pk")
    shared = Q(is_open_to_all=True) & Exists(grants_on(user, *MAY_SCHEDULE, day=day))
    return Location.objects.filter(Q(unit__in=units) | shared, is_retired=False).order_by("name")
