"""Written answers inside a case: marked together by persons, no score before, and nowhere where no person marks."""

from decimal import ROUND_DOWN, Decimal

import pytest
from django.urls import reverse

from courses.actions.enrolments import enrol
from courses.enums import EnrolmentSource
from exams.actions import attempts
from exams.actions.assembly import load_bank
from exams.actions.manual_marking import give
from exams.errors import MarkingRefused
from exams.forms.editors import case as editor
from exams.item_types.registry import item_type
from exams.models import Attempt, ContentArea, Item, Score
from exams.queries.marking import sheet_of
from exams.queries.paper_limits import paper_limits
from exams.queries.practice import practisable
from exams.queries.results import explained
from tests.exams.test_manual_marking import enter, markers  # noqa: F401 -- the same three trainers
from tests.factories.courses import make_course
from tests.factories.exams import WRITTEN_CASE, make_exam, make_item

pytestmark = pytest.mark.django_db
BODY, KEY, CASE = WRITTEN_CASE["body"], WRITTEN_CASE["key"], item_type("case")
GIVEN = {"p1": False, "p2": "报警", "p3": "通风"}
HALF = {"p2.a": "1", "p3.a": "1", "p3.b": "0"}


@pytest.fixture
def submit(person, at):
    """Hand in an attempt whose one question is such a case."""

    def hand_in(value, **fields):
        exam = make_exam(at=at, items=1, like=WRITTEN_CASE, **fields)
        attempt = attempts.start(exam, person=person, actor=person.user, at=at)
        [saved] = attempts.save(attempt, answers=[attempts.Answer(1, value, 1, "c")], received_at=at)
        assert saved.fate == "counted"
        return attempts.submit(attempt, actor=person.user, at=at)

    return hand_in


def test_the_case_can_be_used_and_its_questions_be_written():
    assert CASE.problems(BODY, KEY) == []
    assert editor.read(editor.fields(BODY, KEY)) == (BODY, KEY)
    assert "short_answer" in editor.part_types()


@pytest.mark.parametrize(
    ("value", "share"),
    [
        (None, Decimal(0)),
        ({"p1": False}, Decimal("0.2")),
        ({"p1": False, "p2": "报警"}, None),
        (GIVEN, None),
    ],
)
def test_it_has_a_share_at_once_where_nothing_was_written_and_else_none(value, share):
    assert CASE.share(BODY, KEY, value) == share


def test_the_lines_are_worth_their_part_of_what_is_marked():
    assert [(line.id, line.text, line.share) for line in CASE.rubric(BODY, KEY, GIVEN)] == [
        ("p2.a", "(2) 报警", Decimal("0.25")),
        ("p3.a", "(3) 通风", Decimal("0.375")),
        ("p3.b", "(3) 三脚架", Decimal("0.375")),
    ]
    assert [line.id for line in CASE.rubric(BODY, KEY, {"p2": "报警"})] == ["p2.a"]


@pytest.mark.parametrize("decided", [Decimal(0), Decimal("0.3333333333"), Decimal("0.625"), Decimal(1)])
@pytest.mark.parametrize("right", [True, False])
def test_what_markers_decided_is_read_back_from_the_share_of_the_whole(decided, right):
    value = {**GIVEN, "p1": not right}
    share = CASE.settled(BODY, KEY, value, decided)

    assert share == ((Decimal(right) + 4 * decided) / 5).quantize(Decimal("1e-10"), rounding=ROUND_DOWN)
    assert abs(CASE.decided(BODY, KEY, value, share) - decided) < Decimal("1e-6")
    assert (share == 1) == (right and decided == 1)


def test_one_marker_settles_all_that_was_written_and_the_attempt_gets_its_score(submit, markers, at):  # noqa: F811
    attempt = submit(GIVEN)
    task = attempt.marking_tasks.get()
    assert Score.objects.count() == 0
    assert [(row.stem, row.answer) for row in sheet_of(task).answers] == [
        ("(2) 先做什么？", "报警"),
        ("(3) 怎样救人？", "通风"),
    ]

    with pytest.raises(MarkingRefused):
        give(task, lines={"p2.a": "1"}, comment="", actor=markers[0], at=at, turn=1)
    give(task, lines=HALF, comment="", actor=markers[0], at=at, turn=1)

    score = Score.objects.get()
    assert (attempt.marking_tasks.get().share, score.percent) == (Decimal("0.625"), Decimal(70))
    [row] = explained(attempt, score)
    assert [(part.given, part.share) for part in row.parts] == [
        ("错误", 1), ("报警", Decimal("0.625")), ("通风", Decimal("0.625"))
    ]  # fmt: skip


def test_two_mark_without_each_other_and_the_mean_counts(submit, markers, at):  # noqa: F811
    attempt = submit(GIVEN, double_marking=True, most_difference_percent=40)
    task = attempt.marking_tasks.get()

    give(task, lines=HALF, comment="", actor=markers[0], at=at, turn=1)
    assert (Score.objects.count(), sheet_of(task).earlier) == (0, [])
    give(task, lines=dict.fromkeys(HALF, "1"), comment="", actor=markers[1], at=at, turn=2)

    assert attempt.marking_tasks.get().share == Decimal("0.8125")
    assert Score.objects.get().percent == Decimal(85)


def test_a_case_in_which_nothing_was_written_is_marked_at_once(submit):
    attempt = submit({"p1": False})

    assert Score.objects.get().percent == Decimal(20)
    assert not attempt.marking_tasks.exists()


def test_the_marker_sees_each_question_with_answer_and_lines_and_no_name(client, submit, markers, at, monkeypatch):  # noqa: F811
    monkeypatch.setattr("core.clock.now", lambda: at)
    attempt = submit(GIVEN)
    task = attempt.marking_tasks.get()
    enter(client, markers[0])
    door = reverse("exams:marking_answer", args=[task.public_id])

    page = client.get(door).text
    for words in ("小室内有人晕倒。", "(2) 先做什么？", "(3) 怎样救人？", "先报警。", "(3) 三脚架", "37.5 %"):
        assert words in page
    assert attempt.person.name not in page

    client.post(door, {**{f"line-{line}": degree for line, degree in HALF.items()}, "turn": "1", "comment": ""})
    assert Score.objects.get().percent == Decimal(70)


def test_no_such_case_is_practised_or_drawn_for_paper(person, user, at):
    course = make_course()
    enrol(person, course=course, source=EnrolmentSource.SELF, actor=user, at=at)
    area = ContentArea.objects.create(code="M1", name="一", course=course)
    plain = {**WRITTEN_CASE, "body": {"parts": [{**BODY["parts"][0], "id": n} for n in ("x", "y")]}}
    plain["key"] = {"x": {"correct": True}, "y": {"correct": True}}
    for number, like in enumerate([WRITTEN_CASE, plain, {}], start=1):
        make_item(number, area, at=at, **like)
    Item.objects.update(is_exam_only=False)
    exam = make_exam(at=at, items=1, like=WRITTEN_CASE, code="P1")
    exam.fixed_items.create(item=Item.objects.get(code="P1-01"))
    exam.blueprint.update(area=area)

    assert sorted(practisable(person).values_list("item__code", flat=True)) == ["M1-02", "M1-03"]
    on_screen = {c.item_id for c in load_bank(exam).candidates}
    on_paper = {c.item_id for c in load_bank(exam, is_for_paper=True).candidates}
    assert {Item.objects.get(pk=pk).code for pk in on_screen - on_paper} == {"M1-01", "P1-01"}
    assert "P1-01" in " ".join(paper_limits(exam))


def test_a_plain_form_and_the_screen_send_it(client, person, user, at, monkeypatch):
    monkeypatch.setattr("core.clock.now", lambda: at)
    exam = make_exam(at=at, items=1, like=WRITTEN_CASE)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.post(reverse("exams:start", args=[exam.public_id]))
    run = Attempt.objects.get()
    page = client.get(reverse("exams:attempt", args=[run.public_id])).text
    assert ("rubric" in page, "先报警" in page, 'name="q1-p3"' in page) == (False, False, True)

    client.post(reverse("exams:answers", args=[run.public_id]), {"q1-p3": "通风\r\n检测"})

    assert run.responses.get().value == {"p3": "通风\n检测"}
