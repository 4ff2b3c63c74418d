"""Codes of the courses floor."""

from enum import StrEnum


class ContentHead(StrEnum):
    """The six heads of training content (Beijing work safety regulation, art. 22)."""

    LAW = "law"
    RULES = "rules"
    SKILLS = "skills"
    EQUIPMENT = "equipment"
    EMERGENCY = "emergency"
    OTHER = "other"


class EnrolmentSource(StrEnum):
    """How somebody came to a course."""

    SELF = "self"
    ASSIGNED = "assigned"
    REQUIRED = "required"


class AuthorGroup(StrEnum):
    """The two groups of the authoring screens; who belongs to the first follows from dated rights."""

    TRAINERS = "Trainers"
    APPROVERS = "Course approvers"


class PageState(StrEnum):
    """Where a page of a course stands on its way to the learners."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    SCHEDULED = "scheduled"
    LIVE = "live"
    CHANGED = "changed"


class ShelfKind(StrEnum):
    """Whose pictures, documents and videos a collection of the library holds."""

    COMMON = "common"
    UNITS = "units"
    UNIT = "unit"
