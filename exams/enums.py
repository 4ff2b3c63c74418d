"""Codes of the exams floor."""

from enum import StrEnum


class ItemStatus(StrEnum):
    """Where one wording of an item stands. Only an approved one can be drawn."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    RETIRED = "retired"


class NoteKind(StrEnum):
    """Why something was written about an item."""

    NOTE = "note"
    SENT_BACK = "sent_back"


class Finding(StrEnum):
    """What the lint finds in a wording."""

    NEAR_DUPLICATE = "near_duplicate"
    LONGEST_OPTION = "longest_option"
    ALL_OF_THE_ABOVE = "all_of_the_above"
    DOUBLE_NEGATIVE = "double_negative"
    NO_BASIS = "no_basis"
    KEY_AND_TOLERANCE = "key_and_tolerance"


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


class RulingKind(StrEnum):
    """What two persons decide on one attempt: it is void, one further attempt is granted, or both."""

    VOID = "void"
    VOID_AND_GRANT = "void_and_grant"
    GRANT = "grant"


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
    """What became of a response that arrived: counted, late, overtaken by a newer one, sent without the pen, or such
    that its item type could not read it.
    """

    COUNTED = "counted"
    LATE = "late"
    SUPERSEDED = "superseded"
    OTHER_DEVICE = "other_device"
    UNREADABLE = "unreadable"


class Release(StrEnum):
    """When a candidate sees result and explanations."""

    AT_ONCE = "at_once"
    AFTER_SITTING = "after_sitting"
    AT_A_TIME = "at_a_time"
    BY_APPROVAL = "by_approval"


class CorrectionKind(StrEnum):
    """What holds instead of a key that proved wrong after use."""

    NEW_KEY = "new_key"
    EVERYBODY = "everybody"
    NOBODY = "nobody"


class AppealOutcome(StrEnum):
    """What became of an appeal."""

    REJECTED = "rejected"
    REMARKED = "remarked"
    KEY = "key"


class BankFormat(StrEnum):
    """The formats in which items come and go."""

    XLSX = "xlsx"
    MOODLE_XML = "moodle_xml"
    QTI = "qti"
    GIFT = "gift"
    AIKEN = "aiken"


class ImportState(StrEnum):
    """Where a file of items stands."""

    CHECKING = "checking"
    REFUSED = "refused"
    READY = "ready"
    APPLYING = "applying"
    APPLIED = "applied"
    CANCELLED = "cancelled"


class LineFate(StrEnum):
    """What an import does with one item of a file: it comes in as a draft, or stands in the bank just so."""

    NEW = "new"
    EXISTS = "exists"


class Gravity(StrEnum):
    """How much a remark about a file weighs: it stops the file, says what is left out, or says what to look at."""

    ERROR = "error"
    KEPT_OUT = "kept_out"
    NOTE = "note"


class PracticeKind(StrEnum):
    """What a round of practice is made of: the five of a day, one module, or the notebook of wrong answers."""

    DAILY = "daily"
    MODULE = "module"
    NOTEBOOK = "notebook"
