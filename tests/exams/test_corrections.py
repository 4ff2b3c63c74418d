"""A key corrected after use: previewed exactly, decided by two, written beside the old scores, once."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import exams.tasks  # noqa: F401 -- registers the job
from certificates.models import Certificate, Credential, RevocationProposal
from core import audit, jobs
from core.models import Job
from exams.actions import attempts as actions
from exams.actions import corrections
from exams.actions.marking import mark_again, marks_of
from exams.errors.results import CorrectionChangesNothing, CorrectionProposed, CorrectionRefused, OwnResult
from exams.item_types.marked import Change, Place, Wording, marked
from exams.item_types.registry import item_type
from exams.models import ItemVersion, KeyCorrection, Score
from exams.queries.corrections import POINTS, TO_PASS, preview
from exams.queries.marks import marks_of_many
from people.errors import NeedsTwoPersons
from people.models import Person, User
from tests.factories.courses import make_course
from tests.factories.exams import make_exam

pytestmark = pytest.mark.django_db
ALSO_A = {"correct": ["b"], "weights": {"a": "1"}}


@pytest.fixture
def staff():
    return [User.objects.create_user(name, "correct-horse-7") for name in ("TRAINER", "SAFETY")]


def people(count):
    found = []
    for n in range(count):
        user = User.objects.create_user(f"P{n}", "correct-horse-7")
        found.append(Person.objects.create(employee_no=f"P{n}", name=f"考生{n}", user=user))
    return found


def of_item(attempt, code):
    """Return the position of an item in the form of an attempt."""
    return attempt.form.items.get(version__item__code=code).position


@pytest.fixture
def room(at):
    """Three sat the same two questions at 50 %: one chose a then b, one b then a, one a twice."""
    exam = make_exam(at=at, items=2, cut_percent=60)
    first = ItemVersion.objects.get(item__code="E1-01")
    attempts = []
    for person, (one, two) in zip(people(3), ["ab", "ba", "aa"], strict=True):
        run = _sit(person, exam, {"E1-01": one, "E1-02": two}, at=at)
        attempts.append(run)
    return first, attempts


def _sit(person, exam, chosen, *, at):
    run = actions.start(exam, person=person, actor=person.user, at=at)
    answers = [actions.Answer(of_item(run, code), value, 1, f"c{code}") for code, value in chosen.items()]
    actions.save(run, answers=answers, received_at=at)
    return actions.submit(run, actor=person.user, at=at)


def run_job(at):
    job = Job.objects.get(name="exams.apply_key_correction")
    jobs.run(job.pk, at=at)
    job.refresh_from_db()
    return job


def test_preview_names_exactly_who_changes(room):
    version, [first, second, third] = room

    also = preview(version, Change("new_key", ALSO_A))
    swapped = preview(version, Change("new_key", {"correct": ["a"]}))

    assert [(e.attempt, e.kind, e.percent, e.new_percent) for e in also.effects] == [
        (first, TO_PASS, Decimal(50), Decimal(100)),
        (third, POINTS, Decimal(0), Decimal(50)),
    ]
    assert also.unchanged == 1
    assert {e.attempt: e.kind for e in swapped.effects} == {first: TO_PASS, second: POINTS, third: POINTS}
    assert Score.objects.count() == 3


def test_two_persons_correct_and_scores_stand_beside_the_old(room, staff, at):
    version, [first, second, third] = room
    trainer, safety = staff
    correction = corrections.propose(version, kind="new_key", key=ALSO_A, reason="a 也对", actor=trainer, at=at)
    with pytest.raises(NeedsTwoPersons):
        corrections.approve(correction, note="", actor=trainer, at=at)
    assert Score.objects.count() == 3
    corrections.approve(correction, note="", actor=safety, at=at)

    job = run_job(at)

    assert (job.state, job.result) == ("done", {"attempts": 3, "changed": 2})
    scores = {
        a: list(a.scores.order_by("revision").values_list("percent", "passed")) for a in (first, second, third)
    }
    assert scores == {
        first: [(Decimal(50), False), (Decimal(100), True)],
        second: [(Decimal(50), False)],
        third: [(Decimal(0), False), (Decimal(50), False)],
    }
    assert corrections.apply(correction, at=at) == {"attempts": 3, "changed": 0}
    assert list(audit.breaks()) == []


@pytest.mark.parametrize(
    ("kind", "percents", "most"), [("everybody", [100, 50, 50], 2), ("nobody", [100, 0, 0], 1)]
)
def test_a_faulty_question_counts_for_everybody_or_nobody(room, staff, at, kind, percents, most):
    version, attempts = room
    correction = corrections.propose(version, kind=kind, key=None, reason="题目有误", actor=staff[0], at=at)
    corrections.approve(correction, note="", actor=staff[1], at=at)
    corrections.apply(correction, at=at)

    standing = [Score.objects.standing().get(attempt=attempt) for attempt in attempts]
    assert [score.percent for score in standing] == percents
    assert {score.most_points for score in standing} == {Decimal(most)}
    version.refresh_from_db()
    assert version.status == "retired"


def test_who_passes_gets_the_certificate_and_a_lost_pass_is_proposed_for_revocation(
    room, staff, at, django_capture_on_commit_callbacks
):
    version, [first, _second, _third] = room
    trainer, safety = staff
    credential = Credential.objects.create(
        code="M9", name="有限空间", course=make_course(code="M9"), exam=first.exam
    )
    holder = Certificate.objects.create(
        credential=credential, person=first.person, attempt=first, number="AN-1", code="1" * 20, awarded_at=at,
        valid_from=at.date(), valid_to=at.date(), snapshot={},
    )  # fmt: skip
    for key in (ALSO_A, {"correct": ["b"], "weights": {"a": "0.5"}}):
        correction = corrections.propose(version, kind="new_key", key=key, reason="核对规程", actor=trainer, at=at)
        corrections.approve(correction, note="", actor=safety, at=at)
        with django_capture_on_commit_callbacks(execute=True):
            corrections.apply(correction, at=at)

    assert [s.passed for s in first.scores.order_by("revision")] == [False, True, True]
    assert not RevocationProposal.objects.exists()

    correction = corrections.propose(
        version, kind="new_key", key={"correct": ["c"]}, reason="a 不对", actor=trainer, at=at
    )
    corrections.approve(correction, note="", actor=safety, at=at)
    with django_capture_on_commit_callbacks(execute=True):
        corrections.apply(correction, at=at)

    proposal = RevocationProposal.objects.get()
    assert (proposal.certificate, proposal.proposed_by, proposal.state) == (holder, trainer, "proposed")
    assert "a 不对" in proposal.reason


def test_refusals(room, staff, at):
    version, [first, *_rest] = room
    trainer = staff[0]
    with pytest.raises(OwnResult):
        corrections.propose(version, kind="nobody", key=None, reason="x", actor=first.person.user, at=at)
    with pytest.raises(CorrectionRefused):
        corrections.propose(version, kind="new_key", key={"correct": ["z"]}, reason="x", actor=trainer, at=at)
    with pytest.raises(CorrectionChangesNothing):
        corrections.propose(version, kind="new_key", key=version.key, reason="x", actor=trainer, at=at)
    waiting = corrections.propose(version, kind="nobody", key=None, reason="x", actor=trainer, at=at)
    with pytest.raises(CorrectionProposed):
        corrections.propose(version, kind="everybody", key=None, reason="x", actor=trainer, at=at)
    with pytest.raises(OwnResult):
        corrections.approve(waiting, note="", actor=first.person.user, at=at)
    corrections.withdraw(waiting, actor=trainer, at=at)

    assert KeyCorrection.objects.get().state == "withdrawn"
    assert Score.objects.count() == 3


def test_the_database_keeps_corrections(room, staff, at):
    version, _attempts = room
    corrections.propose(version, kind="nobody", key=None, reason="x", actor=staff[0], at=at)
    for statement in ("UPDATE exams_keycorrection SET kind = 'everybody'", "DELETE FROM exams_keycorrection"):
        with pytest.raises(DatabaseError, match="kept"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    with pytest.raises(IntegrityError, match="takes_two_persons"), transaction.atomic():
        KeyCorrection.objects.update(state="approved", decided_by=staff[0], decided_at=at)


def test_scores_stay_append_only_after_their_table_grew(room):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE exams_score SET passed = passed")


def test_marking_again_gives_the_same_number(room, at):
    """Alone and among many, every attempt is marked as its score says, and no further score is written."""
    _version, attempts = room
    many = {attempt.pk: marks for attempt, marks in marks_of_many(type(attempts[0]).objects.all())}

    for attempt in attempts:
        assert many[attempt.pk] == marks_of(attempt)
        assert mark_again(attempt, at=at, actor=None, reason="") is None
    assert Score.objects.count() == 3


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from("abcd"), st.sampled_from(["new_key", "everybody", "nobody"]), st.sampled_from("abcd"))
def test_marking_is_a_function_of_form_answer_and_decision(value, kind, right):
    place = Place(1, Decimal(2), is_critical=True)
    wording = Wording("single_choice", {"options": [{"id": i, "text": i} for i in "abcd"]}, {"correct": ["b"]})
    change = Change(kind, {"correct": [right]} if kind == "new_key" else None)

    once = marked(place, wording, value, change=change)

    assert once == marked(place, wording, value, change=change)
    assert once.share == {"new_key": Decimal(value == right), "everybody": 1, "nobody": 0}[kind]
    assert (once.points, once.is_critical) == ((0, False) if kind == "nobody" else (2, True))


@pytest.mark.parametrize(
    ("code", "body", "key", "chosen", "value"),
    [
        ("single_choice", {"options": [{"id": i, "text": i} for i in "abc"]}, {"correct": ["b"]}, ["a", "b"], "a"),
        ("single_choice", {"options": [{"id": i, "text": i} for i in "abc"]}, {"correct": ["b"]}, ["c"], "c"),
        (
            "multiple_choice",
            {"options": [{"id": i, "text": i} for i in "abc"]},
            {"correct": ["a"], "scoring": "weights", "weights": {"a": "1"}},
            ["c", "b"],
            ["b", "c"],
        ),
        ("true_false", {}, {"correct": True}, ["false"], False),
    ],
)
def test_a_key_made_of_choices_makes_just_those_right(code, body, key, chosen, value):
    kind = item_type(code)
    new = kind.key_of_choices(body, key, chosen)

    assert kind.problems(body, new) == []
    assert [choice.id for choice in kind.key_choices(body, new) if choice.is_right] == sorted(chosen)
    assert kind.share(body, new, value) == 1
