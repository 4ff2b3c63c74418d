"""The same rights in a branch beside: who holds them, and the few answers that are not "there is no such thing"."""

from __future__ import annotations

from people.enums import Right
from tests.permissions.matrix import MATRIX
from tests.permissions.rows import Row

# Who in the other branch, with which rights there, and whom of the matrix they are measured by.
HOLDERS: dict[str, tuple[str, tuple[Right, ...]]] = {
    "other_colleague": ("colleague", ()),
    "other_manager": ("manager", (Right.MANAGER,)),
    "other_hr": ("hr", (Right.HR,)),
    "other_safety": ("safety", (Right.SAFETY,)),
    "other_auditor": ("auditor", (Right.AUDITOR,)),
    "other_approver": ("trainer", (Right.TRAINER, Right.APPROVER)),
    "other_proctor": ("proctor", (Right.PROCTOR,)),
    "other_admin": ("admin", (Right.ADMIN,)),
}

# What no unit keeps: laws, courses that are for everybody, doors for strangers, and what a file is called.
WHOLE_ORGANISATION = frozenset(
    {
        "certificates:verify",
        "compliance:trail_file",
        "courses:enrol",
        "people:sign_on",
        "website:media",
        "website:offline",
    }
)

NAMING = [row for row in MATRIX if row.names_something and row.name not in WHOLE_ORGANISATION]
FILES_BY_KIND = frozenset({"compliance:trail_file"})
LISTS = [row for row in MATRIX if row.method == "get" and (not row.names_something or row.name in FILES_BY_KIND)]

# What stands for the people, places, questions and papers of the branch in what is sent to the other one.
UNSEEN = ("SELF", "C1的人", "C1离职的人", "C1考场", "E1-01", "第1题", "AN-M1-2026-000001-X")


def rows_for(actor: str, rows: list[Row]) -> list[Row]:
    """Return the rows that say something of an actor: where the same right over all gets more than a shut door.

    A right over one branch opens nothing that it does not open over all.
    """
    measure, _rights = HOLDERS[actor]
    shut = [row for row in rows if row.answer(measure) == row.answers["*"] == 403]
    return [row for row in rows if row not in shut and row.answer(measure) != 404]


def answer(row: Row, actor: str) -> int:
    """Return what the other branch gets: of one object 404, of a list its own part, or what the row says."""
    if actor in row.answers:
        return row.answers[actor]
    return row.answer(HOLDERS[actor][0]) if row in LISTS else 404
