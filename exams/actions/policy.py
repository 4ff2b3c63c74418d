"""How answers of an exam are marked and its results released."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from core import audit
from exams.models import Exam
from people.models import User

FIELDS = (
    "release",
    "release_at",
    "appeal_days",
    "double_marking",
    "most_difference_percent",
    "foreign_markers",
)


@transaction.atomic
def set_policy(exam: Exam, *, values: Mapping[str, object], actor: User, at: datetime) -> None:
    """Set the fields of the policy in `values`; answers that wait for markers keep what held when they were opened."""
    chosen = {name: values[name] for name in FIELDS}
    Exam.objects.filter(pk=exam.pk).update(**chosen)
    audit.record(action="exams.policy_set", actor=actor, target=exam, at=at, data=chosen)
