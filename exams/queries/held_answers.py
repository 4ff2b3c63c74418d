"""What the server holds of some questions of an attempt, read in one step while the attempt is locked."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, models

from core.prepared import Bound, Prepared, planned_once
from exams.domain import timing
from exams.domain.safe_browser import Keys
from exams.enums import ResponseFate
from exams.models import Attempt
from exams.queries.contacts import Call
from exams.queries.places import Place

# Written out, because the save door opens fifty times in an exam: it builds no query and no rows of models but one,
# and finds the newest counted answer of a question by its index, however often the answer was changed. The attempt is
# named by "=", not by "IN": PostgreSQL then looks for it first and plans the rest in two thirds of the time.
SQL = """
SELECT exams_attempt.id, exams_attempt.sitting_id, exams_attempt.state, exams_attempt.deadline_at,
       exams_attempt.device, exams_attempt.veil, c.heard_at, s.id, s.networks, s.config_keys, s.browser_keys,
       o.place, o.deadline_at, i.section, sent.column1, v.item_type, v.body, e.client_id, e.sequence, e.fate,
       CASE WHEN e.client_id IN ({client_ids}) THEN e.value END
FROM exams_attempt
LEFT JOIN exams_sitting s ON s.id = exams_attempt.sitting_id
    AND (s.networks <> '' OR s.config_keys <> '' OR s.browser_keys <> '')
LEFT JOIN exams_contact c ON c.attempt_id = exams_attempt.id
LEFT JOIN exams_sectionrun o ON o.attempt_id = exams_attempt.id AND o.started_at IS NOT NULL AND o.ended_at IS NULL
LEFT JOIN (VALUES {positions}) AS sent ON TRUE
LEFT JOIN exams_formitem i ON i.form_id = exams_attempt.form_id AND i.position = sent.column1
LEFT JOIN exams_itemversion v ON v.id = i.version_id
LEFT JOIN exams_responseevent e ON e.attempt_id = exams_attempt.id AND e.position = sent.column1 AND (
    e.client_id IN ({client_ids})
    OR e.fate = 'counted' AND e.sequence = (
        SELECT max(n.sequence) FROM exams_responseevent n
        WHERE n.attempt_id = exams_attempt.id AND n.position = sent.column1 AND n.fate = 'counted'))
WHERE exams_attempt.id = ({runs})
"""
LOCK = "FOR UPDATE OF exams_attempt"
KEY = Prepared(
    lambda attempt: Attempt.objects.filter(pk=attempt).values_list("pk"), attempt=models.BigIntegerField()
)


def attempt_of_key(pk: int) -> Bound:
    """Return the one attempt of a key, as `held_answers` takes it."""
    return KEY.bound(attempt=pk)


class _Row(NamedTuple):
    """What the statement above tells: the attempt, its sitting where it is limited, its timed section that is open,
    one question, one answer sent.
    """

    attempt: int
    held_in: int | None
    state: str
    deadline_at: Any
    device: str
    veil: Any
    heard_at: Any
    sitting: int | None
    networks: str
    config_keys: str
    browser_keys: str
    open_section: int | None
    section_deadline_at: Any
    section: int | None
    position: int
    item_type: str | None
    body: str
    client_id: str | None
    sequence: int
    fate: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What cleaning an answer needs of a question."""

    item_type: str
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sent:
    """An answer that is kept: what its id stands for, and what became of it. `value` is as JSON gives it back."""

    position: int
    sequence: int
    value: object
    fate: ResponseFate


@dataclass(frozen=True, slots=True)
class Run:
    """What weighing an answer needs of its attempt: `open_section` is the place of its timed section that is open,
    `section_deadline_at` when its time is over; both None without timed sections.
    """

    pk: int
    state: str
    deadline_at: datetime
    device: str
    veil: UUID | None
    open_section: int | None = None
    section_deadline_at: datetime | None = None

    @property
    def ends_at(self) -> datetime:
        """Return up to when answers to what is on the screen count."""
        return timing.section_end(section_at=self.section_deadline_at, deadline_at=self.deadline_at)


@dataclass(frozen=True, slots=True)
class HeldAnswers:
    """The attempt, its place and call; of the questions wordings, newest counted sequences, and answers by client id.

    `asked` holds no place that the paper does not have, or does not have yet: none of a timed section that has not
    begun. `ended` are the places whose timed section was ended.
    """

    run: Run
    place: Place | None
    call: Call | None
    asked: dict[int, Asked]
    newest: dict[int, int]
    sent: dict[str, Sent]
    ended: set[int]


@lru_cache(maxsize=4096)
def _asked(item_type: str, body: str) -> Asked:
    """Return a wording read from its JSON; wordings never change, and nobody changes what this returns."""
    return Asked(item_type, json.loads(body))


def held_answers(
    attempt: Bound, *, positions: Collection[int], client_ids: Collection[str], is_locked: bool = True
) -> HeldAnswers:
    """Return what is held of these positions, and lock the attempt until the transaction ends, unless told not to.

    Of the answers only those of `client_ids`, kept for these positions, are told. The lock lets a submit that runs at
    the same time come wholly before or wholly after. Raises Attempt.DoesNotExist for no attempt. Cost: one query.
    """
    places, names = positions or [0], client_ids or [""]  # no question and no answer is called so
    sql = SQL.format(
        positions=", ".join(["(%s)"] * len(places)), client_ids=", ".join(["%s"] * len(names)), runs=attempt.sql
    )
    if is_locked and connection.features.has_select_for_update:
        sql += LOCK
    with planned_once() as cursor:
        cursor.execute(sql, [*names, *places, *names, *attempt.params])
        rows = [_Row._make(row) for row in cursor.fetchall()]
    if not rows:
        raise Attempt.DoesNotExist
    asked: dict[int, Asked] = {}
    newest: dict[int, int] = {}
    sent: dict[str, Sent] = {}
    ended: set[int] = set()
    for row in rows:
        if row.item_type is not None and timing.has_begun(row.section, current=row.open_section):
            asked[row.position] = _asked(row.item_type, row.body)
        if timing.has_ended(row.section, current=row.open_section):
            ended.add(row.position)
        if row.client_id is None:
            continue
        fate = ResponseFate(row.fate)
        if row.client_id in client_ids:
            sent[row.client_id] = Sent(row.position, row.sequence, json.loads(row.value or "null"), fate)
        if fate is ResponseFate.COUNTED:
            newest[row.position] = max(row.sequence, newest.get(row.position, row.sequence))
    run, limits, call = _of_attempt(rows[0])
    return HeldAnswers(run, limits, call, asked, newest, sent, ended)


def _of_attempt(row: _Row) -> tuple[Run, Place | None, Call | None]:
    """Return what each row tells alike."""
    place, call = None, None
    if row.sitting is not None:
        place = Place(row.attempt, row.sitting, row.networks, Keys(row.config_keys, row.browser_keys))
    if row.held_in is not None:
        call = Call(row.attempt, row.held_in, _read("deadline_at", row.heard_at))  # an instant as any
    deadline_at, veil = _read("deadline_at", row.deadline_at), _read("veil", row.veil)
    until = _read("deadline_at", row.section_deadline_at)
    return Run(row.attempt, row.state, deadline_at, row.device, veil, row.open_section, until), place, call


@cache
def _reading(name: str) -> tuple[list[Any], Any]:
    field: Any = Attempt._meta.get_field(name)
    column = field.get_col(Attempt._meta.db_table)
    return connection.ops.get_db_converters(column), column


def _read(name: str, stored: Any) -> Any:
    """Return what a column holds as Django does; SQLite keeps instants and veils as text."""
    steps, column = _reading(name)
    for convert in steps:
        stored = convert(stored, column, connection)
    return stored
