"""The job role asks, and people find themselves enrolled."""

from datetime import date, timedelta

import pytest

from compliance.actions.enrolling import enrol_required
from compliance.actions.requirements import require
from compliance.queries.enrolling import to_enrol
from compliance.queries.gaps import Wanted
from compliance.tasks import sweep_enrolments
from core import jobs
from core.models import AuditEvent, Job
from courses.actions.enrolments import enrol
from courses.enums import EnrolmentSource
from courses.models import Enrolment
from people.models import Employment, Unit
from people.signals import employments_changed
from tests.factories.compliance import certify, employ, make_exemption
from tests.factories.rosters import import_roster, line

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)


def enrolled() -> list[tuple[str, date | None, int]]:
    rows = Enrolment.objects.order_by("person__employee_no", "cycle")
    return list(rows.values_list("person__employee_no", "due_on", "cycle"))


def test_who_lacks_it_is_enrolled_with_a_due_day_and_who_holds_it_is_not(group, role, rule, credential, at):
    employ(1, role)
    employ(2, role, starts_on=DAY)
    certify(employ(3, role), credential, at, valid_to=DAY + timedelta(days=200))

    assert enrol_required(at=at) == {"M1": 2}

    assert enrolled() == [("000001", date(2026, 1, 31), 1), ("000002", DAY + timedelta(days=30), 1)]
    assert set(Enrolment.objects.values_list("source", "enrolled_by")) == {("required", None)}
    assert AuditEvent.objects.filter(action="courses.enrolled_many").count() == 1


def test_looking_again_changes_nothing(group, role, rule, at):
    employ(1, role)
    enrol_required(at=at)

    assert enrol_required(at=at + timedelta(days=1)) == {}
    assert len(enrolled()) == 1


def test_who_completed_the_course_and_lacks_only_the_exam_is_left(group, role, rule, credential, at):
    person = employ(1, role)
    before = at - timedelta(days=400)
    enrolment = enrol(person, course=credential.course, source=EnrolmentSource.SELF, actor=None, at=before)
    Enrolment.objects.filter(pk=enrolment.pk).update(completed_at=at - timedelta(days=390))

    assert enrol_required(at=at) == {}


def test_renewal_begins_a_new_cycle_when_the_warning_begins(group, role, rule, credential, at):
    person = employ(1, role)
    last = DAY + timedelta(days=59)
    begun = at - timedelta(days=700)
    first = enrol(person, course=credential.course, source=EnrolmentSource.REQUIRED, actor=None, at=begun)
    Enrolment.objects.filter(pk=first.pk).update(completed_at=begun)
    certificate = certify(person, credential, at - timedelta(days=600), valid_to=last)

    assert enrol_required(at=at - timedelta(days=1)) == {}
    assert enrol_required(at=at) == {"M1": 1}
    assert enrol_required(at=at + timedelta(days=1)) == {}

    assert enrolled() == [("000001", None, 1), ("000001", certificate.valid_to, 2)]


def test_the_exempt_the_gone_and_courses_not_published_are_left(group, role, rule, credential, at):
    exempt = employ(1, role)
    make_exemption(exempt, credential, on=DAY, at=at)
    employ(2, role, ends_on=DAY - timedelta(days=1))
    assert enrol_required(at=at) == {}

    employ(3, role)
    credential.course.unpublish()
    assert enrol_required(at=at) == {}


def test_enrolment_stays_when_the_role_ends(group, role, rule, at):
    person = employ(1, role)
    enrol_required(at=at)
    Employment.objects.filter(person=person).update(ends_on=DAY)

    enrol_required(at=at + timedelta(days=2))

    assert len(enrolled()) == 1


def run_waiting(at):
    for job in Job.objects.filter(name="compliance.enrol_required", state="queued"):
        jobs.run(job.pk, at=at)
        job.refresh_from_db()
        assert job.state == "done", job.error


def test_new_rule_and_new_people_enrol_by_the_worker(
    group, role, credential, user, at, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr("core.clock.now", lambda: at)
    employ(1, role)
    require(role, credential=credential, starts_on=DAY, days_allowed=10, actor=user, at=at)
    run_waiting(at)
    assert enrolled() == [("000001", DAY + timedelta(days=10), 1)]

    employ(2, role)
    employments_changed.send(sender=Employment)
    run_waiting(at)
    assert [row[0] for row in enrolled()] == ["000001", "000002"]


def test_daily_sweep_is_wanted_once_a_day(group, at, monkeypatch):
    monkeypatch.setattr("core.clock.now", lambda: at)

    sweep_enrolments()
    sweep_enrolments()

    assert Job.objects.filter(name="compliance.enrol_required").count() == 1


@pytest.mark.parametrize("people", [1, 3])
def test_looking_costs_the_same_number_of_queries(group, role, rule, people, django_assert_num_queries):
    for number in range(people):
        employ(number, role)

    with django_assert_num_queries(10):
        assert len(to_enrol(DAY, wanted=Wanted(Unit.objects.all()))) == people


def test_roster_that_brings_people_says_so_after_commit(group, role, at, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        import_roster(line(9), at=at)

    assert Job.objects.filter(name="compliance.enrol_required").count() == 1
