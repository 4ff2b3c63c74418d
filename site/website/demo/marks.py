"""Gives marks a past: where questions are taught, written answers that wait or are marked, an appeal."""

from __future__ import annotations

from datetime import datetime, timedelta

from courses.models import CourseCompletion, LessonPage
from exams.actions import attempts
from exams.actions.appeals import raise_appeal
from exams.actions.manual_marking import give
from exams.actions.received import Answer
from exams.domain.marking import FULLY, HALF, NOT
from exams.models import Attempt, Exam, Item, ItemVersion, MarkingTask
from exams.queries.attempts import current_score, form_items
from people.models import Person, User
from website.demo.organisation import accounts

# Which lesson teaches the questions of each area.
TAUGHT_IN = {
    "M1.1": "m1-sequence",
    "M1.2": "m1-gas-testing",
    "M1.3": "m1-roles-and-approval",
    "M1.4": "m1-no-blind-rescue",
    "M1.5": "m1-roles-and-approval",
    "M2.1": "m2-hotline-script",
    "M2.2": "m2-leave-upward",
    "M2.3": "m2-scald-first-aid",
    "M2.4": "m2-first-crew",
    "M2.5": "m2-card-and-reporting",
    "W2": "m2-hotline-script",
    "M3.1": "m3-words-and-double-prevention",
    "M3.2": "m3-lec",
    "M3.3": "m3-heat-station",
    "M3.4": "m3-chamber-street-basement",
    "M3.5": "m3-closing-the-loop",
}
WRITERS = 6
APPEAL = "题干没有写明小室是否已经停运泄水，按现场情况先断电隔离也说得通，请复核本题的标准答案。"


def build(*, at: datetime) -> None:
    """Write all of it."""
    lessons = dict(LessonPage.objects.values_list("slug", "pk"))
    for area, slug in TAUGHT_IN.items():
        Item.objects.filter(area__code=area).update(lesson=lessons[slug])
    people = {account.label_en: account.employee_no for account in accounts()}
    trainer, safety = (User.objects.get(employee_no=people[label]) for label in ("Trainer", "Safety department"))
    _written_answers(trainer, safety, at=at - timedelta(days=2))
    _appeal({trainer.pk, safety.pk})


def _written_answers(trainer: User, safety: User, *, at: datetime) -> None:
    """Let some sit the written exam: one is marked by two, one by one of two, where they differ one waits."""
    exam = Exam.objects.get(code="M2-W")
    Exam.objects.filter(pk=exam.pk).update(double_marking=True)
    exam.refresh_from_db()
    learned = CourseCompletion.objects.filter(enrolment__course=exam.course).values("enrolment__person")
    own = Person.objects.filter(pk__in=learned).exclude(user__in=[trainer, safety]).order_by("employee_no")
    for place, person in enumerate(own[:WRITERS]):
        run = attempts.start(exam, person=person, actor=trainer, at=at)
        answers = [
            Answer(row.position, _written(row.version, part=(place + row.position) % 3), 1, f"w{row.position}")
            for row in form_items(run)
        ]
        attempts.save(run, answers=answers, received_at=at + timedelta(minutes=12))
        attempts.submit(run, actor=trainer, at=at + timedelta(minutes=15))
        for task in run.marking_tasks.order_by("position"):
            if place < 2:
                _give(task, trainer, FULLY, turn=1, at=at + timedelta(hours=3))
            if place == 0:
                _give(task, safety, HALF if task.position == 1 else FULLY, turn=2, at=at + timedelta(hours=4))


def _written(version: ItemVersion, *, part: int) -> str:
    """Return what somebody writes who knows all, half, or little of it."""
    sentences = [text for text in version.key["model_answer"].replace("；", "。").split("。") if text.strip()]
    kept = (len(sentences), max(1, len(sentences) // 2), 1)[part]
    return "。".join(sentences[:kept]).strip() + "。"


def _give(task: MarkingTask, marker: User, degree: str, *, turn: int, at: datetime) -> None:
    rubric = task.version.key["rubric"]
    last = NOT if degree == HALF else FULLY
    lines = {line["id"]: degree if place + 1 < len(rubric) else last for place, line in enumerate(rubric)}
    comment = "要点基本齐全，最后一条没有写到。" if degree == HALF else ""
    give(task, lines=lines, comment=comment, actor=marker, at=at, turn=turn)


def _appeal(staff: set[int]) -> None:
    """Let one who sat the first exam appeal against a question that was answered wrong, else against the whole."""
    sat = Attempt.objects.filter(exam__code="M1-K", person__user__isnull=False, scores__isnull=False)
    run = sat.exclude(person__user__in=staff).select_related("exam", "person__user").order_by("-ended_at").first()
    score = current_score(run) if run is not None else None
    if run is None or score is None or run.person.user is None:
        return
    wrong = [mark["position"] for mark in score.marks if mark["share"] == "0"]
    raise_appeal(
        run,
        position=wrong[0] if wrong else None,
        text=APPEAL,
        actor=run.person.user,
        at=score.marked_at + timedelta(days=1),
    )
