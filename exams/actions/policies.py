"""An exam as policy, and its blueprint. Attempts that began keep their form, their time and their cut."""

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
from exams.models import BlueprintRow, BlueprintSection, Exam, FixedItem
from people.models import User


@dataclass(frozen=True, slots=True)
class Policy:
    """What may be said about an exam; times in minutes and hours, the cut in percent.

    How answers are marked and when results are shown is set apart, by whoever keeps the exam (`exams.actions.policy`).
    """

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
    is_open: bool


@dataclass(frozen=True, slots=True)
class Section:
    """One section, by the key that rows name it with; below its minimum, in percent, nobody passes.

    It has minutes of its own, or None.
    """

    key: str
    name: str
    name_en: str = ""
    minimum_percent: Decimal | None = None
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a blueprint: level None and an empty type mean any, points None those of the items."""

    area_id: int
    level: int | None
    item_type: str
    count: int
    points: Decimal | None = None
    section: str = ""


@dataclass(frozen=True, slots=True)
class Blueprint:
    """What an exam asks of the bank: rows and sections in their order, and the items that are in every form."""

    rows: Sequence[Row]
    sections: Sequence[Section] = ()
    fixed: Sequence[int] = ()


@transaction.atomic
def save(exam: Exam | None, policy: Policy, blueprint: Blueprint, *, actor: User, at: datetime) -> Exam:
    """Store an exam with its blueprint, a new one for None.

    Raises CodeTaken, and BankTooSmall for one that is to be open while the bank lacks items: nothing is stored then.
    """
    held = Exam() if exam is None else Exam.objects.select_for_update().get(pk=exam.pk)
    if Exam.objects.filter(code=policy.code).exclude(public_id=held.public_id).exists():
        raise CodeTaken
    facts = {name: getattr(policy, name) for name in Policy.__dataclass_fields__}
    for name, value in facts.items():
        setattr(held, name, value)
    held.save()
    _store(held, blueprint)
    if policy.is_open and (lacking := shortages(held)):
        raise BankTooSmall(data={"shortages": lacking})
    said = {name: str(value) for name, value in facts.items()}
    audit.record(action="exams.policy_saved", actor=actor, target=held, at=at, data={**said, **asdict(blueprint)})
    return held


def _store(exam: Exam, blueprint: Blueprint) -> None:
    # Forms hold what they were drawn by, so that nothing points at rows and sections: they are written anew.
    exam.blueprint.all().delete()
    exam.sections.all().delete()
    sections = {
        section.key: BlueprintSection(
            exam=exam,
            place=place,
            name=section.name,
            name_en=section.name_en,
            minimum_percent=section.minimum_percent,
            minutes=section.minutes,
        )
        for place, section in enumerate(blueprint.sections, start=1)
    }
    BlueprintSection.objects.bulk_create(sections.values())
    BlueprintRow.objects.bulk_create(
        BlueprintRow(
            exam=exam,
            area_id=row.area_id,
            level=row.level,
            item_type=row.item_type,
            count=row.count,
            points=row.points,
            section=sections.get(row.section),
        )
        for row in blueprint.rows
    )
    exam.fixed_items.exclude(item__in=blueprint.fixed).delete()
    known = set(exam.fixed_items.values_list("item_id", flat=True))
    FixedItem.objects.bulk_create(
        FixedItem(exam=exam, item_id=item) for item in dict.fromkeys(blueprint.fixed) if item not in known
    )


def shortages(exam: Exam) -> list[Shortage]:
    """Return what the bank lacks for the blueprint as stored; none when a form can be drawn."""
    try:
        plan_form(exam, seed=0)
    except BankTooSmall as refusal:
        found: list[Shortage] = refusal.data["shortages"]
        return found or [Shortage(-1, 1, 0)]
    return []


@transaction.atomic
def checked(exam: Exam | None, policy: Policy, blueprint: Blueprint) -> list[Shortage]:
    """Return what the bank would lack for a blueprint that is not stored; nothing is changed."""
    mark = transaction.savepoint()
    draft = exam or Exam(**{name: getattr(policy, name) for name in Policy.__dataclass_fields__})
    draft.critical_count = policy.critical_count
    draft.exposure_percent = policy.exposure_percent
    try:
        if draft.pk is None:
            draft.code = f"?{policy.code}"[:20]
            draft.save()
        _store(draft, blueprint)
        return shortages(draft)
    finally:
        transaction.savepoint_rollback(mark)
