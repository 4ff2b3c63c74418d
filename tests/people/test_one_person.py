"""One person is put to work, moved, corrected and leaves by the rules of rosters."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from core.models import AuditEvent
from people.actions import one_person, roster_undo
from people.actions.accounts import hand_out_code
from people.actions.one_person import Details, Post
from people.actions.units import rebuild_closure
from people.enums import PersonType
from people.errors import RosterTouchedSince, UnitIsClosed
from people.errors.employment import (
    EmployedAlready,
    EmploymentHasEnded,
    FirstDayTooEarly,
    JobRoleOutOfUse,
    LastDayTooEarly,
    NothingChanges,
    NumberIsTaken,
    RoleHeldAlready,
)
from people.models import Employment, JobRole, Person, Unit
from people.signals import employments_changed
from tests.factories.rosters import import_roster, line, make_hr, make_organisation

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def organisation(monkeypatch, at):
    monkeypatch.setattr("core.clock.now", lambda: at)
    make_organisation()
    rebuild_closure()


@pytest.fixture
def who(user, at):
    return {"actor": user, "at": at}


def post(unit="B11", role="R05", **fields):
    return Post(Unit.objects.get(code=unit), JobRole.objects.get(code=role), PersonType.OWN, **fields)


def employments(number="000001"):
    rows = Employment.objects.filter(person__employee_no=number).order_by("starts_on")
    return list(rows.values_list("unit__code", "job_role__code", "starts_on", "ends_on"))


def open_one():
    return Employment.objects.get(ends_on=None)


def test_new_person_is_put_to_work_with_one_audit_row(who, django_capture_on_commit_callbacks):
    heard = []

    def hear(**signal):
        heard.append(signal["sender"])

    employments_changed.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            person = one_person.hire(
                " g1 ", details=Details("王小暖", "w@example.cn"), post=post(), first_day=TODAY, **who
            )
    finally:
        employments_changed.disconnect(hear)

    assert (person.employee_no, person.name, person.email) == ("G1", "王小暖", "w@example.cn")
    assert employments("G1") == [("B11", "R05", TODAY, None)]
    [event] = AuditEvent.objects.all()
    assert (event.action, event.data) == ("people.person_hired", {"to": "B11 R05", "starts_on": "2026-11-24"})
    assert heard == [Employment]


def test_who_comes_back_keeps_number_and_history(who, at):
    import_roster(line(1), at=at)
    one_person.leave(open_one(), last_day=date(2026, 10, 31), **who)
    back = {"details": Details("员工1"), "post": post("B12"), **who}

    with pytest.raises(FirstDayTooEarly):
        one_person.hire("000001", first_day=date(2026, 10, 31), **back)
    one_person.hire("000001", first_day=date(2026, 11, 1), **back)

    assert employments() == [
        ("B11", "R05", date(2020, 3, 1), date(2026, 10, 31)),
        ("B12", "R05", date(2026, 11, 1), None),
    ]


def test_number_in_use_is_refused(who, at):
    import_roster(line(1), at=at)

    with pytest.raises(NumberIsTaken):
        one_person.hire("000001", details=Details("别人"), post=post(), first_day=TODAY, **who)
    with pytest.raises(EmployedAlready):
        one_person.hire("000001", details=Details("员工1"), post=post("B12"), first_day=TODAY, **who)


def test_move_ends_one_employment_the_day_before_the_other(who, at):
    import_roster(line(1), at=at)

    one_person.move(open_one(), post=post("B12", "R07"), first_day=date(2026, 12, 1), **who)

    assert employments() == [
        ("B11", "R05", date(2020, 3, 1), date(2026, 11, 30)),
        ("B12", "R07", date(2026, 12, 1), None),
    ]
    event = AuditEvent.objects.latest("sequence")
    assert (event.action, event.data) == (
        "people.person_moved", {"from": "B11 R05", "to": "B12 R07", "starts_on": "2026-12-01"}
    )  # fmt: skip


def test_move_that_is_none_or_comes_too_early_or_to_what_is_out_of_use_changes_nothing(who, at):
    import_roster(line(1), at=at)
    before, audited = employments(), AuditEvent.objects.count()
    Unit.objects.filter(code="B12").update(valid_to=TODAY)
    JobRole.objects.filter(code="R07").update(is_retired=True)

    for refusal, wanted, day in (
        (NothingChanges, post(), TODAY),
        (FirstDayTooEarly, post(employer="劳务公司"), date(2020, 3, 1)),
        (UnitIsClosed, post("B12"), TODAY),
        (JobRoleOutOfUse, post(role="R07"), TODAY),
    ):
        with pytest.raises(refusal):
            one_person.move(open_one(), post=wanted, first_day=day, **who)
    assert (employments(), AuditEvent.objects.count()) == (before, audited)


def test_move_into_a_role_held_beside_it_is_refused(who, at):
    import_roster(line(1), at=at)
    person, wanted = Person.objects.get(), post("B12", "R07")
    Employment.objects.create(
        person=person, unit=wanted.unit, job_role=wanted.job_role, person_type="own", starts_on=TODAY
    )

    with pytest.raises(RoleHeldAlready):
        one_person.move(person.employments.earliest("pk"), post=wanted, first_day=TODAY, **who)


def test_employment_ends_with_the_day_said_and_only_once(who, at):
    import_roster(line(1), at=at)
    employment = open_one()

    with pytest.raises(LastDayTooEarly):
        one_person.leave(employment, last_day=date(2020, 2, 29), **who)
    one_person.leave(employment, last_day=date(2026, 12, 31), **who)
    with pytest.raises(EmploymentHasEnded):
        one_person.leave(employment, last_day=TODAY, **who)

    assert employments() == [("B11", "R05", date(2020, 3, 1), date(2026, 12, 31))]


def test_corrected_details_reach_the_account_and_the_trail_keeps_the_name(who, user, at):
    import_roster(line(1), at=at)
    person = Person.objects.get()
    hand_out_code(person, actor=user, at=at)

    one_person.correct(person, details=Details("员工一", "new@example.cn", "13800000000"), **who)

    person.refresh_from_db()
    assert (str(person.user), person.user.email, person.phone) == ("员工一", "new@example.cn", "13800000000")
    event = AuditEvent.objects.latest("sequence")
    assert event.data == {"changed": ["name", "email", "phone"], "from": "员工1", "to": "员工一"}
    with pytest.raises(NothingChanges):
        one_person.correct(person, details=Details("员工一", "new@example.cn", "13800000000"), **who)


def test_roster_is_not_undone_over_what_was_changed_by_hand(who, user, at):
    upload = import_roster(line(1), at=at)
    one_person.move(open_one(), post=post("B12"), first_day=TODAY, **who)

    with pytest.raises(RosterTouchedSince):
        roster_undo.undo(upload, actor=user, at=at + timedelta(hours=1))


@pytest.fixture
def hr(client, user):
    make_hr(user)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.cookies["django_language"] = "en"
    return user


def test_hr_puts_to_work_moves_and_ends_on_the_screens(client, hr):
    first = {
        "employee_no": "000007", "name": "赵新", "unit": "B11", "job_role": "R05", "person_type": "own",
        "first_day": "2026-11-01",
    }  # fmt: skip
    page = client.post(reverse("people:person_new"), first, follow=True)
    assert "Put on file." in page.content.decode()
    door = page.redirect_chain[-1][0]

    row = open_one()
    wanted = {"unit": "B12", "job_role": "R05", "person_type": "own", "first_day": "2026-11-01"}
    filled = {f"post-{row.pk}-{name}": value for name, value in wanted.items()}
    page = client.post(door, {"what": f"move-{row.pk}", **filled}, follow=True).content.decode()
    assert "Choose a first day after 2026-11-01" in page
    filled[f"post-{row.pk}-first_day"] = "2026-11-20"
    assert "Saved." in client.post(door, {"what": f"move-{row.pk}", **filled}, follow=True).content.decode()

    row = open_one()
    ended = {"what": f"leave-{row.pk}", f"leave-{row.pk}-last_day": "2026-11-22"}
    assert "No employment goes on" in client.post(door, ended, follow=True).content.decode()
    assert client.post(door, ended).status_code == 404
    assert employments("000007") == [
        ("B11", "R05", date(2026, 11, 1), date(2026, 11, 19)),
        ("B12", "R05", date(2026, 11, 20), date(2026, 11, 22)),
    ]


def test_nobody_changes_ones_own_employment(client, hr, at):
    import_roster(line(1), at=at)
    Person.objects.update(user=hr)

    assert client.get(reverse("people:person_keep", args=[Person.objects.get().public_id])).status_code == 404


def test_day_far_ahead_is_taken_for_a_slip(client, hr, at):
    import_roster(line(1), at=at)
    row = open_one()
    ended = {"what": f"leave-{row.pk}", f"leave-{row.pk}-last_day": "2062-11-22"}

    page = client.post(reverse("people:person_keep", args=[row.person.public_id]), ended).content.decode()

    assert "more than a year ahead" in page
    assert open_one() == row
