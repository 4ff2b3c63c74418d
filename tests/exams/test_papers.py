"""Papers: drawn once, keyed by two persons, decided where they differ, scored as on a screen."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from core.models import AuditEvent
from exams.actions import attempts, papers
from exams.enums import AttemptState, PaperState
from exams.errors import AlreadyPassed, AttemptRunning, ExamNotOpen
from exams.errors.papers import (
    CandidateNotPresent,
    KeyedAlready,
    KeyingRefused,
    NotKeyer,
    PaperInHand,
    PaperSettled,
    SatOnPaper,
)
from exams.models import Attempt, Candidate, Keying, Paper, PaperDecision, Response, ResponseEvent
from exams.queries.attempts import current_score, form_items
from exams.queries.papers import paper_by_number, paper_rows, printed
from exams.signals import attempt_finalised
from people.models import Person, User
from tests.factories.exams import make_exam, make_sitting

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def keyers():
    return [User.objects.create_user(name) for name in ("K1", "K2", "K3")]


@pytest.fixture
def sitting(at):
    return make_sitting(make_exam(at=at, time_limit_minutes=30), at=at, mode="paper")


@pytest.fixture
def candidate(sitting, person, user, at):
    return Candidate.objects.create(
        sitting=sitting, person=person, identity_checked_at=at, identity_checked_by=user, identity_method="known"
    )


@pytest.fixture
def paper(sitting, candidate, keyers, at):
    [drawn] = papers.draw_papers(sitting, actor=keyers[0], at=at).papers
    return drawn


def right_texts(paper):
    """Return for each question the letter at which option b, the right one, is printed."""
    return ["ABCD"[[o["id"] for o in q.body["options"]].index("b")] for q in printed(paper)]


def other(letter):
    return "A" if letter != "A" else "B"


def key(paper, keyer, at, texts=None):
    return papers.key(paper, texts=right_texts(paper) if texts is None else texts, actor=keyer, at=at)


def test_two_that_agree_give_the_record_that_a_screen_gives(
    paper, person, keyers, at, django_capture_on_commit_callbacks
):
    heard = []
    attempt_finalised.connect(lambda **s: heard.append(s["attempt_id"]), weak=False, dispatch_uid="test")
    assert key(paper, keyers[0], at) is PaperState.KEYED_ONCE
    assert Attempt.objects.count() == 0

    with django_capture_on_commit_callbacks(execute=True):
        assert key(paper, keyers[1], at, [text.lower() for text in right_texts(paper)]) is PaperState.DONE
    attempt_finalised.disconnect(dispatch_uid="test")

    attempt = Attempt.objects.get()
    assert (attempt.person, attempt.mode, attempt.state, attempt.number) == (person, "paper", "submitted", 1)
    assert (attempt.form_id, attempt.cut_percent) == (paper.form_id, 80)
    assert attempt.ended_at == paper.candidate.sitting.opens_at + 30 * MINUTE
    assert current_score(attempt).percent == 100
    assert current_score(attempt).passed
    assert heard == [attempt.pk]
    assert set(Response.objects.values_list("value", flat=True)) == {"b"}
    assert ResponseEvent.objects.filter(fate="counted").count() == len(form_items(attempt)) == 5


def test_blank_and_spoiled_answers_earn_nothing(paper, keyers, at):
    texts = ["-", "?", *right_texts(paper)[2:]]
    for keyer in keyers[:2]:
        key(paper, keyer, at, texts)

    assert current_score(Attempt.objects.get()).points == 3
    assert list(Response.objects.order_by("position").values_list("value", flat=True)) == [
        None,
        None,
        "b",
        "b",
        "b",
    ]


def test_blank_is_not_the_same_as_spoiled(paper, keyers, at):
    key(paper, keyers[0], at, ["-", *right_texts(paper)[1:]])

    assert key(paper, keyers[1], at, ["?", *right_texts(paper)[1:]]) is PaperState.DIFFERS


def test_differences_are_decided_by_a_keyer_with_a_reason(paper, keyers, at):
    right = right_texts(paper)
    wrong = [right[0], other(right[1]), *right[2:]]
    key(paper, keyers[0], at, wrong)
    assert key(paper, keyers[1], at, [*right[:4], "-"]) is PaperState.DIFFERS
    assert Attempt.objects.count() == 0

    with pytest.raises(NotKeyer):
        papers.decide(paper, texts={2: right[1], 5: right[4]}, reason="seen", actor=keyers[2], at=at)
    with pytest.raises(KeyingRefused) as refused:
        papers.decide(paper, texts={2: "Z"}, reason="seen", actor=keyers[0], at=at)
    assert refused.value.data == {"faults": {2: "no_such_letter", 5: "nothing_keyed"}}
    papers.decide(paper, texts={2: right[1], 5: right[4]}, reason="A is crossed out", actor=keyers[0], at=at)

    assert current_score(Attempt.objects.get()).percent == 100
    decision = PaperDecision.objects.get()
    assert (decision.decided_by, decision.reason) == (keyers[0], "A is crossed out")
    assert decision.entries == {"2": right[1], "5": right[4]}
    assert Keying.objects.get(turn=1).entries == wrong
    assert AuditEvent.objects.get(action="exams.paper_decided").data == {
        "reason": "A is crossed out",
        "positions": [2, 5],
    }


def test_nobody_keys_a_paper_twice(paper, keyers, at):
    key(paper, keyers[0], at)

    with pytest.raises(KeyedAlready):
        key(paper, keyers[0], at)


def test_third_keying_is_refused(paper, keyers, at):
    right = right_texts(paper)
    key(paper, keyers[0], at)
    key(paper, keyers[1], at, ["-", *right[1:]])

    with pytest.raises(PaperSettled):
        key(paper, keyers[2], at)


def test_keying_is_taken_back_while_it_stands_alone_and_stays_on_file(paper, keyers, at):
    key(paper, keyers[0], at, ["-"] * 5)
    with pytest.raises(PaperSettled):
        papers.take_back(paper, actor=keyers[1], at=at)
    papers.take_back(paper, actor=keyers[0], at=at + MINUTE)
    key(paper, keyers[0], at + MINUTE)
    key(paper, keyers[1], at + MINUTE)

    assert current_score(Attempt.objects.get()).percent == 100
    assert Keying.objects.filter(taken_back_at=at + MINUTE).get().entries == ["-"] * 5
    with pytest.raises(PaperSettled):
        papers.take_back(paper, actor=keyers[0], at=at + MINUTE)


def test_keyings_that_differ_are_not_taken_back(paper, keyers, at):
    key(paper, keyers[0], at)
    key(paper, keyers[1], at, ["-"] * 5)

    for keyer in keyers[:2]:
        with pytest.raises(PaperSettled):
            papers.take_back(paper, actor=keyer, at=at)


def test_faulty_keying_stores_nothing_and_names_every_fault(paper, keyers, at):
    with pytest.raises(KeyingRefused) as refused:
        key(paper, keyers[0], at, ["A", "AB", "", "Z", "-"])

    assert refused.value.data == {"faults": {2: "one_letter_only", 3: "nothing_keyed", 4: "no_such_letter"}}
    assert Keying.objects.count() == 0


def test_audit_trail_does_not_tell_what_was_keyed(paper, keyers, at):
    key(paper, keyers[0], at)

    assert AuditEvent.objects.get(action="exams.paper_keyed").data == {"turn": 1}


def test_paper_of_somebody_absent_is_not_keyed(paper, candidate, keyers, at):
    Candidate.objects.update(identity_checked_at=None, identity_checked_by=None)

    with pytest.raises(CandidateNotPresent):
        key(paper, keyers[0], at)


def test_paper_is_not_keyed_before_the_sitting(paper, keyers, at):
    with pytest.raises(ExamNotOpen):
        key(paper, keyers[0], at - timedelta(hours=1))


def test_drawing_again_draws_only_for_those_without(paper, sitting, keyers, at):
    Candidate.objects.create(sitting=sitting, person=Person.objects.create(employee_no="G2", name="李"))

    [second] = papers.draw_papers(sitting, actor=keyers[0], at=at).papers

    assert second.form_id != paper.form_id
    assert papers.draw_papers(sitting, actor=keyers[0], at=at).papers == []
    assert AuditEvent.objects.filter(action="exams.papers_drawn").count() == 2


def test_who_may_not_sit_gets_no_paper_and_is_named(sitting, candidate, person, user, keyers, at):
    running = attempts.start(sitting.exam, person=person, actor=user, at=at)
    [(refused, why)] = papers.draw_papers(sitting, actor=keyers[0], at=at).refused
    assert (refused, type(why)) == (candidate, AttemptRunning)

    attempts.save(
        running,
        answers=[attempts.Answer(n, "b", 1, f"{n}") for n in range(1, 6)],
        received_at=at,
    )
    attempts.submit(running, actor=user, at=at)

    [(_, why)] = papers.draw_papers(sitting, actor=keyers[0], at=at).refused
    assert type(why) is AlreadyPassed
    assert Paper.objects.count() == 0


def test_papers_of_a_closed_or_other_sitting_are_not_drawn(sitting, keyers, at):
    for wrong in (
        make_sitting(sitting.exam, at=at),
        make_sitting(sitting.exam, at=at, mode="paper", state="closed"),
    ):
        with pytest.raises(ExamNotOpen):
            papers.draw_papers(wrong, actor=keyers[0], at=at)


def test_sitting_on_paper_is_not_started_on_a_screen(sitting, candidate, person, user, at):
    with pytest.raises(SatOnPaper):
        attempts.start(sitting.exam, person=person, actor=user, at=at, sitting=sitting)


def test_who_holds_a_paper_starts_nothing_on_a_screen_until_it_is_settled(paper, person, user, keyers, at):
    with pytest.raises(PaperInHand):
        attempts.start(paper.form.exam, person=person, actor=user, at=at)

    for keyer in keyers[:2]:
        key(paper, keyer, at, ["-"] * 5)
    later = at + timedelta(days=2)

    assert attempts.start(paper.form.exam, person=person, actor=user, at=later).number == 2
    assert Attempt.objects.get(number=1).state == AttemptState.SUBMITTED


def test_absence_keeps_nobody_from_the_screen(paper, person, user, at):
    Candidate.objects.update(identity_checked_at=None, identity_checked_by=None)

    assert attempts.start(paper.form.exam, person=person, actor=user, at=at).mode == "online"


def test_cut_score_is_that_of_the_day_of_drawing(paper, keyers, at):
    exam = paper.form.exam
    exam.cut_percent = 10
    exam.save()
    for keyer in keyers[:2]:
        key(paper, keyer, at, [right_texts(paper)[0], *["-"] * 4])

    assert not current_score(Attempt.objects.get()).passed


def test_database_refuses_a_second_keying_by_the_same_person(paper, keyers, at):
    key(paper, keyers[0], at)

    for turn, keyer in ((2, keyers[0]), (1, keyers[1]), (3, keyers[1])):
        with pytest.raises(IntegrityError), transaction.atomic():
            Keying.objects.create(paper=paper, turn=turn, keyed_by=keyer, keyed_at=at, entries=["-"])


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE exams_paper SET cut_percent = 1",
        "DELETE FROM exams_paper",
        "UPDATE exams_keying SET entries = '[]'",
        "UPDATE exams_keying SET turn = 2",
        "DELETE FROM exams_keying",
        "UPDATE exams_paperdecision SET reason = 'x'",
        "DELETE FROM exams_paperdecision",
    ],
)
def test_papers_keyings_and_decisions_cannot_be_changed(paper, keyers, at, sql):
    key(paper, keyers[0], at)
    key(paper, keyers[1], at, ["-"] * 5)
    right = right_texts(paper)
    papers.decide(paper, texts=dict(enumerate(right, start=1)), reason="seen", actor=keyers[1], at=at)

    with (
        pytest.raises(DatabaseError, match=r"append-only|kept"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_what_was_taken_back_is_not_given_again(paper, keyers, at):
    key(paper, keyers[0], at)
    papers.take_back(paper, actor=keyers[0], at=at)

    with pytest.raises(DatabaseError, match="kept"), transaction.atomic():
        Keying.objects.update(taken_back_at=None)


def test_print_holds_nothing_of_the_key_and_is_the_same_again(paper):
    shown = str(printed(paper))

    assert "correct" not in shown
    assert "先通风" not in shown
    assert "E1-" not in shown
    assert printed(Paper.objects.get()) == printed(paper)


def test_paper_is_found_by_its_number_or_its_person(paper, sitting):
    number = paper.number

    for text in (number, f" {number.lower()} ", str(paper.form_id), "g10001"):
        assert paper_by_number(sitting, text) == paper
    wrong = number[:-1] + ("A" if number[-1] != "A" else "B")
    for text in ("", "999999999999999999999", wrong, "G99"):
        assert paper_by_number(sitting, text) is None


@pytest.mark.parametrize("people", [1, 3])
def test_progress_costs_the_same_number_of_queries(sitting, keyers, user, at, people, django_assert_num_queries):
    for number in range(people):
        Candidate.objects.create(
            sitting=sitting,
            person=Person.objects.create(employee_no=f"P{number}", name="员工"),
            identity_checked_at=at,
            identity_checked_by=user,
        )
    for paper in papers.draw_papers(sitting, actor=keyers[0], at=at).papers:
        key(paper, keyers[0], at)

    with django_assert_num_queries(3):
        rows = paper_rows(Candidate.objects.filter(sitting=sitting))

    assert [(row.state, row.keyed_by) for row in rows] == [(PaperState.KEYED_ONCE, ("K1",))] * people
