"""What a credential may look like."""

from __future__ import annotations

import re
from dataclasses import dataclass

from certificates.enums import CredentialFault

MOST_MONTHS = 120
# The code stands in certificate numbers and in addresses.
CODE = re.compile(r"[A-Z0-9]{1,10}")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a credential is judged by. Of the exam: whether it is open, and its course, None for an exam of its own."""

    code: str
    validity_months: int
    warn_days: int
    is_active: bool
    course_id: int
    is_course_live: bool
    exam_course_id: int | None
    is_exam_open: bool


def faults_of(facts: Facts) -> dict[str, CredentialFault]:
    """Return what is wrong, by field; nothing when the credential makes sense.

    One that is not active may rest on a course or exam that is closed: nobody earns it.
    """
    found: dict[str, CredentialFault] = {}
    if not CODE.fullmatch(facts.code):
        found["code"] = CredentialFault.CODE_WRONG
    if not 1 <= facts.validity_months <= MOST_MONTHS:
        found["validity_months"] = CredentialFault.MONTHS_WRONG
    elif facts.warn_days >= facts.validity_months * 28:  # no month is shorter
        found["warn_days"] = CredentialFault.WARNS_FROM_THE_FIRST_DAY
    if facts.exam_course_id is not None and facts.exam_course_id != facts.course_id:
        found["exam"] = CredentialFault.EXAM_OF_ANOTHER_COURSE
    elif facts.is_active and not facts.is_exam_open:
        found["exam"] = CredentialFault.EXAM_CLOSED
    if facts.is_active and not facts.is_course_live:
        found["course"] = CredentialFault.COURSE_NOT_PUBLISHED
    return found
