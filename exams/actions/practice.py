"""Practice: begin a round, answer its questions. It is no record of training, and leaves no audit row."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import uuid4

from django.db import IntegrityError, transaction

from courses.models import CoursePage
from exams.domain import practice as rules
from exams.enums import PracticeKind
from exams.errors import ChoiceFinal, ResponseRefused
from exams.errors.practice import NothingToPractise
from exams.item_types.registry import item_type
from exams.models import ContentArea, PracticeAnswer, PracticeQuestion, PracticeRun
from exams.queries.practice import histories, notebook_of, practisable
from people.models import Person

A_ROUND = 10


def daily(person: Person, *, day: date, at: datetime) -> PracticeRun:
    """Return the round of the day, made when it is first asked for. Raises NothingToPractise."""
    found = PracticeRun.objects.filter(person=person, kind=PracticeKind.DAILY, day=day).first()
    if found is not None:
        return found
    try:
        return _begun(person, PracticeKind.DAILY, day=day, at=at, count=rules.DAILY)
    except IntegrityError:  # a second tab was faster: its five are the five
        return PracticeRun.objects.get(person=person, kind=PracticeKind.DAILY, day=day)


def of_module(person: Person, *, course: CoursePage, day: date, at: datetime) -> PracticeRun:
    """Begin a round of ten items of one module. Raises NothingToPractise."""
    return _begun(person, PracticeKind.MODULE, day=day, at=at, count=A_ROUND, course=course)


def of_notebook(person: Person, *, day: date, at: datetime) -> PracticeRun:
    """Begin a round of ten items of the notebook. Raises NothingToPractise when it is empty."""
    return _begun(person, PracticeKind.NOTEBOOK, day=day, at=at, count=A_ROUND)


@transaction.atomic
def _begun(
    person: Person, kind: PracticeKind, *, day: date, at: datetime, count: int, course: CoursePage | None = None
) -> PracticeRun:
    past = histories(person)
    allowed = practisable(person)
    if course is not None:
        allowed = allowed.filter(item__area__course=course)
    versions = dict(allowed.values_list("item", "pk"))
    notebook = set(notebook_of(past, set(versions)))
    items = notebook if kind is PracticeKind.NOTEBOOK else set(versions)
    chosen = _chosen(items, notebook, set(past), person=person, kind=kind, day=day, at=at, count=count)
    if not chosen:
        raise NothingToPractise
    area = ContentArea.objects.filter(course=course).order_by("code").first() if course is not None else None
    run = PracticeRun.objects.create(person=person, kind=kind.value, area=area, day=day, begun_at=at, veil=uuid4())
    PracticeQuestion.objects.bulk_create(
        PracticeQuestion(run=run, position=position, version_id=versions[item])
        for position, item in enumerate(chosen, start=1)
    )
    return run


def _chosen(
    items: Collection[int],
    notebook: Collection[int],
    seen: Collection[int],
    *,
    person: Person,
    kind: PracticeKind,
    day: date,
    at: datetime,
    count: int,
) -> list[int]:
    moment = day if kind is PracticeKind.DAILY else at
    held = () if kind is PracticeKind.NOTEBOOK else notebook
    return rules.picked(items, notebook=held, seen=seen, seed=f"{person.pk}:{moment.isoformat()}", count=count)


@transaction.atomic
def answer(question: PracticeQuestion, *, value: object, day: date, at: datetime) -> PracticeAnswer:
    """Mark and keep the answer to a question; the first one stands. Raises ResponseRefused.

    An item that is answered by steps is marked by the choices kept, whatever `value` says.
    """
    locked = PracticeQuestion.objects.select_for_update(of=("self",)).select_related("version").get(pk=question.pk)
    existing = PracticeAnswer.objects.filter(question=locked).first()
    if existing is not None:
        return existing
    version = locked.version
    kind = item_type(version.item_type)
    try:
        given = locked.path if kind.is_stepwise else kind.clean(version.body, value)
    except (ArithmeticError, KeyError, TypeError, ValueError) as error:
        raise ResponseRefused from error
    share = kind.share(version.body, version.key, given)
    if share is None:
        raise ResponseRefused
    return PracticeAnswer.objects.create(
        question=locked, value=given, share=share, answered_on=day, answered_at=at
    )


@transaction.atomic
def choose(question: PracticeQuestion, *, made: int, choice: str) -> PracticeQuestion:
    """Keep one more choice of an item that is answered by steps, after the `made` ones seen.

    The same again is the same. Raises ChoiceFinal where another was made, ResponseRefused for what is not offered.
    """
    locked = PracticeQuestion.objects.select_for_update(of=("self",)).select_related("version").get(pk=question.pk)
    kind = item_type(locked.version.item_type)
    path = locked.path["path"] if isinstance(locked.path, dict) else []
    if path[made : made + 1] == [choice]:
        return locked
    if made != len(path) or PracticeAnswer.objects.filter(question=locked).exists():
        raise ChoiceFinal
    try:
        locked.path = kind.step(locked.version.body, locked.version.key, locked.path, choice)
    except ValueError as error:
        raise ResponseRefused from error
    locked.save(update_fields=["path"])
    return locked
