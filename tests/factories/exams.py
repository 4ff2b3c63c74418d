"""Minimal valid bank, exam and sitting."""

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from PIL import Image

from exams.actions import attempts
from exams.actions.appeals import raise_appeal
from exams.actions.pictures import add_picture
from exams.item_types.registry import item_type
from exams.models import (
    Appeal,
    Attempt,
    BlueprintRow,
    BlueprintSection,
    ContentArea,
    Exam,
    FormItem,
    Item,
    ItemBasis,
    ItemPicture,
    ItemVersion,
    Sitting,
)
from exams.queries.attempts import veils_of
from library.models import Standard
from people.models import Location, Person, Unit


def make_picture(code: str, *, at: datetime, colour: str = "navy") -> ItemPicture:
    """Store a small picture of one colour."""
    out = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "PNG")
    return add_picture(out.getvalue(), code=code, alt="蓝色图片", actor=None, at=at)


def make_item(
    number: int, area: ContentArea, *, at: datetime, critical: bool = False, **fields: object
) -> ItemVersion:
    """Approve one item; a single-choice one of which option b is right, unless `fields` say something else."""
    standard, _ = Standard.objects.get_or_create(code="GB 46768-2025", title="有限空间作业安全技术规范")
    item = Item.objects.create(code=f"{area.code}-{number:02d}", area=area)
    version = ItemVersion.objects.create(
        item=item,
        level=1,
        is_critical=critical,
        **{
            "item_type": "single_choice",
            "stem": f"第{number}题",
            "body": {"options": [{"id": i, "text": f"选项{i}"} for i in "abcd"]},
            "key": {"correct": ["b"]},
            "explanation": "先通风、再检测、后作业。",
            **fields,
        },
    )
    ItemBasis.objects.create(version=version, standard=standard, clause="5.9.1")
    ItemVersion.objects.filter(pk=version.pk).update(status="approved", approved_at=at)
    version.refresh_from_db()
    return version


def make_exam(
    *,
    at: datetime,
    items: int = 5,
    critical: int = 0,
    code: str = "E1",
    like: Mapping[str, object] | None = None,
    **fields: object,
) -> Exam:
    """Open an exam that draws all of its own `items` items, the first `critical` of them critical; all are `like`."""
    area = ContentArea.objects.create(code=code, name=f"内容{code}")
    for number in range(1, items + 1):
        make_item(number, area, at=at, critical=number <= critical, **(like or {}))
    defaults = {"title": f"考试{code}", "requires_course": False, "is_open": True}
    exam = Exam.objects.create(code=code, **{**defaults, **fields})
    if items:
        BlueprintRow.objects.create(exam=exam, area=area, count=items)
    return exam


def make_timed_exam(
    *, at: datetime, minutes: Sequence[int] = (10, 15), each: int = 2, code: str = "T1", **fields: object
) -> Exam:
    """Open an exam of timed sections 甲, 乙, 丙 …, each of so many minutes and with `each` questions of its own."""
    exam = make_exam(at=at, items=0, code=code, **fields)
    for place, length in enumerate(minutes, start=1):
        area = ContentArea.objects.create(code=f"{code}.{place}", name=f"内容{place}")
        for number in range(1, each + 1):
            make_item(number, area, at=at, stem=f"第{place}部分的第{number}题")
        section = BlueprintSection.objects.create(
            exam=exam, place=place, name="甲乙丙丁"[place - 1], minutes=length
        )
        BlueprintRow.objects.create(exam=exam, area=area, count=each, section=section)
    return exam


def make_sitting(exam: Exam, *, at: datetime, mode: str = "on_site", **fields: object) -> Sitting:
    """Open a sitting from half an hour ago until two hours from now, with a start code."""
    unit, _ = Unit.objects.get_or_create(
        code="G12", defaults={"name": "培训中心", "kind": "function", "valid_from": date(2015, 1, 1)}
    )
    place, _ = Location.objects.get_or_create(name="第一考场", defaults={"unit": unit, "capacity": 30})
    defaults = {
        "opens_at": at - timedelta(minutes=30),
        "closes_at": at + timedelta(hours=2),
        "state": "open",
        "code_secret": "a-secret-of-this-sitting",
        "location": place if mode != "online" else None,
    }
    return Sitting.objects.create(exam=exam, mode=mode, **{**defaults, **fields})


WRITTEN = {
    "item_type": "short_answer",
    "stem": "进入小室前要做哪三件事？",
    "body": {"most_characters": 300},
    "key": {
        "rubric": [
            {"id": "a", "text": "通风", "share": "0.4"},
            {"id": "b", "text": "检测", "share": "0.4"},
            {"id": "c", "text": "监护", "share": "0.2"},
        ],
        "model_answer": "先通风，再检测，并安排监护。",
    },
}


SHORT = {"most_characters": 300}
# By rule 1 point, in words 1 and 3: a case of which a person marks four fifths.
WRITTEN_CASE = {
    "item_type": "case",
    "stem": "小室内有人晕倒。",
    "body": {
        "parts": [
            {"id": "p1", "item_type": "true_false", "stem": "可以直接下井救人。", "body": {}, "points": "1"},
            {"id": "p2", "item_type": "short_answer", "stem": "先做什么？", "body": SHORT, "points": "1"},
            {"id": "p3", "item_type": "short_answer", "stem": "怎样救人？", "body": SHORT, "points": "3"},
        ]
    },
    "key": {
        "p1": {"correct": False},
        "p2": {"rubric": [{"id": "a", "text": "报警", "share": "1"}], "model_answer": "先报警。"},
        "p3": {
            "rubric": [{"id": "a", "text": "通风", "share": "0.5"}, {"id": "b", "text": "三脚架", "share": "0.5"}],
            "model_answer": "通风后用三脚架提升。",
        },
    },
}


def as_shown(attempt: Attempt, value: object, *, position: int = 1) -> Any:
    """Return a response as the screen of an attempt names its rows."""
    version = FormItem.objects.select_related("version").get(form=attempt.form_id, position=position).version
    return item_type(version.item_type).renamed(version.body, value, veils_of(attempt)(position))


def submitted_with_a_written_answer(
    person: Person, *, at: datetime, code: str = "W1", exam: Exam | None = None, **fields: object
) -> Attempt:
    """Hand in an attempt whose one question is answered in words."""
    exam = exam or make_exam(at=at, code=code, items=1, like=WRITTEN, **fields)
    attempt = attempts.start(exam, person=person, actor=person.user, at=at)
    attempts.save(attempt, answers=[attempts.Answer(1, "先通风，再检测。", 1, "c1")], received_at=at)
    return attempts.submit(attempt, actor=person.user, at=at)


def sat(
    person: Person, exam: Exam, *, answers: Mapping[int, object], at: datetime, sitting: Sitting | None = None
) -> Attempt:
    """Hand in an attempt with these answers by position, one every half minute."""
    run = attempts.start(exam, person=person, actor=person.user, at=at, sitting=sitting)
    for place, (position, value) in enumerate(answers.items(), start=1):
        answer = attempts.Answer(position, value, 1, f"c{position}")
        attempts.save(run, answers=[answer], received_at=at + timedelta(seconds=30 * place))
    return attempts.submit(run, actor=person.user, at=at + timedelta(minutes=20))


def appealed(person: Person, *, at: datetime, code: str = "A1", **fields: object) -> Appeal:
    """Let somebody answer all wrong and appeal against the first question."""
    exam = make_exam(at=at, code=code, items=2, wait_hours=0, **fields)
    run = sat(person, exam, answers={1: "a", 2: "a"}, at=at)
    return raise_appeal(run, position=1, text="两个选项都对", actor=person.user, at=at + timedelta(hours=1))
