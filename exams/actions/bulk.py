"""One step for many items: each by itself, so that one that cannot be done stops no other."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from core import audit
from core.errors import Refusal
from courses.models import LessonPage
from exams.actions import authoring
from exams.enums import ItemStatus
from exams.errors import NotInState, NotYourBank
from exams.errors.areas import LessonElsewhere
from exams.item_types.problem_words import problem_words
from exams.models import ContentArea, Item, ItemVersion
from exams.queries.areas import lessons_for
from people.models import JobRole, User

VERBS = ("roles", "area", "submit", "approve", "retire")
ASK_FIRST = {"approve", "retire"}  # nothing undoes them
NEEDS_NO_KEEPING = {"approve"}  # the safety department approves what trainers wrote


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done; `roles` and `area` belong to the verbs of their names."""

    verb: str
    roles: list[JobRole] = field(default_factory=list)
    area: ContentArea | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one item; `reason` is empty when it was done."""

    item: Item
    reason: str = ""
    problems: tuple[str, ...] = ()

    @property
    def is_done(self) -> bool:
        """Tell whether it was done."""
        return not self.reason


def apply(items: Sequence[Item], order: Order, *, keeps: Set[int], actor: User, at: datetime) -> list[Outcome]:
    """Do one step for each item and return what became of it; `keeps` holds the keys of items that one may change."""
    outcomes = []
    for item in items:
        try:
            if item.pk not in keeps and order.verb not in NEEDS_NO_KEEPING:
                raise NotYourBank
            with transaction.atomic():
                _apply_one(item, order, actor=actor, at=at)
        except Refusal as refusal:
            problems = tuple(problem_words(refusal.data.get("problems", [])))
            outcomes.append(Outcome(item, refusal.message, problems))
        else:
            outcomes.append(Outcome(item))
    return outcomes


def _apply_one(item: Item, order: Order, *, actor: User, at: datetime) -> None:
    if order.verb == "roles":
        tag_roles(item, roles=order.roles, actor=actor, at=at)
    elif order.verb == "area":
        move_to_area(item, area=order.area, actor=actor, at=at)
    elif order.verb == "submit":
        authoring.submit_for_review(_version(item, ItemStatus.DRAFT), actor=actor, at=at)
    elif order.verb == "approve":
        authoring.approve(_version(item, ItemStatus.IN_REVIEW), actor=actor, at=at)
    elif order.verb == "retire":
        authoring.retire(item, actor=actor, at=at)


def _version(item: Item, status: ItemStatus) -> ItemVersion:
    version = item.versions.filter(status=status).first()
    if version is None:
        raise NotInState
    return version


@transaction.atomic
def tag_roles(item: Item, *, roles: Sequence[JobRole], actor: User, at: datetime) -> None:
    """Say which job roles an item is for; none means all."""
    item.job_roles.set(roles)
    data = {"roles": [role.code for role in roles]}
    audit.record(action="exams.item_roles_set", actor=actor, target=item, at=at, data=data)


@transaction.atomic
def move_to_area(item: Item, *, area: ContentArea | None, actor: User, at: datetime) -> None:
    """Put an item into another content area. Raises NotYourBank when none is named that one may write in."""
    if area is None:
        raise NotYourBank
    Item.objects.filter(pk=item.pk).update(area=area)
    audit.record(action="exams.item_moved", actor=actor, target=item, at=at, data={"to": area.code})


@transaction.atomic
def place(item: Item, *, area: ContentArea, is_exam_only: bool, actor: User, at: datetime) -> None:
    """Say in which area an item belongs, and whether practice may use it."""
    Item.objects.filter(pk=item.pk).update(area=area, is_exam_only=is_exam_only)
    data = {"to": area.code, "exam_only": is_exam_only}
    audit.record(action="exams.item_placed", actor=actor, target=item, at=at, data=data)


@transaction.atomic
def set_lesson(item: Item, *, lesson: LessonPage | None, actor: User, at: datetime) -> None:
    """Say which lesson teaches an item, whatever its wordings; None for none. Raises LessonElsewhere.

    A lesson is one of the course that the item's area belongs to.
    """
    held = Item.objects.select_related("area__course").get(pk=item.pk)
    if lesson is not None and not lessons_for(held.area).filter(pk=lesson.pk).exists():
        raise LessonElsewhere
    Item.objects.filter(pk=held.pk).update(lesson=lesson)
    data = {"lesson": lesson.pk if lesson is not None else None}
    audit.record(action="exams.item_lesson_set", actor=actor, target=held, at=at, data=data)


@transaction.atomic
def note_export(*, actor: User, at: datetime, query: str, count: int) -> None:
    """Note in the audit trail who took the list of items along."""
    data = {"query": query, "count": count}
    audit.record(action="exams.bank_exported", actor=actor, target=actor, at=at, data=data)
