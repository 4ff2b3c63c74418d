"""Practice of one person: which items, what the notebook holds, how far each module is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from courses.models import CoursePage, Enrolment
from exams.domain import practice as rules
from exams.enums import ItemStatus, PracticeKind
from exams.item_types.registry import item_type
from exams.item_types.veils import veils
from exams.models import FormItem, ItemVersion, PracticeAnswer, PracticeQuestion, PracticeRun
from exams.queries.attempts import Question, shown_question
from exams.queries.results import ExplainedItem
from exams.queries.written import needs_marker
from people.models import Person


def practisable(person: Person) -> QuerySet[ItemVersion]:
    """Return the wordings that a person may practise: of own modules, approved, and never for exams only.

    What a person has to mark is no practice: nobody would learn at once whether it was right.
    """
    courses = Enrolment.objects.filter(person=person).values("course")
    return ItemVersion.objects.alias(needs_marker=needs_marker()).filter(
        needs_marker=False,
        status=ItemStatus.APPROVED,
        item__is_exam_only=False,
        item__area__course__in=courses,
    )


def histories(person: Person) -> dict[int, list[tuple[date, bool]]]:
    """Return for each item ever practised the days, and whether the answer was all right. Cost: one query."""
    found: dict[int, list[tuple[date, bool]]] = {}
    answers = PracticeAnswer.objects.filter(question__run__person=person).order_by("answered_at", "pk")
    for item, day, share in answers.values_list("question__version__item", "answered_on", "share"):
        found.setdefault(item, []).append((day, share == 1))
    return found


@dataclass(slots=True)
class Module:
    """One course of mine as practice sees it: items, those answered at all, those right at last, and the notebook."""

    course: CoursePage
    items: list[int] = field(default_factory=list)
    seen: int = 0
    right: int = 0
    wrong: int = 0

    @property
    def percent(self) -> int:
        """Return the share of items that were right when last answered."""
        return round(100 * self.right / len(self.items)) if self.items else 0


@dataclass(frozen=True, slots=True)
class Practice:
    """All that the practice page shows."""

    modules: list[Module]
    notebook: dict[int, int]
    daily: PracticeRun | None
    daily_done: int
    streak: int
    week: list[tuple[date, bool]]


def modules_of(person: Person, past: dict[int, list[tuple[date, bool]]]) -> list[Module]:
    """Return the modules that hold items to practise, in the order of their codes. Cost: two queries."""
    found: dict[int, Module] = {}
    rows = practisable(person).values_list("item", "item__area__course")
    courses = CoursePage.objects.in_bulk({course for _item, course in rows})
    for item, course in rows:
        module = found.setdefault(course, Module(courses[course]))
        module.items.append(item)
        if history := past.get(item):
            module.seen += 1
            module.right += history[-1][1]
            module.wrong += rules.days_to_go(history) > 0
    return sorted(found.values(), key=lambda module: str(module.course.code))


def notebook_of(past: dict[int, list[tuple[date, bool]]], items: set[int]) -> dict[int, int]:
    """Return the items in the notebook that may still be practised, with the days each has to go."""
    return {item: left for item, history in past.items() if item in items and (left := rules.days_to_go(history))}


def practice_of(person: Person, *, day: date) -> Practice:
    """Return what the practice page shows. Cost: five queries."""
    past = histories(person)
    modules = modules_of(person, past)
    days = {day for history in past.values() for day, _right in history}
    daily = PracticeRun.objects.filter(person=person, kind=PracticeKind.DAILY, day=day).first()
    done = PracticeAnswer.objects.filter(question__run=daily).count() if daily is not None else 0
    week = [date.fromordinal(day.toordinal() - back) for back in range(6, -1, -1)]
    return Practice(
        modules=modules,
        notebook=notebook_of(past, {item for module in modules for item in module.items}),
        daily=daily,
        daily_done=done,
        streak=rules.streak(days, today=day),
        week=[(one, one in days) for one in week],
    )


@dataclass(frozen=True, slots=True)
class Daily:
    """Where somebody stands with the five of the day; `total` is 0 where there is nothing to practise."""

    done: int
    total: int

    @property
    def is_over(self) -> bool:
        """Tell whether all are answered."""
        return self.done >= self.total


def daily_of(person: Person, *, day: date) -> Daily:
    """Return where a person stands with the five of the day, whether opened or not. Cost: one or two queries."""
    answered: list[int | None] = list(
        PracticeQuestion.objects.filter(
            run__person=person, run__kind=PracticeKind.DAILY, run__day=day, version__item__is_exam_only=False
        ).values_list("answer", flat=True)
    )
    if answered:
        return Daily(sum(answer is not None for answer in answered), len(answered))
    return Daily(0, practisable(person)[: rules.DAILY].count())


def questions_of(run: PracticeRun) -> list[PracticeQuestion]:
    """Return the questions of a round with their answers; none that is for exams only by now. Cost: three queries."""
    rows = PracticeQuestion.objects.filter(run=run, version__item__is_exam_only=False)
    cited = rows.select_related("version", "answer").prefetch_related("version__bases__standard")
    return list(cited.order_by("position"))


def answer_to(question: PracticeQuestion) -> PracticeAnswer | None:
    """Return the answer to a question of `questions_of`; None while there is none."""
    return getattr(question, "answer", None)


def shown(question: PracticeQuestion, run: PracticeRun) -> Question:
    """Return what may be seen of a question that is not answered: never its key."""
    version = question.version
    row = FormItem(position=question.position, version=version, points=version.points)
    veil = veils(run.veil, seed=run.public_id)(question.position)
    return shown_question(row, veil, value=question.path)


def explained(question: PracticeQuestion, answer: PracticeAnswer) -> ExplainedItem:
    """Return an answered question of `questions_of` with key, explanation and basis. Cost: none."""
    version = question.version
    kind = item_type(version.item_type)
    return ExplainedItem(
        position=question.position,
        stem=version.stem,
        share=answer.share,
        parts=tuple(kind.parts(version.body, version.key, answer.value)),
        overlays=tuple(kind.drawn(version.body, version.key, answer.value).get("overlays", ())),
        is_critical=version.is_critical,
        explanation=version.explanation,
        bases=tuple(str(basis) for basis in sorted(version.bases.all(), key=lambda basis: basis.pk)),
    )


@dataclass(frozen=True, slots=True)
class NotebookRow:
    """One wording in the notebook, how often it was wrong, and the days it has to go."""

    version: ItemVersion
    wrong: int
    left: int


def notebook_rows(person: Person) -> Sequence[NotebookRow]:
    """Return the notebook, what was wrong most often first. Cost: two queries."""
    past = histories(person)
    left = notebook_of(past, set(past))
    versions = practisable(person).filter(item__in=left).select_related("item__area")
    rows = [
        NotebookRow(version, sum(not right for _day, right in past[version.item_id]), left[version.item_id])
        for version in versions
    ]
    return sorted(rows, key=lambda row: (-row.wrong, row.version.item.code))
