"""Codes of the exams floor."""

from enum import StrEnum


class ItemStatus(StrEnum):
    """Where one wording of an item stands. Only an approved one can be drawn."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    RETIRED = "retired"


class Mode(StrEnum):
    """How an exam was sat; every report shows it."""

    ONLINE = "online"
    ON_SITE = "on_site"
    PAPER = "paper"


class AttemptState(StrEnum):
    """Open until submitted by the candidate or closed at the deadline; a void attempt does not count."""

    OPEN = "open"
    SUBMITTED = "submitted"
    CLOSED = "closed"
    VOID = "void"


class SittingState(StrEnum):
    """A sitting is planned, then open, then closed."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


class PaperState(StrEnum):
    """How far a printed paper is on its way to a result."""

    NOT_PRESENT = "not_present"
    NOT_KEYED = "not_keyed"
    KEYED_ONCE = "keyed_once"
    DIFFERS = "differs"
    DONE = "done"


class ResponseFate(StrEnum):
    """What became of a response that arrived: it counts, it was late, or a newer one had come before it."""

    COUNTED = "counted"
    LATE = "late"
    SUPERSEDED = "superseded"


class Release(StrEnum):
    """When a candidate sees result and explanations."""

    AT_ONCE = "at_once"
    AFTER_SITTING = "after_sitting"
