"""Awards: exactly one certificate per attempt that met the rule, and never without it."""

import hashlib
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from certificates.actions import awards, revocations
from certificates.errors import AlreadyRevoked, RevocationNeedsTwo
from certificates.exports.snapshot import content_of
from certificates.models import Certificate, Credential
from certificates.queries.earning import may_earn
from certificates.receivers import award_after_marking
from certificates.tasks import make_file
from core import jobs
from core.identifiers import is_valid_number
from core.models import Job
from courses.actions import enrolments, progress
from courses.enums import EnrolmentSource
from courses.queries.lessons import live_lessons
from exams.actions import attempts, papers
from exams.actions.attempts import Answer
from exams.models import Candidate
from exams.queries.attempts import form_items
from exams.queries.papers import printed
from people.actions.units import rebuild_closure
from people.models import Employment, JobRole, Person, Unit, User
from tests.factories.courses import make_course
from tests.factories.exams import make_exam, make_sitting

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(user):
    group = Unit.objects.create(code="G00", name="示例热力集团", kind="group", valid_from=date(2015, 1, 1))
    office = Unit.objects.create(
        code="B11", name="管网一所", kind="office", parent=group, valid_from=date(2015, 1, 1)
    )
    rebuild_closure()
    role = JobRole.objects.create(code="R05", name="班组作业人员", name_en="Crew member")
    someone = Person.objects.create(employee_no="G10001", name="王小暖", user=user)
    Employment.objects.create(
        person=someone, unit=office, job_role=role, person_type="own", starts_on=date(2020, 1, 1)
    )
    return someone


@pytest.fixture
def credential(at):
    course = make_course(lessons=1)
    exam = make_exam(at=at, course=course)
    return Credential.objects.create(code="M1", name="有限空间作业", course=course, exam=exam)


def learn(person, credential, at):
    enrolment = enrolments.enrol(
        person, course=credential.course, source=EnrolmentSource.SELF, actor=person.user, at=at
    )
    [lesson] = live_lessons(credential.course)
    return progress.complete_lesson(
        enrolment, lesson=lesson, revision=lesson.live_revision_id, actor=person.user, at=at
    )


def sit(person, credential, at, *, right=5):
    attempt = attempts.start(credential.exam, person=person, actor=person.user, at=at)
    answers = [
        Answer(row.position, "b" if row.position <= right else "a", 1, f"c{row.position}")
        for row in form_items(attempt)
    ]
    attempts.save(attempt, answers=answers, received_at=at)
    return attempts.submit(attempt, actor=person.user, at=at)


def test_course_and_passed_exam_earn_one_certificate(
    person, credential, at, django_capture_on_commit_callbacks, monkeypatch
):
    monkeypatch.setattr("core.clock.now", lambda: at)
    with django_capture_on_commit_callbacks(execute=True):
        learn(person, credential, at)
        sit(person, credential, at)

    certificate = Certificate.objects.get()
    assert (certificate.person, certificate.credential, certificate.state) == (person, credential, "pending")
    assert (certificate.valid_from, certificate.valid_to) == (date(2026, 11, 24), date(2027, 11, 23))
    assert certificate.number.startswith("AN-M1-2026-000001-")
    assert is_valid_number(certificate.number)
    assert certificate.snapshot["unit_path"] == "示例热力集团 / 管网一所"
    assert (certificate.snapshot["job_role"], certificate.snapshot["percent"]) == ("班组作业人员", "100.00")
    job = Job.objects.get(name="certificates.make_file")
    assert (job.args, job.owner_id) == ({"certificate_id": certificate.pk}, person.user_id)


def test_course_after_the_exam_earns_it_too(person, credential, at, django_capture_on_commit_callbacks):
    type(credential.exam).objects.filter(pk=credential.exam_id).update(requires_course=False)
    credential.exam.refresh_from_db()
    enrolments.enrol(person, course=credential.course, source=EnrolmentSource.SELF, actor=person.user, at=at)
    with django_capture_on_commit_callbacks(execute=True):
        sit(person, credential, at)
    assert not Certificate.objects.exists()

    with django_capture_on_commit_callbacks(execute=True):
        learn(person, credential, at + timedelta(hours=1))

    assert Certificate.objects.count() == 1


def test_exam_passed_on_paper_earns_the_certificate_that_says_so(
    person, credential, at, django_capture_on_commit_callbacks
):
    learn(person, credential, at)
    sitting = make_sitting(credential.exam, at=at, mode="paper")
    Candidate.objects.create(
        sitting=sitting, person=person, identity_checked_at=at, identity_checked_by=person.user
    )
    [paper] = papers.draw_papers(sitting, actor=person.user, at=at).papers
    right = ["ABCD"[[o["id"] for o in question.body["options"]].index("b")] for question in printed(paper)]
    with django_capture_on_commit_callbacks(execute=True):
        for number in (1, 2):
            keyer = User.objects.create_user(f"K{number}")
            papers.key(paper, texts=right, actor=keyer, at=at + timedelta(hours=3))

    [certificate] = Certificate.objects.all()
    assert (certificate.snapshot["mode"], certificate.snapshot["exam_on"]) == ("paper", "2026-11-24")
    assert ("考试", "考试E1　现场纸笔考试　100分　2026年11月24日") in content_of(certificate).rows


@pytest.mark.parametrize("right", [0, 3])
def test_failed_exam_earns_nothing(person, credential, at, right):
    learn(person, credential, at)
    attempt = sit(person, credential, at, right=right)

    assert awards.award_for_attempt(attempt, at=at) == []


def test_an_attempt_that_can_earn_nothing_is_asked_for_by_one_query(
    person, credential, at, django_assert_num_queries
):
    failed = sit(person, credential, at, right=0)
    with django_assert_num_queries(1):
        award_after_marking(attempt_id=failed.pk)

    credential.exam.wait_hours = 0
    passed = sit(person, credential, at)
    assert may_earn(passed.pk)
    Credential.objects.update(is_active=False)
    with django_assert_num_queries(1):
        award_after_marking(attempt_id=passed.pk)
    assert not Certificate.objects.exists()


def test_award_twice_is_one_certificate_and_one_number(person, credential, at):
    learn(person, credential, at)
    attempt = sit(person, credential, at)

    first = awards.award_if_earned(credential, attempt=attempt, at=at)
    second = awards.award_if_earned(credential, attempt=attempt, at=at + timedelta(days=1))

    assert first == second
    assert Certificate.objects.count() == 1


def test_sweep_awards_what_a_dead_process_left(person, credential, at):
    learn(person, credential, at)
    sit(person, credential, at)

    assert [c.person for c in awards.award_overdue(at=at)] == [person]
    assert awards.award_overdue(at=at) == []


def test_snapshot_stays_as_it_was_when_the_person_is_renamed(person, credential, at):
    learn(person, credential, at)
    certificate = awards.award_if_earned(credential, attempt=sit(person, credential, at), at=at)
    Person.objects.update(name="王大暖")

    certificate.refresh_from_db()
    assert certificate.snapshot["holder_name"] == "王小暖"


@pytest.fixture
def certificate(person, credential, at):
    learn(person, credential, at)
    return awards.award_if_earned(credential, attempt=sit(person, credential, at), at=at)


def test_database_refuses_a_second_certificate_for_the_attempt(certificate):
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.create(
            credential=certificate.credential,
            person=certificate.person,
            attempt=certificate.attempt,
            number="X",
            code="Y",
            awarded_at=certificate.awarded_at,
            valid_from=certificate.valid_from,
            valid_to=certificate.valid_to,
        )


def test_database_refuses_issued_without_a_file(certificate):
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.update(state="issued")


def test_revocation_takes_two_and_happens_once(certificate, at):
    first, second = User.objects.create_user("S1"), User.objects.create_user("S2")
    holder = certificate.person.user
    for proposer, approver in ((first, first), (first, holder), (holder, second)):
        with pytest.raises(RevocationNeedsTwo):
            revocations.revoke(certificate, reason="x", proposed_by=proposer, approved_by=approver, at=at)

    revocations.revoke(certificate, reason="impersonation", proposed_by=first, approved_by=second, at=at)

    certificate.refresh_from_db()
    assert certificate.state == "revoked"
    with pytest.raises(AlreadyRevoked):
        revocations.revoke(certificate, reason="x", proposed_by=first, approved_by=second, at=at)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM certificates_revocation")


def test_worker_makes_the_file_once_and_issues(certificate, at, monkeypatch):
    monkeypatch.setattr("core.clock.now", lambda: at)
    job = Job.objects.get(name="certificates.make_file")

    jobs.run(job.pk, at=at)
    certificate.refresh_from_db()
    first = certificate.file.name
    make_file(jobs.JobContext(job.pk), certificate_id=certificate.pk)

    certificate.refresh_from_db()
    with certificate.file.open("rb") as content:
        assert hashlib.sha256(content.read()).hexdigest() == certificate.file_sha256
    assert (certificate.state, certificate.file.name) == ("issued", first)


def test_worker_holds_a_certificate_whose_name_cannot_be_drawn(certificate, at, monkeypatch):
    monkeypatch.setattr("core.clock.now", lambda: at)
    Certificate.objects.update(snapshot={**certificate.snapshot, "holder_name": "王😀"})

    jobs.run(Job.objects.get(name="certificates.make_file").pk, at=at)

    certificate.refresh_from_db()
    assert (certificate.state, certificate.missing_glyphs, bool(certificate.file)) == ("held", "😀", False)
    assert Job.objects.get(name="certificates.make_file").state == "done"
