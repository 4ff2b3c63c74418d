"""What a proctor does in the room: more time, for several or for a silence; another end or place; what is told."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.models import AuditEvent
from exams.actions import attempts, contacts, extensions, sitting_changes
from exams.actions.attempts import Answer
from exams.domain.start_code import start_code
from exams.errors import ExamNotOpen, SilenceMadeGood, SittingTimesWrong
from exams.models import Attempt, Candidate, Contact, Extension, Incident
from exams.queries.contacts import Call
from exams.queries.roster import candidates_of, roster
from exams.views.devices import COOKIE
from people.models import Location, Person, User
from tests.factories.exams import as_shown, make_exam, make_sitting

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
A, B = "a" * 26, "b" * 26
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


@pytest.fixture
def sitting(at):
    return make_sitting(make_exam(at=at, items=3, time_limit_minutes=60), at=at)


@pytest.fixture
def proctor(client, sitting, at, monkeypatch):
    monkeypatch.setattr("core.clock.now", lambda: at)
    account = User.objects.create_user("PROCTOR1")
    sitting.proctors.add(account)
    client.force_login(account, backend=BACKEND)
    return account


@pytest.fixture
def running(sitting, proctor, at):
    """Return what lets another person begin."""

    def begin(number):
        account = User.objects.create_user(number)
        person = Person.objects.create(employee_no=number, name=f"员工{number}", user=account)
        Candidate.objects.create(
            sitting=sitting, person=person, identity_checked_at=at, identity_checked_by=proctor
        )
        code = start_code(secret=sitting.code_secret, at=at)
        return attempts.start_by(
            {"pk": person.pk}, exam=sitting.exam, actor=account, at=at, sitting=sitting, code=code, device=A
        )

    return begin


def post(client, name, sitting, **data):
    return client.post(reverse(name, args=[sitting.public_id]), data, follow=True).content.decode()


def rows_of(sitting, at):
    return {
        row.candidate.person.employee_no: row for row in roster(candidates_of(sitting), sitting=sitting, at=at)
    }


@pytest.mark.parametrize("count", [1, 3])
def test_time_for_all_is_one_transaction_one_audit_row_and_a_row_for_each(
    client, sitting, running, proctor, at, count, django_assert_num_queries
):
    runs = [running(f"P{number}") for number in range(count)]
    over = running("OVER")
    attempts.submit(over, actor=over.person.user, at=at)
    before = AuditEvent.objects.count()

    with django_assert_num_queries(8):  # three of the audit row, and the edges of the transaction
        extensions.extend_all(sitting, Attempt.objects.all(), minutes=20, reason="停电", actor=proctor, at=at)

    for run in runs:
        assert Attempt.objects.get(pk=run.pk).deadline_at == run.deadline_at + 20 * MINUTE
    assert sorted(Extension.objects.values_list("attempt", "minutes", "reason")) == [
        (run.pk, 20, "停电") for run in runs
    ]
    assert AuditEvent.objects.count() == before + 1
    told = AuditEvent.objects.get(action="exams.sitting_extended").data
    assert (told["reason"], sorted(told["attempts"])) == ("停电", sorted(run.public_id for run in runs))


def test_time_for_those_who_are_ticked_and_never_for_another_sitting(client, sitting, running, proctor, at):
    first, second, third = running("P1"), running("P2"), running("P3")
    ticked = [first.public_id, third.public_id]

    post(client, "exams:sitting_extend", sitting, whom="ticked", attempt=ticked, minutes=5, reason="火警")

    assert set(Extension.objects.values_list("attempt", flat=True)) == {first.pk, third.pk}
    said = post(client, "exams:sitting_extend", sitting, whom="ticked", minutes=5, reason="火警")
    assert "请至少勾选一名" in said
    elsewhere = make_sitting(sitting.exam, at=at)
    elsewhere.proctors.add(proctor)
    post(
        client,
        "exams:sitting_extend",
        elsewhere,
        whom="ticked",
        attempt=second.public_id,
        minutes=5,
        reason="火警",
    )
    assert not Extension.objects.filter(attempt=second).exists()


def test_time_for_nobody_who_sits_is_refused(sitting, running, proctor, at):
    run = running("P1")
    attempts.submit(run, actor=run.person.user, at=at)

    with pytest.raises(ExamNotOpen):
        extensions.extend_all(sitting, Attempt.objects.all(), minutes=5, reason="火警", actor=proctor, at=at)


def test_a_later_end_gives_back_what_was_cut_off_and_an_earlier_one_takes_nothing(sitting, running, proctor, at):
    sitting.closes_at = at + 30 * MINUTE
    sitting.save()
    run = running("P1")
    extensions.extend(run, minutes=5, reason="加时", actor=proctor, at=at)

    def moved(minutes):
        sitting_changes.change(
            sitting,
            closes_at=at + minutes * MINUTE,
            location=sitting.location,
            reason="停电",
            actor=proctor,
            at=at,
        )
        sitting.refresh_from_db()
        return (Attempt.objects.get(pk=run.pk).deadline_at - at) / MINUTE

    assert (Attempt.objects.get(pk=run.pk).deadline_at - at) / MINUTE == 35
    assert [moved(40), moved(20), moved(180)] == [45, 45, 65]
    told = AuditEvent.objects.filter(action="exams.sitting_changed").latest("pk").data
    assert (told["reason"], list(told["attempts"])) == ("停电", [run.public_id])
    assert Incident.objects.filter(kind="end_changed", noted_by=proctor).count() == 3


def test_the_place_changes_while_it_runs_and_is_told(client, sitting, proctor, at):
    there = Location.objects.create(name="第二考场", unit=sitting.location.unit, capacity=30)
    page = client.get(reverse("exams:sitting_change", args=[sitting.public_id])).content.decode()
    assert "第二考场" in page

    shown = post(
        client, "exams:sitting_change", sitting, closes_at="2026-11-25T18:00", location=there.pk, reason="漏水"
    )

    sitting.refresh_from_db()
    assert sitting.location == there
    assert "第一考场 → 第二考场 · 漏水" in shown


def test_an_end_that_is_over_and_a_closed_sitting_are_refused(sitting, proctor, at):
    said = {"location": sitting.location, "reason": "停电", "actor": proctor, "at": at}
    with pytest.raises(SittingTimesWrong):
        sitting_changes.change(sitting, closes_at=at, **said)
    type(sitting).objects.update(state="closed")
    with pytest.raises(ExamNotOpen):
        sitting_changes.change(sitting, closes_at=at + MINUTE, **said)


def test_answers_move_the_contact_and_those_of_another_device_do_not(running, at):
    run = running("P1")
    contacts.opened(run, at=at)
    first, second = at + 5 * SECOND, at + 9 * SECOND

    attempts.save(run, answers=[Answer(1, "b", 1, "c1")], received_at=first, device=A)
    attempts.save(run, answers=[Answer(2, "b", 2, "c2")], received_at=second, device=B)

    assert Contact.objects.get().heard_at == first


def save(client, run, *, device=A, answers=()):
    client.force_login(run.person.user, backend=BACKEND)
    client.cookies[COOKIE] = device
    data = json.dumps({"answers": list(answers)})
    return client.post(reverse("exams:save", args=[run.public_id]), data, content_type="application/json")


def answer(run, sequence=1):
    return {"position": 1, "value": as_shown(run, "b"), "sequence": sequence, "client_id": f"c{sequence}"}


@pytest.mark.parametrize("answers", [0, 1], ids=["a sign of life", "answers"])
def test_a_silence_ends_with_the_next_contact_and_is_written_down_by_the_server(
    client, sitting, running, proctor, at, monkeypatch, answers
):
    run = running("P1")
    contacts.opened(run, at=at)
    later = at + 95 * SECOND
    row = rows_of(sitting, later)["P1"]
    assert (row.seen_at, row.quiet, list(row.silences)) == (at, 95 * SECOND, [])

    monkeypatch.setattr("core.clock.now", lambda: later)
    save(client, run, answers=[answer(run)] * answers)
    save(client, run)

    row = rows_of(sitting, later)["P1"]
    assert (row.seen_at, row.quiet, [silence.minutes for silence in row.silences]) == (later, None, [2])
    told = Incident.objects.get()
    assert (told.kind, told.note, told.began_at, told.at) == ("disconnected", "95 s", at, later)


def test_one_click_gives_the_time_of_a_silence_and_only_once(client, sitting, running, proctor, at):
    run = running("P1")
    contacts.opened(run, at=at)
    silence = contacts.heard(Call(run.pk, sitting.pk, at), at=at + 95 * SECOND)

    for _ in range(2):
        post(client, "exams:sitting_silence", sitting, silence=silence.pk)

    given = Extension.objects.get()
    assert (given.minutes, given.silence, given.given_by) == (2, silence, proctor)
    assert Attempt.objects.get(pk=run.pk).deadline_at == run.deadline_at + 2 * MINUTE
    assert not rows_of(sitting, at)["P1"].silences
    with pytest.raises(SilenceMadeGood):
        extensions.make_good(silence, actor=proctor, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Extension.objects.create(
            attempt=run, minutes=1, reason="x", given_by=proctor, given_at=at, silence=silence
        )


def test_a_second_that_ends_the_same_silence_writes_nothing(sitting, running, at):
    run = running("P1")
    contacts.opened(run, at=at)
    both = [contacts.heard(Call(run.pk, sitting.pk, at), at=at + seconds * SECOND) for seconds in (40, 41)]

    assert (both[0] is not None, both[1]) == (True, None)


def test_a_sign_of_life_is_one_statement_and_one_more_in_twelve_seconds(
    client, running, at, monkeypatch, django_assert_num_queries
):
    run = running("P1")
    contacts.opened(run, at=at)
    save(client, run)
    for seconds, queries in ((8, 3), (16, 4), (24, 3), (32, 4)):  # with session and account
        monkeypatch.setattr("core.clock.now", lambda seconds=seconds: at + seconds * SECOND)
        with django_assert_num_queries(queries):
            client.post(
                reverse("exams:save", args=[run.public_id]), '{"answers": []}', content_type="application/json"
            )


def test_another_device_that_writes_is_a_signal_at_once_and_not_at_every_answer(client, running, at):
    run = running("P1")
    contacts.opened(run, at=at)
    for sequence in (1, 2, 3):
        save(client, run, device=B, answers=[answer(run, sequence)])

    told = Incident.objects.get()
    assert (told.kind, told.attempt, told.note) == ("other_device_writes", run, "BBBB")
    assert Contact.objects.get().heard_at == at


def test_the_roster_says_how_many_of_how_many_and_leaves_out_what_was_taken_back(sitting, running, at):
    run = running("P1")
    for number, value in enumerate(["b", "c", None], start=1):
        attempts.save(run, answers=[Answer(min(number, 2), value, number, f"c{number}")], received_at=at, device=A)

    row = rows_of(sitting, at)["P1"]
    assert (row.answered, row.questions) == (1, 3)


def test_the_board_is_sent_once_and_again_only_when_it_changed(client, sitting, running, at, monkeypatch):
    run = running("P1")
    address = reverse("exams:sitting_live", args=[sitting.public_id])
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert "csrfmiddlewaretoken" not in first.content.decode()

    monkeypatch.setattr("core.clock.now", lambda: at + 47 * SECOND)
    later = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert later.status_code == 200
    assert "已失联 40 秒" in later.content.decode()
    contacts.other_device_wrote(Call(run.pk, sitting.pk, at), device=B, at=at)
    told = client.get(address, headers={"If-None-Match": later["ETag"]}).content.decode()
    assert "另一台设备在提交答案" in told
