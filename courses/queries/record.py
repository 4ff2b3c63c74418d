"""The learning of one person, for those who may know it."""

from __future__ import annotations

from django.db.models import QuerySet

from courses.models import Enrolment
from people.models import Person


def learning_of(person: Person, enrolments: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """Return of these enrolments those of the person, the newest first, with course and completion."""
    rows = enrolments.filter(person=person).select_related("course", "completion")
    return rows.order_by("-enrolled_at", "-pk")
