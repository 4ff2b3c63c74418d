"""undo(import(x)) is as if x had not been; where records hang on it, history stays honest."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import jobs
from core.models import AuditEvent
from core.sheets import read_table
from people import tasks  # noqa: F401 -- registers the jobs
from people.actions import roster_import, roster_undo, roster_uploads
from people.enums import RosterState
from people.errors import RosterNotUndoable, RosterTouchedSince
from people.models import Employment, JobRole, Person, RosterChange, RosterUpload, Unit
from people.queries.roster_undo import newest_import, undo_view
from people.signals import employments_changed
from tests.factories.rosters import import_roster, line, make_hr, make_organisation, roster_file

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def organisation():
    make_organisation()


def on_record() -> tuple[list, list]:
    """Return people and employments, without keys: a record that comes back may have another."""
    people = Person.objects.order_by("employee_no").values_list("employee_no", "name", "email", "phone")
    employments = Employment.objects.order_by("person__employee_no", "starts_on", "job_role__code").values_list(
        "person__employee_no", "unit__code", "job_role__code", "person_type", "employer", "starts_on", "ends_on"
    )
    return list(people), list(employments)


def test_undo_brings_back_what_was_and_leaves_one_audit_row(at, user):
    import_roster(line(1), line(2), line(3), at=at)
    before = on_record()
    upload = import_roster(
        line(1, unit="B12"), line(2, name="新名"), line(4), at=at + timedelta(days=1), confirmed_ended=2
    )
    audited = AuditEvent.objects.count()

    done = roster_undo.undo(upload, actor=user, at=at + timedelta(days=3))

    assert on_record() == before
    assert done == {
        "kept": 0,
        "removed_employments": 2,
        "reopened_employments": 2,
        "edited_people": 1,
        "removed_people": 1,
    }
    upload.refresh_from_db()
    assert (upload.state, upload.undone_by, upload.outcome["undo"]) == (RosterState.UNDONE, user, done)
    assert AuditEvent.objects.count() == audited + 1
    assert AuditEvent.objects.latest("sequence").action == "people.roster_undone"


def test_undo_keeps_a_person_who_has_an_account_and_ends_the_employment(at, user):
    upload = import_roster(line(1), line(2), at=at)
    Person.objects.filter(employee_no="000001").update(user=user)
    assert undo_view(upload).kept_people == 1

    roster_undo.undo(upload, actor=user, at=at + timedelta(days=2))

    assert list(Person.objects.values_list("employee_no", flat=True)) == ["000001"]
    employment = Employment.objects.get()
    assert (employment.starts_on, employment.ends_on) == (date(2020, 3, 1), date(2026, 11, 26))


def test_undo_takes_away_an_employment_that_has_not_begun_even_of_a_person_kept(at, user):
    upload = import_roster(line(1, day="2027-01-01"), at=at)
    Person.objects.update(user=user)

    roster_undo.undo(upload, actor=None, at=at)

    assert (Person.objects.count(), Employment.objects.count()) == (1, 0)


def test_kept_person_comes_back_without_overlap(at, user):
    upload = import_roster(line(1), at=at)
    Person.objects.update(user=user)
    roster_undo.undo(upload, actor=None, at=at)

    import_roster(line(1), at=at)

    assert list(Employment.objects.order_by("pk").values_list("starts_on", "ends_on")) == [
        (date(2020, 3, 1), date(2026, 11, 24)),
        (date(2026, 11, 25), None),
    ]


def test_only_the_newest_import_is_undone_then_the_one_before(at):
    first = import_roster(line(1), at=at)
    second = import_roster(line(1), line(2), at=at + timedelta(hours=1))

    with pytest.raises(RosterNotUndoable):
        roster_undo.undo(first, actor=None, at=at)
    roster_undo.undo(second, actor=None, at=at)
    with pytest.raises(RosterNotUndoable):
        roster_undo.undo(second, actor=None, at=at)
    roster_undo.undo(first, actor=None, at=at)

    assert on_record() == ([], [])
    assert newest_import() is None


def test_file_that_changed_nothing_does_not_stand_in_the_way(at, user):
    first = import_roster(line(1), at=at)
    idle = roster_uploads.upload(roster_file(line(1)), actor=user, at=at)
    roster_uploads.check(idle)
    roster_uploads.want_applied(idle, confirmed_ended=None, actor=user, at=at)
    roster_uploads.apply(idle, actor=user, at=at + timedelta(hours=1))

    idle.refresh_from_db()
    assert (idle.state, newest_import()) == ("applied", first)


@pytest.mark.parametrize(
    "touch",
    [
        lambda: Person.objects.filter(employee_no="000002").update(name="又改"),
        lambda: Employment.objects.filter(person__employee_no="000002", ends_on=None).update(
            ends_on=date(2026, 12, 1)
        ),
        lambda: Employment.objects.filter(person__employee_no="000002", ends_on=None).delete(),
        lambda: (
            Employment.objects.filter(person__employee_no="000002")
            .exclude(ends_on=None)
            .update(ends_on=date(2026, 12, 1))
        ),
        lambda: Employment.objects.create(
            person=Person.objects.get(employee_no="000002"),
            unit=Unit.objects.get(code="B12"),
            job_role=JobRole.objects.get(code="R07"),
            person_type="own",
            starts_on=date(2026, 12, 24),
        ),
    ],
    ids=["renamed", "ended", "deleted", "last day moved", "employed elsewhere"],
)
def test_undo_is_refused_when_a_record_was_touched_since(at, touch):
    import_roster(line(1), line(2), at=at)
    upload = import_roster(
        line(1), line(2, unit="B12", name="新名"), at=at + timedelta(hours=1), confirmed_ended=1
    )
    touch()
    before = on_record()

    with pytest.raises(RosterTouchedSince) as refused:
        roster_undo.undo(upload, actor=None, at=at)

    assert refused.value.data["employee_numbers"] == ["000002"]
    assert "000002" in refused.value.message
    assert on_record() == before


def test_undo_leaves_alone_what_the_import_did_not_change(at):
    import_roster(line(1), line(2), at=at)
    upload = import_roster(line(1), line(2, name="新名"), at=at)
    Person.objects.filter(employee_no="000002").update(phone="13800000000")

    roster_undo.undo(upload, actor=None, at=at)

    person = Person.objects.get(employee_no="000002")
    assert (person.name, person.phone) == ("员工2", "13800000000")


def test_undo_by_way_of_the_worker(at, user, monkeypatch):
    monkeypatch.setattr("core.clock.now", lambda: at)
    make_hr(user)
    upload = import_roster(line(1), at=at)

    roster_undo.want_undone(upload, actor=user, at=at)
    with pytest.raises(RosterNotUndoable):
        roster_undo.want_undone(upload, actor=user, at=at)
    for _ in range(2):
        jobs.run(jobs.most_urgent() or 1, at=at)

    upload.refresh_from_db()
    assert upload.state == RosterState.UNDONE
    assert Person.objects.count() == 0


def test_undo_refused_in_the_worker_leaves_the_import_applied_and_may_be_asked_again(at, user):
    import_roster(line(1), at=at)
    upload = import_roster(line(1, name="新名"), at=at)
    roster_undo.want_undone(upload, actor=user, at=at)
    Person.objects.update(name="又改")

    assert roster_undo.undo_wanted(upload, actor=user, at=at) == {}

    upload.refresh_from_db()
    assert (upload.state, set(upload.outcome["text"])) == (RosterState.APPLIED, {"zh-hans", "en"})
    Person.objects.update(name="新名")
    first_key = f"people.undo_roster:{upload.pk}:1"
    roster_undo.want_undone(upload, actor=user, at=at)
    assert upload.job_key != first_key
    roster_undo.undo_wanted(upload, actor=user, at=at)
    assert Person.objects.get().name == "员工1"


def test_file_checked_before_another_was_applied_is_stale(at, user):
    upload = roster_uploads.upload(roster_file(line(1), line(2)), actor=user, at=at)
    roster_uploads.check(upload)
    import_roster(line(1, unit="B12"), at=at)
    before = on_record()
    roster_uploads.want_applied(upload, confirmed_ended=None, actor=user, at=at)

    roster_uploads.apply(upload, actor=user, at=at)

    upload.refresh_from_db()
    assert upload.state == RosterState.REFUSED
    assert upload.outcome["text"]["en"].endswith("Check the file again.")
    assert on_record() == before


def test_changes_are_append_only(at):
    import_roster(line(1), at=at)
    table = RosterChange._meta.db_table

    for statement in (f"UPDATE {table} SET employee_no = 'x'", f"DELETE FROM {table}"):  # noqa: S608 -- own table
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


rows = st.builds(
    line,
    st.integers(1, 6),
    st.sampled_from(["B11", "B12"]),
    st.sampled_from(["2020-03-01", "2026-11-20", "2026-12-01"]),
    name=st.sampled_from(["甲", "乙"]),
    role=st.sampled_from(["R05", "R07"]),
)
files = st.lists(rows, unique_by=lambda row: row[:6], max_size=6)


@given(st.lists(files, min_size=1, max_size=3), files, st.integers(0, 3))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_undo_of_any_import_is_as_if_it_had_not_been_and_reapplying_works(at, histories, wanted, days):
    with transaction.atomic():
        for history in histories:
            import_any(history, at=at)
        before = on_record()
        later = at + timedelta(days=days)
        if import_any(wanted, at=later):
            after = on_record()
            roster_undo.undo(RosterUpload.objects.latest("pk"), actor=None, at=later)
            assert on_record() == before
            import_any(wanted, at=later)
            assert on_record() == after
        transaction.set_rollback(True)


def import_any(lines: list[str], *, at) -> bool:
    """Import, whatever the count of those who leave or move; return whether anything changed."""
    changes = RosterChange.objects.count()
    rows = roster_import.read_in(read_table(roster_file(*lines).read(), file_name="名册.csv"))
    count = roster_import.preview(rows).out_of_post
    roster_uploads.import_now(roster_file(*lines), actor=None, at=at, confirmed_ended=count)
    return RosterChange.objects.count() > changes


def test_import_and_undo_tell_the_floors_above_once_each(at, user, django_capture_on_commit_callbacks):
    heard = []

    def hear(**signal):
        heard.append(signal["sender"])

    employments_changed.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            upload = import_roster(line(1), at=at)
        with django_capture_on_commit_callbacks(execute=True):
            roster_undo.undo(upload, actor=user, at=at)
    finally:
        employments_changed.disconnect(hear)

    assert heard == [Employment, Employment]
