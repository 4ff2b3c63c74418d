"""Credentials that make sense, and those that do not."""

from dataclasses import replace

import pytest

from certificates.domain.credentials import Facts, faults_of
from certificates.enums import CredentialFault

SOUND = Facts(
    code="M4", validity_months=12, warn_days=60, is_active=True, course_id=1, is_course_live=True,
    exam_course_id=1, is_exam_open=True,
)  # fmt: skip


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        ({}, {}),
        ({"exam_course_id": None}, {}),
        ({"validity_months": 120, "warn_days": 365}, {}),
        ({"code": "m4"}, {"code": CredentialFault.CODE_WRONG}),
        ({"code": "M-4"}, {"code": CredentialFault.CODE_WRONG}),
        ({"validity_months": 0}, {"validity_months": CredentialFault.MONTHS_WRONG}),
        ({"validity_months": 121}, {"validity_months": CredentialFault.MONTHS_WRONG}),
        ({"validity_months": 1, "warn_days": 27}, {}),
        ({"validity_months": 1, "warn_days": 28}, {"warn_days": CredentialFault.WARNS_FROM_THE_FIRST_DAY}),
        ({"exam_course_id": 2}, {"exam": CredentialFault.EXAM_OF_ANOTHER_COURSE}),
        ({"is_exam_open": False}, {"exam": CredentialFault.EXAM_CLOSED}),
        ({"is_course_live": False}, {"course": CredentialFault.COURSE_NOT_PUBLISHED}),
        ({"is_exam_open": False, "is_course_live": False, "is_active": False}, {}),
    ],
    ids=str,
)
def test_faults_by_field(change, faults):
    assert faults_of(replace(SOUND, **change)) == faults
