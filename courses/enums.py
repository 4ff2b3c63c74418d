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
