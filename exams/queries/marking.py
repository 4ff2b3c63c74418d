"""The queue of written answers that wait for markers: per question, without names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from exams.domain import marking as rules
from exams.domain.marking import Line, Written
from exams.item_types.registry import item_type
from exams.models import Attempt, Exam, ItemVersion, Marking, MarkingTask, Response


def settled_shares(attempt: Attempt) -> dict[int, Decimal]:
    """Return the shares that markers settled, by position; of several rounds the newest. Cost: one query."""
    rows = MarkingTask.objects.filter(attempt=attempt, settled_at__isnull=False).order_by("round")
    return {task.position: task.share for task in rows if task.share is not None}


@dataclass(frozen=True, slots=True)
class Queue:
    """One question of one exam: answers that wait for me, those that wait for others, and those settled."""

    exam: Exam
    version: ItemVersion
    for_me: int
    to_decide: int
    waiting: int
    settled: int

    @property
    def total(self) -> int:
        """Return how many answers there are."""
        return self.waiting + self.settled


def open_for(tasks: QuerySet[MarkingTask], *, marker_id: int) -> QuerySet[MarkingTask]:
    """Return of these the tasks that one may take up: not settled, not one's own, not marked by oneself.

    A marking in an earlier round counts as well. Each comes with `given`, how many have marked it. Those that need a
    decision come first, then the oldest.
    """
    mine = Marking.objects.filter(
        task__attempt=OuterRef("attempt"), task__position=OuterRef("position"), marker=marker_id
    )
    rows = tasks.filter(~Exists(mine), settled_at=None).exclude(subject=marker_id)
    return rows.annotate(given=Count("markings")).order_by("-given", "pk")


def queues(tasks: QuerySet[MarkingTask], *, marker_id: int) -> list[Queue]:
    """Return one row per exam and question with answers to mark or marked, those with most for me first.

    Cost: four queries.
    """
    counts = {
        (row["attempt__exam"], row["version"]): row
        for row in tasks.order_by()
        .values("attempt__exam", "version")
        .annotate(waiting=Count("pk", filter=Q(settled_at=None)), settled=Count("pk", filter=~Q(settled_at=None)))
    }
    mine: dict[tuple[int, int], list[bool]] = {}
    for_me = open_for(tasks, marker_id=marker_id).annotate(markers=Count("markings"))
    for exam_id, version_id, markers, turns in for_me.values_list("attempt__exam", "version", "markers", "turns"):
        mine.setdefault((exam_id, version_id), []).append(markers >= turns)
    exams = Exam.objects.in_bulk({exam for exam, _version in counts})
    versions = ItemVersion.objects.select_related("item").in_bulk({version for _exam, version in counts})
    rows = [
        Queue(
            exams[pair[0]],
            versions[pair[1]],
            len(mine.get(pair, [])),
            sum(mine.get(pair, [])),
            row["waiting"],
            row["settled"],
        )
        for pair, row in counts.items()
    ]
    return sorted(rows, key=lambda row: (-row.for_me, -row.waiting, row.exam.code, row.version.item.code))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One answer as a marker sees it: nothing says whose it is. `earlier` is empty unless this marker decides."""

    task: MarkingTask
    turn: int
    answers: Sequence[Written]
    rubric: Sequence[Line]
    earlier: Sequence[Marking]

    @property
    def decides(self) -> bool:
        """Tell whether this marker decides between two."""
        return self.turn == rules.DECIDING_TURN


def sheet_of(task: MarkingTask) -> Sheet:
    """Return what a marker sees of a task. Cost: two queries."""
    stood = list(task.markings.order_by("turn"))
    turn = rules.next_turn([marking.turn for marking in stood], turns=task.turns)
    version, value = task.version, _answer_to(task)
    answers = item_type(version.item_type).written(version.body, version.key, value)
    return Sheet(task, turn, answers, rubric_of(task, value), stood if turn == rules.DECIDING_TURN else [])


def rubric_of(task: MarkingTask, value: object = None) -> list[Line]:
    """Return the lines that a marker of this answer decides on. Cost: one query, none where the answer is given."""
    version = task.version
    answer = _answer_to(task) if value is None else value
    return item_type(version.item_type).rubric(version.body, version.key, answer)


def _answer_to(task: MarkingTask) -> object:
    own = Response.objects.filter(attempt=task.attempt_id, position=task.position)
    return own.values_list("value", flat=True).first()


def standing_markings(attempt: Attempt) -> QuerySet[Marking]:
    """Return every marking of an attempt, newest round first, for after marking only."""
    rows = Marking.objects.filter(task__attempt=attempt).select_related("task", "marker")
    return rows.order_by("task__position", F("task__round").desc(), "turn")
