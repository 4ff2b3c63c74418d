"""Answer files of attempts outside of sittings: handed in at the exam, by the same rules, decided by two persons."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from exams.actions import answer_decisions, answer_files, attempts
from exams.errors import NotYourOwnFile
from exams.models import AnswerFile, Attempt, Candidate, Incident, Response, ResponseEvent
from exams.queries.attempts import current_score
from exams.queries.record import attempts_at
from people.enums import Right
from people.models import Person, RoleGrant, Unit, User
from tests.exams.test_answer_files import MINUTE, A, file_of, rows
from tests.factories.exams import make_exam, make_sitting

pytestmark = pytest.mark.django_db
SIGNED_IN = "allauth.account.auth_backends.AuthenticationBackend"


def begin(exam, person, at):
    return attempts.start_by({"pk": person.pk}, exam=exam, actor=person.user, at=at, device=A)


@pytest.fixture
def attempt(person, at):
    return begin(make_exam(at=at), person, at)


@pytest.fixture
def make_examiner(django_user_model, at):
    def make(name):
        found = django_user_model.objects.create_user(name, "correct-horse-7")
        top, _ = Unit.objects.get_or_create(
            code="G12", defaults={"name": "G", "kind": "group", "valid_from": "2015-01-01"}
        )
        RoleGrant.objects.create(user=found, right=Right.TRAINER, unit=top, starts_on=at.date(), reason="x")
        return found

    return make


def hand_in(attempt, actor, at, text=None):
    text = text or file_of(attempt, rows(attempt, attempt.started_at))
    return answer_files.take_in(text, name="a.json", place=attempt.exam, actor=actor, at=at)


def test_file_gives_the_same_result_as_the_network(attempt, make_examiner, at):
    trainer = make_examiner("T1")
    taken, again = hand_in(attempt, trainer, at + MINUTE), hand_in(attempt, trainer, at + 2 * MINUTE)

    assert {saved.fate for saved in taken.saved} == {"counted"}
    assert (again.saved, ResponseEvent.objects.count(), AnswerFile.objects.count()) == (taken.saved, 5, 2)
    assert (taken.file.exam, taken.file.sitting, taken.file.attempt) == (attempt.exam, None, attempt)
    assert current_score(attempts.submit(attempt, actor=attempt.person.user, at=at + 3 * MINUTE)).passed


def test_late_file_is_decided_by_another_person_than_who_handed_it_in(attempt, make_examiner, at):
    first, second = make_examiner("T1"), make_examiner("T2")
    ended = attempts.close_overdue(attempt, at=attempt.deadline_at + MINUTE)
    taken = hand_in(attempt, first, attempt.deadline_at + 5 * MINUTE)
    assert ({saved.fate for saved in taken.saved}, Response.objects.count()) == ({"late"}, 0)
    fields = {"events": list(ResponseEvent.objects.values_list("pk", flat=True)), "is_accepted": True, "at": at}

    with pytest.raises(NotYourOwnFile):
        answer_decisions.decide(ended, reason="cellar", actor=first, **fields)
    assert answer_decisions.decide(ended, reason="cellar", actor=second, **fields) == 5

    assert current_score(ended).passed


@pytest.mark.parametrize("problem", ["form", "exam", "seal", "content"])
def test_file_that_is_not_taken_is_kept_as_evidence(attempt, make_examiner, at, problem):
    text = file_of(attempt, rows(attempt, at))
    bad = {
        "form": "x",
        "exam": text.replace(attempt.public_id, "nobody"),
        "seal": text[:-9] + ("A" if text[-9] != "A" else "B") + text[-8:],
        "content": file_of(attempt, [row | {"sequence": 0} for row in rows(attempt, at)]),
    }[problem]

    taken = hand_in(attempt, make_examiner("T1"), at, bad)

    assert (taken.file.problem, taken.file.text, taken.saved) == (problem, bad, [])
    noted = [] if problem in ("form", "exam") else [(None, attempt.pk, f"a.json: {problem}")]
    assert list(Incident.objects.values_list("sitting", "attempt", "note")) == noted
    assert ResponseEvent.objects.count() == 0


def test_file_of_a_sitting_is_not_taken_at_its_exam_nor_one_of_ones_own(attempt, make_examiner, at):
    sitting = make_sitting(attempt.exam, at=at, mode="online")
    guest = Person.objects.create(employee_no="G10002", name="李安", user=make_examiner("T1"))
    own = begin(attempt.exam, guest, at)
    member = Person.objects.create(
        employee_no="G10003", name="王宁", user=User.objects.create_user("G10003", "correct-horse-7")
    )
    Candidate.objects.create(sitting=sitting, person=member)
    inside = attempts.start(attempt.exam, person=member, actor=member.user, at=at, sitting=sitting)

    assert hand_in(inside, guest.user, at).file.problem == "exam"
    assert hand_in(own, guest.user, at).file.problem == "exam"
    assert hand_in(own, make_examiner("T2"), at).file.problem == ""


def test_file_belongs_to_a_sitting_or_to_an_exam(attempt, make_examiner, at):
    hand_in(attempt, make_examiner("T1"), at)
    kept = AnswerFile.objects.get()
    sitting = make_sitting(attempt.exam, at=at, mode="online")

    for places in ({"sitting": sitting}, {"exam": None}):
        kept.pk, (field, value) = None, *places.items()
        setattr(kept, field, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            kept.save(force_insert=True)
        kept.sitting, kept.exam = None, attempt.exam
    with pytest.raises(IntegrityError), transaction.atomic():
        Incident.objects.create(at=at, kind="focus_lost")


@pytest.mark.parametrize("table", ["exams_answerfile", "exams_incident"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}"], ids=["update", "delete"])
def test_proof_cannot_be_changed(attempt, make_examiner, at, table, verb):
    hand_in(attempt, make_examiner("T1"), at, file_of(attempt, [rows(attempt, at)[0] | {"sequence": 0}]))

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb.format(table))


def test_examiner_finds_the_attempt_hands_its_file_in_and_leaves_the_decision_to_another(
    client, attempt, make_examiner, at, monkeypatch
):
    attempts.close_overdue(attempt, at=attempt.deadline_at + MINUTE)
    monkeypatch.setattr("core.clock.now", lambda: at + timedelta(hours=3))
    page, door = (
        reverse(f"exams:{name}", args=[attempt.exam.public_id]) for name in ("attempts", "exam_answer_file")
    )
    record = reverse("exams:record", args=[attempt.public_id])
    client.force_login(make_examiner("T1"), backend=SIGNED_IN)
    assert record in client.get(page).content.decode()

    good = file_of(attempt, rows(attempt, at)).encode()
    answers = [
        client.post(door, {"file": SimpleUploadedFile("a.json", text)}) for text in (good, b"\xff\x00", b"")
    ]
    assert [answer.url for answer in answers] == [record, page, page]
    assert "a.json" in client.get(page).content.decode()
    assert client.get(record).content.decode().count('name="events"') == 0

    client.force_login(make_examiner("T2"), backend=SIGNED_IN)
    assert record in client.get(page, {"waiting": "on", "number": attempt.person.employee_no}).content.decode()
    assert record not in client.get(page, {"number": "nobody"}).content.decode()
    assert client.get(record).content.decode().count('name="events"') == 5


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_one_query(attempt, at, count, make_examiner, django_assert_num_queries):
    for n in range(2, count + 1):
        other = Person.objects.create(employee_no=f"G2000{n}", name="李安", user=make_examiner(f"L{n}"))
        begin(attempt.exam, other, at)
    hand_in(attempt, make_examiner("T1"), attempt.deadline_at + timedelta(hours=1))
    attempts.close_overdue(attempt, at=attempt.deadline_at + timedelta(hours=1))

    with django_assert_num_queries(1):
        found = list(attempts_at(Attempt.objects.all(), attempt.exam, number="", only_undecided=False))
    assert sorted(row.undecided for row in found) == [0] * (count - 1) + [5]
    assert [row.sitting for row in found] == [None] * count
