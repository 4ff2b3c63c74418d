"""Codes of the people floor; stored as they are, labelled in the models."""

from enum import StrEnum


class UnitKind(StrEnum):
    """What a unit of the organisation is."""

    GROUP = "group"
    FUNCTION = "function"
    BRANCH = "branch"
    CENTRE = "centre"
    STATION = "station"
    OFFICE = "office"
    CREW = "crew"
    CONTRACTOR = "contractor"


class PersonType(StrEnum):
    """How a person is engaged (Work Safety Law art. 28 asks the same training for all)."""

    OWN = "own"
    DISPATCHED = "dispatched"
    INTERN = "intern"
    CONTRACTOR = "contractor"


class AccountState(StrEnum):
    """Whether a person may sign in."""

    NONE = "none"
    WAITING = "waiting"
    OPEN = "open"
    OFF = "off"


class Right(StrEnum):
    """What a dated grant allows, within its unit and below."""

    TRAINER = "trainer"
    APPROVER = "approver"
    PROCTOR = "proctor"
    MANAGER = "manager"
    HR = "hr"
    SAFETY = "safety"
    AUDITOR = "auditor"
    ADMIN = "admin"


class ProposalState(StrEnum):
    """Where a proposal stands that two persons decide."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class DaysFault(StrEnum):
    """What is wrong with the days of a proposal that holds from one day to another."""

    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins"
    IS_OVER = "is_over"
    TOO_LONG = "too_long"


class RosterState(StrEnum):
    """Where an uploaded roster stands."""

    CHECKING = "checking"
    REFUSED = "refused"
    READY = "ready"
    APPLYING = "applying"
    APPLIED = "applied"
    CANCELLED = "cancelled"
    UNDOING = "undoing"
    UNDONE = "undone"


class RosterRecord(StrEnum):
    """What an applied roster did to one record."""

    PERSON_ADDED = "person_added"
    PERSON_EDITED = "person_edited"
    EMPLOYMENT_BEGAN = "employment_began"
    EMPLOYMENT_ENDED = "employment_ended"
