"""The roster pages, from upload to undo, as HR sees them."""

import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from core import jobs
from core.models import Job, JobState
from people import tasks  # noqa: F401 -- registers the jobs
from people.actions import roster_uploads
from people.enums import RosterState
from people.models import Employment, JobRole, Person, RoleGrant, RosterLine, RosterUpload, Unit
from tests.factories.rosters import import_roster, line, make_hr, make_organisation, roster_file

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def hr(client, user, at, monkeypatch):
    """Somebody of human resources, signed in; the interface in English."""
    make_organisation()
    monkeypatch.setattr("core.clock.now", lambda: at)
    make_hr(user)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.cookies["django_language"] = "en"
    return user


@pytest.fixture
def work(at):
    """Do the work that waits, as the worker would."""

    def run():
        while (job_id := jobs.most_urgent()) is not None:
            jobs.run(job_id, at=at)

    return run


def send(client, *lines, name="名册.csv") -> RosterUpload:
    client.post(reverse("people:rosters"), {"file": roster_file(*lines, name=name)})
    return RosterUpload.objects.latest("pk")


def page(client, upload, name="people:roster", **query) -> str:
    return client.get(reverse(name, kwargs={"public_id": upload.public_id}), query).content.decode()


def press(client, upload, name, **data):
    return client.post(reverse(name, kwargs={"public_id": upload.public_id}), data, follow=True).content.decode()


def cells(client, upload, name, **query) -> list[tuple]:
    sent = client.get(reverse(name, kwargs={"public_id": upload.public_id}), query)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(sent.streaming_content)))
    return list(book.active.iter_rows(values_only=True))


def test_from_upload_by_preview_to_applied_and_undone(client, work, at):
    import_roster(line(1), line(2), line(3), at=at)
    upload = send(client, line(1, unit="B12"), line(2), line(3), line(4))
    assert "data-progress" in page(client, upload)

    work()

    shown = page(client, upload)
    assert "data-progress" not in shown
    assert "<del>管网一所</del> → <ins>管网二所</ins>" in shown
    assert "员工4" in shown
    assert "员工2" not in shown
    assert "员工2" in page(client, upload, show="unchanged")
    assert "员工4" not in page(client, upload, show="all", q="000002")

    assert "Of 3 people at work, 0 would leave and 1 would move" in shown
    assert "Type the exact number" in press(client, upload, "people:roster_apply", confirmed_ended=0)
    press(client, upload, "people:roster_apply", confirmed_ended=1)
    work()
    assert "Undo this import" in page(client, upload)
    assert "1 person whom it added is removed." in page(client, upload, "people:roster_undo")

    press(client, upload, "people:roster_undo")
    work()
    upload.refresh_from_db()
    assert upload.state == RosterState.UNDONE
    assert Employment.objects.count() == 3
    assert "Check this file again" in page(client, upload)


def test_preview_as_a_sheet_keeps_the_filter_and_leading_zeros(client, work, at):
    import_roster(line(1), line(2), at=at)
    upload = send(client, line(1, unit="B12"), line(2))
    work()

    head, *rows = cells(client, upload, "people:roster_lines_file", show="changed")

    assert head[:4] == ("Row", "Kind of change", "Employee number", "Name")
    assert [row[:5] for row in rows] == [(2, "changed", "000001", "员工1", "B12")]
    assert rows[0][-1] == "Unit: 管网一所 → 管网二所"


def test_every_error_is_listed_and_sent_as_a_sheet(client, work):
    upload = send(client, *[f"{n:06d},员工{n},B99,R05,本单位,明天" for n in range(1, 61)])
    work()

    shown = page(client, upload)
    assert "120 errors" in shown
    assert page(client, upload, page="3").count("B99") == 10
    rows = cells(client, upload, "people:roster_faults_file")
    assert len(rows) == 121
    assert rows[1] == (2, "First day", "明天", "Write the day as 2026-11-01.")
    assert rows[2][:3] == (2, "Unit code", "B99")


def test_reason_of_a_refusal_is_in_the_language_of_the_reader(client, work):
    upload = send(client, "")
    RosterUpload.objects.filter(pk=upload.pk).update(file_name="a.pdf")
    work()

    assert "This file cannot be read as a table." in page(client, upload)
    client.cookies["django_language"] = "zh-hans"
    assert "无法按表格读取该文件" in page(client, upload)


def test_file_being_checked_can_be_cancelled(client, work):
    upload = send(client, line(1))

    assert "Cancelled. Nothing was changed." in press(client, upload, "people:roster_cancel")

    work()
    upload.refresh_from_db()
    assert (upload.state, RosterLine.objects.count()) == (RosterState.CANCELLED, 0)


def test_check_stops_when_the_file_is_cancelled_meanwhile(client, user, at):
    upload = send(client, line(1))

    def cancelled_meanwhile(done, total):
        roster_uploads.cancel(RosterUpload.objects.get(pk=upload.pk), actor=user, at=at)

    roster_uploads.check(upload, tell=cancelled_meanwhile)

    upload.refresh_from_db()
    assert (upload.state, upload.outcome, RosterLine.objects.count()) == (RosterState.CANCELLED, {}, 0)


def test_checked_file_can_be_cancelled_but_not_an_applied_one(client, work):
    upload = send(client, line(1))
    work()
    press(client, upload, "people:roster_cancel")
    assert "not waiting to be applied" in press(client, upload, "people:roster_apply")
    assert Person.objects.count() == 0

    press(client, upload, "people:roster_again")
    again = RosterUpload.objects.latest("pk")
    work()
    press(client, again, "people:roster_apply")
    work()
    assert "too late" in press(client, again, "people:roster_cancel")
    assert Person.objects.count() == 1


def test_work_that_failed_says_what_to_do_and_can_be_tried_again(client, work, monkeypatch):
    upload = send(client, line(1))
    work()
    press(client, upload, "people:roster_apply")
    with monkeypatch.context() as broken:
        broken.setattr("people.actions.roster_import._begin", lambda *args, **kwargs: 1 / 0)
        work()
    assert Job.objects.filter(state=JobState.FAILED).count() == 1
    assert Person.objects.count() == 0
    assert "Try again; if it fails again" in page(client, upload)
    assert 'data-busy="failed"' in page(client, upload, "people:roster_progress")

    press(client, upload, "people:roster_retry")
    work()

    upload.refresh_from_db()
    assert (upload.state, Person.objects.count()) == (RosterState.APPLIED, 1)
    assert "Nothing has failed here." in press(client, upload, "people:roster_retry")


def test_work_that_failed_can_be_given_up(client, work, monkeypatch):
    upload = send(client, line(1))
    work()
    press(client, upload, "people:roster_apply")
    monkeypatch.setattr("people.actions.roster_import._begin", lambda *args, **kwargs: 1 / 0)
    work()

    press(client, upload, "people:roster_cancel")

    upload.refresh_from_db()
    assert upload.state == RosterState.CANCELLED


@pytest.mark.parametrize(
    ("job", "shown"),
    [
        ({}, "Waiting for the worker; this is next."),
        ({"state": "running"}, "Reading the file."),
        ({"state": "running", "progress_done": 1000, "progress_total": 20000}, 'value="1000" max="20000"'),
        ({"state": "running", "progress_done": 20000, "progress_total": 20000}, "Comparing the file"),
    ],
)
def test_progress_is_shown_while_the_worker_checks(client, job, shown):
    upload = send(client, line(1))
    Job.objects.update(**job)

    assert shown in page(client, upload, "people:roster_progress")


def test_progress_is_written_while_rows_are_checked(client, at, monkeypatch):
    upload = send(client, *[line(n) for n in range(1, 2502)])
    seen = []
    monkeypatch.setattr(jobs.JobContext, "progress", lambda ctx, done, *, total: seen.append((done, total)))

    jobs.run(jobs.most_urgent(), at=at)

    assert seen == [(0, 2501), (1000, 2501), (2000, 2501), (2501, 2501)]
    assert page(client, upload).count("<tr>") == 51


def test_list_is_searched_narrowed_and_paged(client, work, at):
    for number in range(21):
        send(client, line(number), name=f"{number}月.csv")
    listed = client.get(reverse("people:rosters")).content.decode()
    assert (listed.count("<tr>"), "Page 1 of 2" in listed) == (21, True)

    found = client.get(reverse("people:rosters"), {"q": "20", "state": "checking"}).content.decode()
    assert (found.count("<tr>"), "20月.csv" in found) == (2, True)
    assert "No file fits" in client.get(reverse("people:rosters"), {"state": "applied"}).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_number_of_questions_however_long(client, count, django_assert_num_queries):
    for number in range(count):
        send(client, line(number))
    client.get(reverse("people:rosters"))

    with django_assert_num_queries(7):
        client.get(reverse("people:rosters"))


@pytest.mark.parametrize("count", [1, 3])
def test_preview_asks_the_same_number_of_questions_however_long(client, work, count, django_assert_num_queries):
    upload = send(client, *[line(n) for n in range(count)])
    work()
    page(client, upload)

    with django_assert_num_queries(9):
        page(client, upload)


def test_file_over_the_limit_is_refused_at_the_door(client, monkeypatch):
    monkeypatch.setattr("people.forms.rosters.MOST_BYTES", 10)

    sent = client.post(reverse("people:rosters"), {"file": roster_file(line(1))})

    assert "Split it into parts." in sent.content.decode()
    assert RosterUpload.objects.count() == 0


def test_closed_units_and_retired_job_roles_are_named_with_the_cure(client, work):
    Unit.objects.filter(code="B12").update(valid_to=date(2026, 6, 30))
    JobRole.objects.filter(code="R07").update(is_retired=True)
    upload = send(client, line(1, unit="B12"), line(2, role="R07"), line(3))
    work()

    assert "2 errors" in page(client, upload)
    assert cells(client, upload, "people:roster_faults_file")[1:] == [
        (2, "Unit code", "B12", "This unit is closed. Take one that is open, or open it again under Units."),
        (
            3,
            "Job role code",
            "R07",
            "This job role is out of use. Take another, or have it in use again under Job roles.",
        ),
    ]


@pytest.fixture
def of_one_branch(hr):
    """Human resources of one branch instead of the whole organisation."""

    def narrow():
        RoleGrant.objects.filter(user=hr).update(unit=Unit.objects.get(code="B11"))

    return narrow


def test_human_resources_of_one_branch_is_told_who_may_import(client, of_one_branch):
    of_one_branch()

    answer = client.post(reverse("people:rosters"), {"file": roster_file(line(1))})

    assert answer.status_code == 403
    assert "Ask an administrator for it under Rights" in answer.content.decode()
    assert not RosterUpload.objects.exists()


def test_worker_applies_nothing_for_somebody_who_lost_the_whole_organisation(client, work, of_one_branch, hr, at):
    upload = send(client, line(1))
    work()
    press(client, upload, "people:roster_apply")
    of_one_branch()

    work()

    upload.refresh_from_db()
    assert upload.state == RosterState.REFUSED
    assert upload.outcome["text"]["en"].startswith("A roster states everybody who works here")
    assert not Person.objects.filter(employee_no="000001").exists()


def test_worker_takes_nothing_back_for_somebody_who_lost_the_whole_organisation(client, work, of_one_branch, at):
    upload = import_roster(line(1), at=at)
    press(client, upload, "people:roster_undo")
    of_one_branch()

    work()

    upload.refresh_from_db()
    assert upload.state == RosterState.APPLIED
    assert upload.outcome["text"]["en"].startswith("A roster states everybody who works here")
    assert Person.objects.filter(employee_no="000001").exists()
