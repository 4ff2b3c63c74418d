"""What can be earned: added, changed for the future only, and never nonsense."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from certificates.models import Credential
from compliance.models import Requirement
from core.models import AuditEvent
from people.models import JobRole
from tests.certificates.conftest import DAY, certify, employ, m1, staff, today, units
from tests.factories.courses import make_course
from tests.factories.exams import make_exam

__all__ = ["certify", "employ", "m1", "staff", "today", "units"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def safety(client, staff):
    client.force_login(staff["safety"], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def typed(credential, **changes):
    plain = ["code", "name", "name_en", "validity_months", "warn_days", "basis"]
    values = {field: getattr(credential, field) for field in plain}
    return {**values, "course": credential.course_id, "exam": credential.exam_id, "is_active": "on", **changes}


def test_credential_is_added_with_its_audit_row(safety, staff, m1, at):
    course = make_course(code="M4")
    exam = make_exam(at=at, code="E4", course=course)
    values = typed(m1, code="m4", name="电气安全", name_en="Electrical safety", course=course.pk, exam=exam.pk)

    assert safety.post(reverse("compliance:credential_new"), values).status_code == 302

    found = Credential.objects.get(code="M4")
    assert (found.course, found.exam, found.validity_months) == (course, exam, 12)
    kept = AuditEvent.objects.get(action="certificates.credential_added")
    assert (kept.actor_id, kept.data["name"], kept.data["exam"]) == (staff["safety"].pk, "电气安全", "E4")


def test_change_counts_from_now_on_and_issued_certificates_stay(safety, m1, employ, certify):
    certificate = certify(employ(1))
    before = (certificate.valid_to, dict(certificate.snapshot), certificate.number)

    safety.post(reverse("compliance:credential", args=["M1"]), typed(m1, name="有限空间安全", validity_months=24))

    certificate.refresh_from_db()
    assert (certificate.valid_to, certificate.snapshot, certificate.number) == before
    kept = AuditEvent.objects.get(action="certificates.credential_changed")
    assert kept.data["changed"] == {"name": ["有限空间作业", "有限空间安全"], "validity_months": [12, 24]}


def test_same_again_records_nothing(safety, m1):
    safety.post(reverse("compliance:credential", args=["M1"]), typed(m1))

    assert not AuditEvent.objects.filter(action="certificates.credential_changed").exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "M 1"}, "code"),
        ({"code": "M9"}, "code"),
        ({"validity_months": 0}, "validity_months"),
        ({"validity_months": 2, "warn_days": 60}, "warn_days"),
        ({"name": ""}, "name"),
        ({"exam": "other"}, "exam"),
        ({"is_active": ""}, "is_active"),
    ],
    ids=str,
)
def test_nonsense_is_refused_at_its_field(safety, m1, employ, certify, at, changes, field):
    certify(employ(1))
    Requirement.objects.create(job_role=JobRole.objects.get(), credential=m1, starts_on=DAY - timedelta(days=9))
    if "exam" in changes:
        changes = {"exam": make_exam(at=at, code="E9", course=make_course(code="M9")).pk}

    answer = safety.post(reverse("compliance:credential", args=["M1"]), typed(m1, **changes))

    assert list(answer.context["form"].errors) == [field]
    m1.refresh_from_db()
    assert (m1.code, m1.validity_months, m1.is_active) == ("M1", 12, True)


@pytest.mark.parametrize("taken", ["code", "name"])
def test_second_of_the_same_code_or_name_is_refused(safety, m1, taken):
    values = typed(m1, **({"name": "另一个"} if taken == "code" else {"code": "M7"}))

    answer = safety.post(reverse("compliance:credential_new"), values)

    assert list(answer.context["form"].errors) == [taken]


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_number_of_queries(safety, m1, count, django_assert_num_queries):
    for number in range(count - 1):
        Credential.objects.create(code=f"X{number}", name=f"资格{number}", course=m1.course, exam=m1.exam)
    safety.get(reverse("compliance:credentials"))

    with django_assert_num_queries(6):
        assert len(safety.get(reverse("compliance:credentials")).context["rows"]) == count


def test_list_counts_roles_holders_and_awards(safety, m1, employ, certify):
    Requirement.objects.create(job_role=JobRole.objects.get(), credential=m1, starts_on=DAY)
    certify(employ(1))
    certify(employ(2), valid_from=DAY - timedelta(days=500))

    [row] = safety.get(reverse("compliance:credentials")).context["rows"]

    assert (row.role_count, row.holder_count, row.issued_count) == (1, 1, 2)


def test_database_refuses_a_warning_from_the_first_day(m1):
    with pytest.raises(IntegrityError), transaction.atomic():
        Credential.objects.filter(pk=m1.pk).update(validity_months=2, warn_days=56)
