"""The register: found and narrowed in scope, taken along as a sheet or a ZIP, and every taking kept."""

import io
import zipfile
from datetime import date, timedelta

import openpyxl
import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from certificates import tasks  # noqa: F401 -- registers the job
from certificates.actions import batches
from certificates.actions.batches import drop_old_batches, request_batch
from certificates.errors import BatchRefused, TooManyForOneFile
from certificates.models import Certificate, CertificateBatch
from certificates.permissions import visible_certificates
from core import jobs
from core.models import AuditEvent, Job
from people.enums import Right
from people.models import Employment, RoleGrant, Unit, User
from tests.certificates.conftest import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def hr(client, staff):
    client.force_login(staff["hr"], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def listed(answer) -> list[str]:
    return [row.person.employee_no for row in answer.context["page"].object_list]


@pytest.fixture
def several(employ, certify):
    """One valid, one that ends soon, one that has ended, one held, and one of another branch."""
    certify(employ(1, name="王小暖"))
    certify(employ(2), valid_from=DAY - timedelta(days=355))
    certify(employ(3), valid_from=DAY - timedelta(days=400))
    certify(employ(4), state="held", missing_glyphs="😀", file_sha256="")
    certify(employ(5, "B2"))


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ({"q": "小暖"}, ["000001"]),
        ({"q": "000003"}, ["000003"]),
        ({"state": "valid", "sort": "employee_no"}, ["000001", "000002", "000004", "000005"]),
        ({"state": "expired"}, ["000003"]),
        ({"state": "held"}, ["000004"]),
        ({"state": "revoked"}, []),
        ({"within": "30"}, ["000002"]),
        ({"unit": "B1", "sort": "employee_no"}, ["000001", "000002", "000003", "000004"]),
        ({"unit": "B2"}, ["000005"]),
        (
            {"credential": "M1", "sort": "ends_first", "state": "valid", "unit": "B1"},
            ["000002", "000001", "000004"],
        ),
        ({"since": "2026-11-25"}, []),
        ({"until": "2026-11-24", "since": "2026-11-24", "q": "员工5"}, ["000005"]),
    ],
    ids=str,
)
def test_register_is_narrowed_and_ordered(hr, several, search, found):
    assert listed(hr.get(reverse("certificates:register"), search)) == found


def test_manager_lists_own_units_only(client, staff, several):
    client.force_login(staff["manager"], backend="allauth.account.auth_backends.AuthenticationBackend")

    found = listed(client.get(reverse("certificates:register"), {"sort": "employee_no"}))

    assert found == ["000001", "000002", "000003", "000004"]


@pytest.mark.parametrize("count", [1, 3])
def test_register_costs_the_same_number_of_queries(hr, employ, certify, count, django_assert_num_queries):
    for number in range(count):
        certify(employ(number))
    hr.get(reverse("certificates:register"))

    with django_assert_num_queries(12):
        assert len(listed(hr.get(reverse("certificates:register")))) == count


def test_sheet_holds_what_the_list_shows_and_its_taking_is_kept(hr, staff, several):
    answer = hr.get(reverse("certificates:register_file"), {"unit": "B1", "sort": "employee_no"})

    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [(row[1], row[13]) for row in rows] == [
        ("000001", "有效"),
        ("000002", "即将到期"),
        ("000003", "已过期"),
        ("000004", "暂缓"),
    ]
    kept = AuditEvent.objects.get(action="certificates.register_exported")
    assert (kept.actor_id, kept.data) == (staff["hr"].pk, {"count": 4, "search": "unit=B1&sort=employee_no"})


def test_batch_holds_the_files_of_the_list_and_nothing_else(hr, staff, several):
    hr.post(reverse("certificates:batch_new"), {"query": "unit=B1"})
    batch = CertificateBatch.objects.get()
    jobs.run(Job.objects.get(key=batch.job_key).pk, at=batch.requested_at)

    answer = hr.get(reverse("certificates:batch_file", args=[batch.public_id]))

    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        files = {name.split()[1]: archive.read(name) for name in archive.namelist()}
    assert sorted(files) == sorted(["王小暖.pdf", "员工2.pdf", "员工3.pdf"])
    assert files["王小暖.pdf"].startswith(b"%PDF-1.7 AN-M1")
    job = Job.objects.get(key=batch.job_key)
    assert (job.state, job.progress_done, job.progress_total) == ("done", 3, 3)
    deeds = list(
        AuditEvent.objects.filter(action__contains="batch").order_by("pk").values_list("action", flat=True)
    )
    assert deeds == ["certificates.batch_requested", "certificates.batch_made", "certificates.batch_fetched"]


def test_batch_is_made_within_the_rights_of_the_hour(staff, several, at):
    batch = request_batch(Certificate.objects.all(), actor=staff["hr"], at=at)
    RoleGrant.objects.filter(user=staff["hr"]).update(ends_on=DAY - timedelta(days=1))

    jobs.run(Job.objects.get(key=batch.job_key).pk, at=at)

    batch.refresh_from_db()
    assert batch.file_count == 0


def test_batch_of_somebody_who_left_ones_scope_is_not_given_out(client, staff, several, at):
    batch = request_batch(Certificate.objects.filter(person__employee_no="000005"), actor=staff["manager"], at=at)
    jobs.run(Job.objects.get(key=batch.job_key).pk, at=at)
    client.force_login(staff["manager"], backend="allauth.account.auth_backends.AuthenticationBackend")

    assert client.get(reverse("certificates:batch_file", args=[batch.public_id])).status_code == 404


def test_batch_has_bounds(staff, several, at, monkeypatch):
    with pytest.raises(BatchRefused):
        request_batch(Certificate.objects.filter(state="held"), actor=staff["hr"], at=at)
    monkeypatch.setattr(batches, "MOST_FILES", 3)
    with pytest.raises(TooManyForOneFile):
        request_batch(Certificate.objects.all(), actor=staff["hr"], at=at)
    assert not CertificateBatch.objects.exists()


def test_zip_is_deleted_after_a_week_and_its_row_stays(staff, several, at):
    batch = request_batch(Certificate.objects.all(), actor=staff["hr"], at=at)
    jobs.run(Job.objects.get(key=batch.job_key).pk, at=at)
    batch.refresh_from_db()
    name, storage = batch.file.name, batch.file.storage

    assert drop_old_batches(at=at + timedelta(days=7)) == 0
    assert drop_old_batches(at=at + timedelta(days=7, seconds=1)) == 1
    batch.refresh_from_db()
    assert (storage.exists(name), bool(batch.file), batch.file_count) == (False, False, 4)


def test_holder_sees_own_certificate_without_its_history(client, user, employ, certify):
    certificate = certify(employ(1, user=user))
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")

    answer = client.get(reverse("certificates:detail", args=[certificate.public_id]))

    assert certificate.number in answer.content.decode()
    assert answer.context["history"] == []


@pytest.mark.parametrize(
    "change",
    [{"snapshot": {}}, {"number": "X"}, {"valid_to": DAY}, {"file_sha256": "1" * 64}, {"code": "Y"}],
    ids=str,
)
def test_database_refuses_to_change_an_issued_certificate(employ, certify, change):
    certificate = certify(employ(1))

    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(**change)


def test_database_refuses_a_batch_counted_before_it_is_finished(staff, at):
    with pytest.raises(IntegrityError), transaction.atomic():
        CertificateBatch.objects.create(requested_by=staff["hr"], requested_at=at, asked_count=1, file_count=1)


@pytest.fixture
def left(employ, certify):
    """A certificate of somebody who left C1 a month ago, having come there from B2."""
    person = employ(7, "B2", name="李退")
    certificate = certify(person)
    there = person.employments.get()
    Employment.objects.filter(pk=there.pk).update(ends_on=DAY - timedelta(days=400))
    there.pk, there.unit_id = None, Unit.objects.get(code="C1").pk
    there.starts_on, there.ends_on = DAY - timedelta(days=399), DAY - timedelta(days=30)
    there.save()
    return certificate


def hr_of(units, code) -> User:
    user = User.objects.create_user(f"HR-{code}")
    RoleGrant.objects.create(
        user=user, right=Right.HR, unit=units[code], starts_on=date(2020, 1, 1), reason="appointed"
    )
    return user


@pytest.mark.parametrize(("unit", "sees"), [("G", True), ("B1", True), ("C1", True), ("B2", False)])
def test_hr_where_somebody_worked_last_keeps_the_certificates(client, units, left, unit, sees):
    client.force_login(hr_of(units, unit), backend="allauth.account.auth_backends.AuthenticationBackend")
    sheet = client.get(reverse("certificates:register_file"))
    rows = list(openpyxl.load_workbook(io.BytesIO(b"".join(sheet.streaming_content))).active.values)

    assert listed(client.get(reverse("certificates:register"))) == ["000007"] * sees
    assert listed(client.get(reverse("certificates:register"), {"unit": unit})) == ["000007"] * sees
    assert [row[1] for row in rows[1:]] == ["000007"] * sees
    page = client.get(reverse("certificates:detail", args=[left.public_id]))
    assert page.status_code == (200 if sees else 404)


@pytest.mark.parametrize(("right", "sees"), [("manager", False), ("auditor", True), ("safety", True)])
def test_certificates_of_people_who_left_are_no_line_managers(client, staff, left, right, sees):
    client.force_login(staff[right], backend="allauth.account.auth_backends.AuthenticationBackend")

    assert listed(client.get(reverse("certificates:register"))) == ["000007"] * sees
    page = client.get(reverse("certificates:detail", args=[left.public_id]))
    assert page.status_code == (200 if sees else 404)


def test_page_of_somebody_who_left_leads_to_the_person(hr, left):
    page = hr.get(reverse("certificates:detail", args=[left.public_id])).content.decode()
    door = reverse("compliance:person", args=[left.person.public_id])

    assert door in page
    assert hr.get(door).status_code == 200
    assert "已离职" in hr.get(reverse("certificates:register")).content.decode()


def test_somebody_who_comes_back_elsewhere_belongs_there_again(units, left):
    Employment.objects.create(
        person=left.person,
        unit=units["B2"],
        job_role=left.person.employments.first().job_role,
        person_type="own",
        starts_on=DAY,
    )

    assert not visible_certificates(hr_of(units, "C1"), day=DAY).exists()
    assert visible_certificates(hr_of(units, "B2"), day=DAY).get() == left
