"""Codes of the compliance floor."""

from enum import StrEnum


class GapState(StrEnum):
    """Where one person stands with one requirement on one day."""

    VALID = "valid"
    EXPIRING = "expiring"
    DUE = "due"
    OVERDUE = "overdue"
    NEVER = "never"
    EXEMPT = "exempt"
