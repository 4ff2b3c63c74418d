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


class CoverageOrder(StrEnum):
    """How the coverage table is sorted."""

    UNIT = "unit"
    LOWEST = "lowest"
    MISSING = "missing"
    EXPIRING = "expiring"


class ReportKind(StrEnum):
    """What a report tells."""

    COMPLETION = "completion"
    OVERDUE = "overdue"
    MAY_NOT_WORK = "may_not_work"
