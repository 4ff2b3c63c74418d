"""What a candidate is told before the start: attempts left, the wait, and what to do when none is left."""

from datetime import timedelta

import pytest
from django.urls import reverse

from exams.actions import attempts
from exams.actions.attempts import Answer
from exams.actions.eligibility import next_number
from exams.errors import MustWait, NoAttemptsLeft, ResultAwaited
from exams.models import Attempt, Score
from exams.queries.standing import standing_of
from tests.factories.exams import make_exam, sat, submitted_with_a_written_answer

pytestmark = pytest.mark.django_db
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
START = ">开始考试</button>"


@pytest.fixture
def page(client, user, monkeypatch):
    """Open the page before the start at a time; returns its text."""
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")

    def show(exam, at):
        monkeypatch.setattr("core.clock.now", lambda: at)
        return client.get(reverse("exams:introduction", args=[exam.public_id])).content.decode()

    return show


def test_first_attempt(page, person, at):
    text = page(make_exam(at=at), at)

    assert "<b>3 / 3</b>" in text
    assert "最多可考 3 次，已用 0 次，还剩 3 次。 未通过须间隔 24 小时再考。" in text
    assert START in text


def test_wait_after_a_failed_attempt_ends_to_the_minute(page, person, at):
    exam = make_exam(at=at)
    sat(person, exam, answers={1: "a"}, at=at)
    again = Attempt.objects.get().ended_at + 24 * HOUR

    early = page(exam, again - timedelta(minutes=1))
    assert "<b>2 / 3</b>" in early
    assert f"下一次考试最早可在 {again + 8 * HOUR:%Y-%m-%d %H:%M} 开始。" in early
    assert START not in early
    assert reverse("exams:practice") in early
    late = page(exam, again)
    assert START in late
    assert "最早可在" not in late


def test_none_left_says_what_to_do_instead_of_a_button(page, person, at):
    exam = make_exam(at=at, attempts_allowed=1, wait_hours=0)
    sat(person, exam, answers={1: "a"}, at=at)

    text = page(exam, at + HOUR)

    assert "<b>0 / 1</b>" in text
    assert "考试次数已用完" in text
    assert "直线主管或培训部门" in text
    assert START not in text
    assert "间隔" not in text


def test_running_attempt_is_gone_on_with_though_it_is_the_last(page, person, at):
    exam = make_exam(at=at, attempts_allowed=1)
    attempts.start(exam, person=person, actor=person.user, at=at)

    text = page(exam, at)

    assert "继续作答" in text
    assert "考试次数已用完" not in text


def passes(person, exam, at):
    return sat(person, exam, answers=dict.fromkeys(range(1, 6), "b"), at=at)


def test_pass_is_told_once_its_result_is_shown(page, person, at):
    shown, held = make_exam(at=at), make_exam(at=at, code="E2", release="by_approval")
    for exam in (shown, held):
        passes(person, exam, at)

    assert "您已通过本考试" in page(shown, at + HOUR)
    assert "您已通过本考试" not in page(held, at + HOUR)


@pytest.mark.parametrize("allowed", [1, 3])
@pytest.mark.parametrize("release", ["by_approval", "at_a_time"])
def test_page_and_door_say_the_same_after_a_pass_and_a_failure_not_shown(
    page, client, person, at, release, allowed
):
    later = {"release_at": at + 5 * DAY} if release == "at_a_time" else {}
    exam = make_exam(at=at, release=release, attempts_allowed=allowed, **later)
    sat(person, exam, answers={1: "a"}, at=at)

    def told():
        text = page(exam, at + 2 * DAY).partition("<main")[2].partition("</main>")[0]
        reply = client.post(reverse("exams:start", args=[exam.public_id]), follow=True)
        return text, [str(message) for message in reply.context["messages"]]

    failed = told()
    Score.objects.create(  # marked anew, and by now a pass
        attempt=Attempt.objects.get(),
        revision=2,
        points=5,
        most_points=5,
        percent=100,
        cut_percent=80,
        passed=True,
        marked_at=at,
    )

    assert Score.objects.standing().get().passed
    assert failed == told()
    assert failed[1] == ["上一次考试的成绩尚未发布；是否再考一次，成绩发布后才能确定。"]
    assert START not in failed[0]
    assert "考试次数已用完" not in failed[0]
    assert Attempt.objects.count() == 1


def test_an_attempt_that_waits_for_its_marker_lets_no_other_begin(page, person, at):
    run = submitted_with_a_written_answer(person, at=at, wait_hours=0)

    assert "成绩尚未发布" in page(run.exam, at + DAY)
    with pytest.raises(ResultAwaited):
        attempts.start(run.exam, person=person, actor=person.user, at=at + DAY)


@pytest.mark.parametrize(("allowed", "refusal"), [(1, NoAttemptsLeft), (2, MustWait)])
def test_refusal_at_the_start_follows_the_same_rule(person, at, allowed, refusal):
    exam = make_exam(at=at, attempts_allowed=allowed)
    run = attempts.start(exam, person=person, actor=person.user, at=at)
    attempts.save(run, answers=[Answer(1, "a", 1, "c1")], received_at=at)
    attempts.submit(run, actor=person.user, at=at)
    standing = standing_of({"pk": person.pk}, exam=exam, at=at)

    with pytest.raises(refusal):
        next_number(exam, standing, at=at + 23 * HOUR)
