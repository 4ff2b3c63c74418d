"""Answers that arrive and do not count by rule: their candidate is told, and their examiner finds them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from core.models import Job
from exams.actions import answer_decisions, attempts
from exams.actions import sittings as sitting_actions
from exams.actions.attempts import Answer
from exams.actions.sittings import close_overdue_attempts
from exams.domain.timing import GRACE
from exams.models import Attempt, Candidate, Response, ResponseEvent
from exams.queries.uncounted import Uncounted, uncounted_of, waiting_by_exam
from people.enums import Right
from people.models import RoleGrant, Unit, User
from tests.factories.exams import make_exam, make_sitting

pytestmark = pytest.mark.django_db
A, B = "a" * 26, "b" * 26
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


@pytest.fixture
def examiner(at):
    user = User.objects.create_user("T1", "correct-horse-7")
    top, _ = Unit.objects.get_or_create(
        code="G12", defaults={"name": "G", "kind": "group", "valid_from": "2015-01-01"}
    )
    RoleGrant.objects.create(user=user, right=Right.TRAINER, unit=top, starts_on=date(2020, 1, 1), reason="x")
    return user


@pytest.fixture
def attempt(person, at):
    sitting = make_sitting(make_exam(at=at, attempts_allowed=9), at=at, mode="online", state="open")
    Candidate.objects.create(sitting=sitting, person=person)
    return attempts.start_by(
        {"pk": person.pk}, exam=sitting.exam, actor=person.user, at=at, sitting=sitting, device=A
    )


@pytest.fixture
def look(client, monkeypatch):
    """Open a page as somebody at a time; returns its answer."""

    def open_page(user, name, *args, at):
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        monkeypatch.setattr("core.clock.now", lambda: at)
        return client.get(reverse(name, args=args))

    return open_page


def send(attempt, *, made_at, received_at, positions=(1,), device=A, sequence=1):
    batch = [Answer(n, "b", sequence, f"{n}-{sequence}-{device[0]}", made_at) for n in positions]
    attempts.save(attempt, answers=batch, received_at=received_at, device=device)


def send_too_late(attempt):
    """Let three answers that were given in time and one that was not arrive after the end."""
    after = attempt.deadline_at + MINUTE
    attempts.close_overdue(attempt, at=after)
    send(attempt, made_at=attempt.deadline_at - SECOND, received_at=after, positions=(1, 2, 3))
    send(attempt, made_at=attempt.deadline_at + SECOND, received_at=after, positions=(4,))
    return after


def test_candidate_is_told_of_answers_that_came_late_and_what_was_decided(attempt, examiner, look):
    after = send_too_late(attempt)

    page = look(attempt.person.user, "exams:result", attempt.public_id, at=after).text
    assert "有 3 道题的答案在截止之后、或从另一台设备送达" in page
    assert "有 1 道题的答案在截止之后、或由并非作答设备的设备给出" in page
    first, second, _third, _last = ResponseEvent.objects.order_by("position").values_list("pk", flat=True)
    for event, is_accepted in ((first, True), (second, False)):
        answer_decisions.decide(
            attempt, events=[event], is_accepted=is_accepted, reason="network", actor=examiner, at=after
        )

    assert uncounted_of(attempt) == Uncounted(waiting=1, accepted=1, declined=1, late=1)
    page = look(attempt.person.user, "exams:result", attempt.public_id, at=after).text
    assert "经考核人员认可，已计分" in page
    assert "未获考核人员认可，不计分" in page


def test_a_question_is_told_of_once_however_often_its_answer_came(attempt):
    after = send_too_late(attempt)
    send(attempt, made_at=attempt.deadline_at - SECOND, received_at=after, positions=(1, 4), sequence=2)

    assert uncounted_of(attempt) == Uncounted(waiting=4, accepted=0, declined=0, late=0)


def test_result_says_nothing_where_all_answers_count(attempt, look, at):
    send(attempt, made_at=at, received_at=at)
    attempts.submit(attempt, actor=attempt.person.user, at=at)

    assert "另一台设备" not in look(attempt.person.user, "exams:result", attempt.public_id, at=at).text


def test_examiner_finds_what_waits_on_the_start_page_the_roster_and_the_record(attempt, examiner, look, at):
    home = look(examiner, "website:home", at=at)
    assert "website/home/_deciding.html" not in {block.template for block in home.context["blocks"]}
    after = send_too_late(attempt)

    home = look(examiner, "website:home", at=after)
    [block] = [block for block in home.context["blocks"] if block.template == "website/home/_deciding.html"]
    assert block.data["answers"] == [(attempt.exam, 3)]
    listed = reverse("exams:attempts", args=[attempt.exam.public_id]) + "?waiting=on"
    assert listed in home.text
    roster = look(examiner, "exams:sitting", attempt.sitting.public_id, at=after)
    assert (roster.context["undecided"], [row.undecided for row in roster.context["rows"]]) == (3, [3])
    assert listed in roster.text
    assert "3 个答案待决定" in roster.text


def test_answers_of_a_running_attempt_wait_for_its_end(attempt, at):
    send(attempt, made_at=at, received_at=at, device=B)
    assert waiting_by_exam(Attempt.objects.all()) == []

    attempts.submit(attempt, actor=attempt.person.user, at=at)

    assert waiting_by_exam(Attempt.objects.all()) == [(attempt.exam, 1)]


def test_proctor_who_does_not_keep_the_exam_is_not_led_to_records(attempt, django_user_model, look):
    proctor = django_user_model.objects.create_user("P1", "correct-horse-7")
    attempt.sitting.proctors.add(proctor)
    after = send_too_late(attempt)

    roster = look(proctor, "exams:sitting", attempt.sitting.public_id, at=after)

    assert (roster.context["undecided"], [row.undecided for row in roster.context["rows"]]) == (0, [0])
    assert reverse("exams:record", args=[attempt.public_id]) not in roster.text


@pytest.mark.parametrize(("offset", "counts"), [(timedelta(0), True), (GRACE, True), (GRACE + SECOND, False)])
def test_closing_a_sitting_gives_answers_on_their_way_the_grace(attempt, user, at, offset, counts):
    closed_at = at + 5 * MINUTE
    sitting_actions.close_sitting(attempt.sitting, actor=user, at=closed_at)
    assert not Job.objects.exists()
    close_overdue_attempts(at=closed_at + min(offset, GRACE))

    send(attempt, made_at=closed_at, received_at=closed_at + offset)

    assert Response.objects.exists() == counts
    close_overdue_attempts(at=closed_at + GRACE + SECOND)
    attempt.refresh_from_db()
    assert (attempt.state, attempt.ended_at) == ("closed", closed_at)
