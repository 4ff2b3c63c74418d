"""Who may see which enrolment."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404

from courses.models import Enrolment
from people.models import User
from people.permissions import visible_people


def visible_enrolments(user: User, *, day: date) -> QuerySet[Enrolment]:
    """Return enrolments of the people whom one may see on that day, oneself included."""
    return Enrolment.objects.filter(person__in=visible_people(user, day=day).values("pk"))


def get_own_enrolment(user: User, public_id: str) -> Enrolment:
    """Return one's own enrolment; Http404 for those of others, whether they exist or not."""
    enrolment = (
        Enrolment.objects.filter(Q(person__user=user) & Q(person__user__is_active=True), public_id=public_id)
        .select_related("course", "person")
        .first()
    )
    if enrolment is None:
        raise Http404
    return enrolment
