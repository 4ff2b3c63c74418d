"""Codes of the certificates floor."""

from enum import StrEnum


class CertificateState(StrEnum):
    """Pending until its file is made; held when a glyph is missing; issued; or revoked."""

    PENDING = "pending"
    HELD = "held"
    ISSUED = "issued"
    REVOKED = "revoked"


class Standing(StrEnum):
    """What a certificate is worth on a day."""

    VALID = "valid"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    REVOKED = "revoked"


class CredentialFault(StrEnum):
    """What is wrong with a credential."""

    CODE_WRONG = "code_wrong"
    CODE_TAKEN = "code_taken"
    CODE_IN_NUMBERS = "code_in_numbers"
    NAME_TAKEN = "name_taken"
    MONTHS_WRONG = "months_wrong"
    WARNS_FROM_THE_FIRST_DAY = "warns_from_the_first_day"
    EXAM_OF_ANOTHER_COURSE = "exam_of_another_course"
    EXAM_CLOSED = "exam_closed"
    COURSE_NOT_PUBLISHED = "course_not_published"
