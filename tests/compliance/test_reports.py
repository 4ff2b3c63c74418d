"""Reports made by the worker: what they hold, how they fail, how they end."""

import csv
import hashlib
import subprocess
from datetime import date, timedelta

import openpyxl
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from compliance.actions.reports import KEPT, ReportWish, discard_old, discard_report, request_report, retry_report
from compliance.errors import ReportHasNotFailed, ReportIsBeingMade
from compliance.exports import report as report_export
from compliance.exports import tables
from compliance.models import ReportRun
from compliance.tasks import make_report
from core import jobs
from core.models import AuditEvent, Job
from people.models import RoleGrant
from tests.factories.compliance import certify, employ

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def clock(at, monkeypatch):
    monkeypatch.setattr("core.clock.now", lambda: at)


def wish(group, **fields) -> ReportWish:
    return ReportWish(**{"kind": "completion", "file_format": "xlsx", "as_of": DAY, "unit": group, **fields})


def make(hr, group, at, **fields) -> ReportRun:
    run = request_report(wish(group, **fields), language="zh-hans", actor=hr, at=at)
    job = Job.objects.get(key=run.job_key)
    jobs.run(job.pk, at=at)
    job.refresh_from_db()
    assert job.state == "done", job.error
    run.refresh_from_db()
    return run


def sheet(run, number=0):
    with run.file.open("rb") as content:
        return list(openpyxl.load_workbook(content).worksheets[number].iter_rows(values_only=True))


def lines(run):
    with run.file.open("rb") as content:
        return list(csv.reader(content.read().decode("utf-8-sig").splitlines()))


def text(run, tmp_path):
    path = tmp_path / "report.pdf"
    with run.file.open("rb") as content:
        path.write_bytes(content.read())
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True)
    return done.stdout


def test_completion_report_counts_people_and_completions_by_mode(group, role, rule, credential, hr, at):
    certify(employ(1, role), credential, at, valid_to=DAY + timedelta(days=364), mode="on_site")
    employ(2, role, "B12")

    run = make(hr, group, at)

    heading, *rows = sheet(run)
    assert heading[:5] == ("单位", "岗位", "资格", "应达标人数", "已达标")
    assert rows == [
        ("管网一所", "班组作业人员", "有限空间作业", 1, 1, 1, 0, 0, 0, 0, 0, 100, 1, 0, 1, 0),
        ("管网二所", "班组作业人员", "有限空间作业", 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0),
    ]
    with run.file.open("rb") as content:
        assert run.file_sha256 == hashlib.sha256(content.read()).hexdigest()
    assert run.row_count == 2


def test_period_counts_only_what_was_completed_in_it(group, role, rule, credential, hr, at):
    certify(employ(1, role), credential, at, valid_to=DAY + timedelta(days=100))
    earned = DAY + timedelta(days=100 - 364)

    inside = make(hr, group, at, completed_from=earned, completed_to=earned)
    outside = make(hr, group, at, completed_from=earned + timedelta(days=1))

    assert [row[12] for row in sheet(inside)[1:]] == [1]
    assert [row[12] for row in sheet(outside)[1:]] == [0]


def test_second_sheet_says_what_the_report_is(group, role, rule, credential, hr, at):
    employ(1, role)

    run = make(hr, group, at, kind="overdue", job_role=role, credential=credential, person_type="own")

    facts = dict(sheet(run, 1))
    assert facts["截至日期"] == "2026-11-24"
    assert (facts["单位"], facts["岗位"], facts["资格"], facts["用工类型"]) == (
        "示例热力集团及下属单位",
        "班组作业人员",
        "有限空间作业",
        "本单位",
    )
    assert facts["申请人"] == "HR1 (HR1)"
    assert len(facts["数据行 SHA-256"]) == 64


def test_overdue_report_as_csv_keeps_leading_zeros_and_filters(group, role, rule, credential, hr, at):
    employ(42, role)
    employ(43, role, person_type="contractor")
    certify(employ(44, role), credential, at, valid_to=DAY - timedelta(days=1), mode="paper")

    rows = lines(make(hr, group, at, kind="overdue", file_format="csv", person_type="own"))

    assert [row[:3] for row in rows[1:]] == [["000042", "员工42", "管网一所"], ["000044", "员工44", "管网一所"]]
    assert [row[8:] for row in rows[1:]] == [["", ""], ["2026-11-23", "现场纸笔"]]


def test_may_not_work_list_names_person_work_and_reason(group, role, rule, credential, hr, at, tmp_path):
    certify(employ(1, role), credential, at, valid_to=DAY + timedelta(days=200))
    certify(employ(2, role), credential, at, valid_to=DAY - timedelta(days=1))
    employ(3, role, starts_on=DAY)
    employ(4, role)

    printed = text(make(hr, group, at, kind="may_not_work", file_format="pdf"), tmp_path)

    assert "员工1" not in printed
    for words in (
        "不得上岗名单",
        "2026-11-23",
        "尚未考核合格；期限 2026-12-24",
        "从未考核合格",
        "1/1",
        "HR1 (HR1)",
    ):
        assert words in printed, words


def test_long_report_on_paper_repeats_its_heading_on_every_page(group, role, rule, hr, at, tmp_path):
    for number in range(60):
        employ(number, role)

    pages = text(make(hr, group, at, kind="overdue", file_format="pdf"), tmp_path).split("\f")[:-1]

    assert len(pages) == 3
    assert all("工号" in page and f"{number}/3" in page for number, page in enumerate(pages, start=1))
    assert sum(page.count("员工") for page in pages) >= 60


def test_report_too_long_for_paper_says_so(group, role, rule, hr, at, monkeypatch):
    monkeypatch.setattr(report_export, "MOST_ROWS_ON_PAPER", 1)
    employ(1, role)
    employ(2, role)

    run = make(hr, group, at, kind="overdue", file_format="pdf")

    assert not run.file
    assert "XLSX" in run.refusal


def test_same_rows_have_the_same_digest_whatever_the_file(group, role, rule, hr, at, tmp_path):
    employ(1, role)

    digest = dict(sheet(make(hr, group, at, kind="overdue"), 1))["数据行 SHA-256"]

    assert digest in text(make(hr, group, at, kind="overdue", file_format="pdf"), tmp_path).replace("\n", "")


def test_report_holds_only_what_its_asker_may_see_when_it_is_made(group, role, rule, hr, at):
    employ(1, role)
    RoleGrant.objects.update(ends_on=DAY - timedelta(days=1))

    assert make(hr, group, at).row_count == 0


def failed(hr, group, at) -> ReportRun:
    run = request_report(wish(group), language="zh-hans", actor=hr, at=at)
    Job.objects.filter(key=run.job_key).update(state="failed", finished_at=at, attempts=3, error="disk full")
    return run


def test_failed_report_is_made_once_more(client, group, role, rule, hr, at):
    employ(1, role)
    run = failed(hr, group, at)
    client.force_login(hr)

    assert "失败" in client.get(reverse("compliance:reports")).text
    client.post(reverse("compliance:report_retry", args=[run.public_id]))
    jobs.run(Job.objects.get(key=run.job_key).pk, at=at)

    run.refresh_from_db()
    assert run.row_count == 1
    with pytest.raises(ReportHasNotFailed):
        retry_report(run, actor=hr, at=at)


def test_deleted_report_leaves_the_list_and_the_disk_but_not_the_trail(
    client, group, role, rule, hr, at, django_capture_on_commit_callbacks
):
    run = make(hr, group, at)
    storage, name = run.file.storage, run.file.name
    client.force_login(hr)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("compliance:report_discard", args=[run.public_id]))

    assert not storage.exists(name)
    assert client.get(reverse("compliance:report_file", args=[run.public_id])).status_code == 404
    assert AuditEvent.objects.filter(action="compliance.report_discarded").count() == 1
    discard_report(run, actor=hr, at=at)
    assert AuditEvent.objects.filter(action="compliance.report_discarded").count() == 1


def test_report_is_not_deleted_while_it_is_made(group, hr, at):
    run = request_report(wish(group), language="zh-hans", actor=hr, at=at)

    with pytest.raises(ReportIsBeingMade):
        discard_report(run, actor=hr, at=at)


def test_old_files_go_by_themselves(group, role, rule, hr, at):
    old, new = make(hr, group, at), make(hr, group, at)
    ReportRun.objects.filter(pk=old.pk).update(finished_at=at - KEPT - timedelta(seconds=1))

    assert discard_old(at=at) == 1
    assert discard_old(at=at) == 0
    assert list(ReportRun.objects.filter(discarded_at=None)) == [new]


@pytest.mark.parametrize(
    "wrong",
    [
        {"completed_from": DAY, "completed_to": DAY - timedelta(days=1)},
        {"discarded_at": "2026-11-24T01:00Z", "file": "reports/x.xlsx"},
    ],
    ids=["period in order", "deleted means no file"],
)
def test_database_refuses_what_cannot_be(group, hr, at, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportRun.objects.create(
            kind="completion", format="csv", as_of=DAY, unit=group, requested_by=hr, requested_at=at, **wrong
        )


def test_progress_is_told_while_rows_are_written(group, role, rule, hr, at, monkeypatch):
    for number in range(3):
        employ(number, role)
    run = request_report(wish(group, kind="overdue"), language="zh-hans", actor=hr, at=at)
    monkeypatch.setattr(tables, "TELL_EVERY", 2)
    told = []

    class Context:
        def progress(self, done, *, total):
            told.append((done, total))

    make_report(Context(), report_id=run.pk, language="zh-hans")

    assert told == [(0, 3), (2, 3)]


@pytest.mark.parametrize(
    "bad",
    [
        {"completed_from": "2026-02-01", "completed_to": "2026-01-01"},
        {"kind": "overdue", "completed_from": "2026-01-01"},
        {"unit": "999999"},
        {"as_of": "tomorrow"},
    ],
)
def test_wrong_wish_names_its_field_and_makes_nothing(client, group, hr, bad):
    client.force_login(hr)
    good = {"kind": "completion", "file_format": "csv", "as_of": "2026-11-24", "unit": group.pk}

    page = client.post(reverse("compliance:reports"), {**good, **bad})

    assert page.status_code == 200
    assert page.context["form"].errors
    assert not ReportRun.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_reports_costs_the_same_number_of_queries(client, group, hr, at, count, django_assert_num_queries):
    for _ in range(count):
        request_report(wish(group), language="zh-hans", actor=hr, at=at)
    client.force_login(hr)
    client.get(reverse("compliance:reports"))

    with django_assert_num_queries(11):
        client.get(reverse("compliance:reports"))
