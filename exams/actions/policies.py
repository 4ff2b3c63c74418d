"""An exam as policy, and the rows of its blueprint. Attempts that began keep their form, their time and their cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from core import audit
from courses.models import CoursePage
from exams.actions.assembly import plan_form
from exams.domain.blueprint import Shortage
from exams.errors import BankTooSmall, CodeTaken
from exams.models import BlueprintRow, Exam
from people.models import User


@dataclass(frozen=True, slots=True)
class Policy:
    """What may be said about an exam; times in minutes and hours, the cut in percent."""

    code: str
    title: str
    title_en: str
    course: CoursePage | None
    time_limit_minutes: int
    attempts_allowed: int
    wait_hours: int
    cut_percent: Decimal
    critical_count: int
    exposure_percent: int | None
    requires_course: bool
    release: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a blueprint; `pk` is None for a new one, level None and an empty type mean any."""

    pk: int | None
    area_id: int
    level: int | None
    item_type: str
    count: int


@transaction.atomic
def save(exam: Exam | None, policy: Policy, rows: Sequence[Row], *, actor: User, at: datetime) -> Exam:
    """Store an exam with its blueprint, a new one for None.

    Raises CodeTaken, and BankTooSmall for one that is to be open while the bank lacks items: nothing is stored then.
    """
    held = exam if exam is not None else Exam()
    if Exam.objects.filter(code=policy.code).exclude(public_id=held.public_id).exists():
        raise CodeTaken
    facts = {name: getattr(policy, name) for name in Policy.__dataclass_fields__}
    for name, value in facts.items():
        setattr(held, name, value)
    held.save()
    _save_rows(held, rows)
    if policy.is_open and (lacking := shortages(held)):
        raise BankTooSmall(data={"shortages": lacking})
    said = {name: str(value) for name, value in facts.items()}
    data = {**said, "rows": [asdict(row) for row in rows]}
    audit.record(action="exams.policy_saved", actor=actor, target=held, at=at, data=data)
    return held


def _save_rows(exam: Exam, rows: Sequence[Row]) -> None:
    # Rows that stay keep their key, and with it their section and points.
    known = set(exam.blueprint.values_list("pk", flat=True))
    exam.blueprint.exclude(pk__in=[row.pk for row in rows if row.pk is not None]).delete()
    for row in rows:
        facts = {"area_id": row.area_id, "level": row.level, "item_type": row.item_type, "count": row.count}
        if row.pk in known:
            BlueprintRow.objects.filter(pk=row.pk, exam=exam).update(**facts)
        else:
            BlueprintRow.objects.create(exam=exam, **facts)


def shortages(exam: Exam) -> list[Shortage]:
    """Return what the bank lacks for the blueprint as stored; none when a form can be drawn."""
    try:
        plan_form(exam, seed=0)
    except BankTooSmall as refusal:
        found: list[Shortage] = refusal.data["shortages"]
        return found or [Shortage(-1, 1, 0)]
    return []


@transaction.atomic
def checked(exam: Exam | None, policy: Policy, rows: Sequence[Row]) -> list[Shortage]:
    """Return what the bank would lack for a blueprint that is not stored; nothing is changed."""
    mark = transaction.savepoint()
    draft = exam or Exam(**{name: getattr(policy, name) for name in Policy.__dataclass_fields__})
    draft.critical_count = policy.critical_count
    try:
        if draft.pk is None:
            draft.code = f"?{policy.code}"[:20]
            draft.save()
        _save_rows(draft, rows)
        return shortages(draft)
    finally:
        transaction.savepoint_rollback(mark)
