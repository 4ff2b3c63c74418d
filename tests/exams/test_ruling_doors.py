"""The screens of rulings: proposed on the record, decided with what follows in view, told to the candidate."""

from datetime import timedelta

import pytest
from django.urls import reverse

from exams.actions import rulings
from exams.models import Attempt, Ruling
from exams.queries.roster import candidates_of, newest_scores, roster
from tests.exams.test_rulings import RIGHT, certified, failed, rule, staff  # noqa: F401 -- the same two persons
from tests.factories.exams import make_exam, make_sitting, sat

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def enter(client, monkeypatch, at):
    """Sign somebody in, at a time."""

    def sign_in(user, at=at):
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        monkeypatch.setattr("core.clock.now", lambda: at)
        return client

    return sign_in


def test_from_the_record_to_an_approved_ruling(certified, staff, enter):  # noqa: F811
    run = certified.attempt
    door = reverse("exams:ruling_new", args=[run.public_id])
    client = enter(staff["trainer"])
    assert door in client.get(reverse("exams:record", args=[run.public_id])).text

    reply = client.post(door, {"kind": "void_and_grant", "reason": "替考"}, follow=True)

    page = reverse("exams:ruling", args=[Ruling.objects.get().public_id])
    assert reply.redirect_chain[-1][0] == page
    assert "考生还可开始的考试次数：现在 0 次，批准后 3 次。" in reply.text
    assert "AN-M1-2026-000001-X" in reply.text
    assert client.post(page, {"decision": "approve", "note": ""}).status_code == 403
    assert "替考" in client.get(reverse("exams:record", args=[run.public_id])).text

    client = enter(staff["safety"])
    assert page in client.get(reverse("website:home")).text
    assert page in client.get(reverse("exams:rulings") + "?state=proposed").text
    assert client.post(page, {"decision": "decline", "note": ""}).context["form"].errors
    client.post(page, {"decision": "approve", "note": "核实"})

    run.refresh_from_db()
    assert run.state == "void"
    assert "AN-M1-2026-000001-X" in client.get(page).text
    assert "作废" in client.get(reverse("exams:record", args=[run.public_id])).text
    assert "一概不计" in client.get(reverse("exams:attempt_marks", args=[run.public_id])).text


def test_refusals_are_said_on_the_form(person, staff, enter, at):  # noqa: F811
    run = sat(person, make_exam(at=at), answers=RIGHT, at=at)
    client = enter(staff["trainer"])
    door = reverse("exams:ruling_new", args=[run.public_id])

    assert "只有作废本次作答，才能再考一次" in client.post(door, {"kind": "grant", "reason": "x"}).text
    assert client.post(door, {"kind": "void", "reason": " "}).context["form"].errors
    assert not Ruling.objects.exists()


def test_a_proposal_is_withdrawn_by_who_made_it(person, staff, enter, at):  # noqa: F811
    run = failed(person, make_exam(at=at), at)
    ruling = rulings.propose(run, kind="void", reason="x", actor=staff["safety"], at=at)
    door = reverse("exams:ruling_withdraw", args=[ruling.public_id])

    assert enter(staff["second"]).post(door).status_code == 403
    enter(staff["safety"]).post(door)

    ruling.refresh_from_db()
    assert ruling.state == "withdrawn"


@pytest.mark.parametrize(
    ("kind", "words", "is_scored"),
    [
        ("void_and_grant", ["已作废：既不算通过，也不算未通过。", "已补给您一次考试机会。", "原因：火警"], False),
        ("void", ["已作废：既不算通过，也不算未通过。", "原因：火警"], False),
        ("grant", ["一次考试机会。", "原因：火警"], True),
    ],
)
def test_candidate_reads_it_on_the_result_and_before_the_start(
    person,
    rule,  # noqa: F811
    enter,
    at,
    kind,
    words,
    is_scored,
):
    run = failed(person, make_exam(at=at, wait_hours=0), at)
    rule(run, kind)
    client = enter(person.user, at + HOUR)

    result = client.get(reverse("exams:result", args=[run.public_id]))
    before = client.get(reverse("exams:introduction", args=[run.exam.public_id]))

    for page in (before.text, result.text):
        assert [text for text in words if text not in page] == []
    assert reverse("exams:introduction", args=[run.exam.public_id]) in result.text
    assert ("20 %" in result.text, bool(result.context["rows"])) == (False, is_scored)
    assert result.context["may_appeal"] is is_scored
    left = {"void_and_grant": "<b>3 / 4</b>", "void": "<b>2 / 3</b>", "grant": "<b>3 / 4</b>"}[kind]
    assert left in before.text
    assert "开始考试</button>" in before.text


@pytest.mark.parametrize("kind", ["grant", "void_and_grant"])
def test_the_start_page_tells_of_a_granted_attempt_until_it_is_used(person, rule, enter, at, kind):  # noqa: F811
    exam = make_exam(at=at, wait_hours=0, attempts_allowed=1)
    run = failed(person, exam, at)
    told, way = f"“{exam.local_title}”已另给您一次考试机会。", reverse("exams:introduction", args=[exam.public_id])
    client, home = enter(person.user, at + HOUR), reverse("website:home")
    assert told not in client.get(home).text

    rule(run, kind)
    page = client.get(home).text
    assert (told in page, way in page) == (True, True)

    client.post(reverse("exams:start", args=[exam.public_id]))
    assert told not in client.get(home).text


def test_the_start_page_tells_of_no_granted_attempt_once_the_exam_is_passed(person, rule, enter, at):  # noqa: F811
    exam = make_exam(at=at, wait_hours=0)
    for run in [failed(person, exam, at), failed(person, exam, at + HOUR)]:
        rule(run, "grant")
    assert sat(person, exam, answers=RIGHT, at=at + 2 * HOUR).grant is not None
    assert Ruling.objects.filter(used_by=None).exists()

    assert enter(person.user, at + 3 * HOUR).get(reverse("website:home")).context["granted"] == []


def test_candidate_of_a_void_pass_may_begin_again(person, rule, enter, at):  # noqa: F811
    run = sat(person, make_exam(at=at), answers=RIGHT, at=at)
    client = enter(person.user, run.ended_at)
    assert "您已通过本考试" in client.get(reverse("exams:introduction", args=[run.exam.public_id])).text
    rule(run, "void_and_grant")

    client.post(reverse("exams:start", args=[run.exam.public_id]))

    assert Attempt.objects.get(state="open").grant.attempt == run


def test_roster_sheet_tells_no_score_of_a_void_attempt(person, rule, at):  # noqa: F811
    sitting = make_sitting(make_exam(at=at), at=at, mode="online")
    sitting.candidates.create(person=person)
    run = sat(person, sitting.exam, answers=RIGHT, at=at, sitting=sitting)
    assert list(newest_scores(roster(candidates_of(sitting), sitting=sitting, at=at))) == [run.pk]
    rule(run, "void")

    assert newest_scores(roster(candidates_of(sitting), sitting=sitting, at=at)) == {}


def test_list_costs_the_same_whatever_there_is(person, rule, staff, enter, at, django_assert_num_queries):  # noqa: F811
    client = enter(staff["safety"])
    for number in range(3):
        rule(failed(person, make_exam(at=at, code=f"E{number}"), at), "void")
        client.get(reverse("exams:rulings"))
        with django_assert_num_queries(7):
            client.get(reverse("exams:rulings"))
