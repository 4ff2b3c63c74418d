"""At the end of the grace five want the same attempt at once: a save, a hand-in, the sweep, more time, and a look.

One end and one score come of it, the verdict of the one function, and no error; more time that was given is not lost.
"""

import asyncio
import random
import time
from datetime import UTC, datetime, timedelta

import pytest

from tests.faults.conftest import LONGER, drill
from tests.faults.door import SHORT_GRACE, acknowledged, browser_of, change, save, start, submit, twin_of

pytestmark = pytest.mark.fault
RUNNERS, ROUNDS = 4, 5 * LONGER
RIGHT = "b"
AROUND_SECONDS, HALF_A_MINUTE = 0.03, timedelta(seconds=30)

ENDED = """
    SELECT attempt.public_id, attempt.state, attempt.started_at, attempt.deadline_at, attempt.ended_at,
           (SELECT COUNT(*) FROM exams_score score WHERE score.attempt_id = attempt.id),
           (SELECT MAX(score.points) FROM exams_score score WHERE score.attempt_id = attempt.id),
           (SELECT COUNT(*) FROM core_auditevent event
             WHERE event.action IN ('exams.attempt_submitted', 'exams.attempt_closed')
               AND event.target_id = CAST(attempt.id AS text)),
           (SELECT MAX(event.received_at) FROM exams_responseevent event WHERE event.attempt_id = attempt.id)
      FROM exams_attempt attempt
"""


def instant(value):
    """Return an instant as either kind of database tells it."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


async def race(lines, address, rng):
    """Let everything come around the end of the grace; return the fate of the save, if time was given, and trouble."""
    one, attempt = [change(1, RIGHT, 1)], address.split("/")[2]
    deeds = {
        "save": lambda line: save(line, address, one),
        "submit": lambda line: submit(line, address),
        "sweep": lambda line: line.get("/drill/sweep/", step="sweep"),
        "extend": lambda line: line.get(f"/drill/extend/{attempt}/", step="extend"),
        "look": lambda line: line.get(f"{address}result/", step="look"),
    }
    chosen = rng.sample(sorted(deeds), rng.choice([2, 3, 5]))

    over = float((await lines[0].get(f"/drill/hurry/{attempt}/", step="hurry")).body)

    async def at_its_time(name, line):
        due = over + rng.uniform(-AROUND_SECONDS, AROUND_SECONDS)
        await asyncio.sleep(max(0.0, due - time.time()))
        return name, await deeds[name](line)

    replies = dict(
        await asyncio.gather(*(at_its_time(name, line) for name, line in zip(chosen, lines, strict=False)))
    )
    trouble = [f"{name}: {reply.status}" for name, reply in replies.items() if reply.status >= 500]
    fates = acknowledged(replies["save"], one) if "save" in replies else {}
    if fates is None:
        trouble.append(f"the save was answered {replies['save'].status}")
    extended = "extend" in replies and replies["extend"].status == 204
    if (await submit(lines[0], address)).status != 302:
        trouble.append("it cannot be handed in")
    return next(iter((fates or {}).values()), ""), extended, trouble


async def races(server, person, exam, rng):
    """Begin an attempt and race, again and again; return what was told, by attempt."""
    first, told = browser_of(server.port, person), {}
    lines = [first, *(twin_of(first) for _ in range(4))]
    for _round in range(ROUNDS):
        address = await start(first, exam)
        told[address.split("/")[2]] = await race(lines, address, rng)
    for line in lines:
        await line.close()
    return told


def wrong_about(row, fate, was_extended, trouble):
    """Return what is wrong with one attempt after its race."""
    state, started, deadline, ended, scores, points, audited, received = row
    over = instant(deadline) + SHORT_GRACE
    rules = {
        "one end, one score": state in {"submitted", "closed"} and (scores, audited) == (1, 1),
        "more time that was given stays": not was_extended or instant(deadline) - instant(started) > HALF_A_MINUTE,
        "closed as of its deadline, which has passed": state != "closed"
        or (instant(ended) == instant(deadline) and not was_extended),
        "handed in while there was time": state != "submitted" or instant(ended) <= over,
        "what counts came in time and is in the score": fate != "counted"
        or (instant(received) <= over and points == 1),
        "what does not count is in no score": fate == "counted" or points == 0,
    }
    return [*trouble, *(rule for rule, holds in rules.items() if not holds)]


def raced(ground, *planted):
    """Return everything that is wrong after all races."""
    people = ground.some(RUNNERS)
    rng = random.Random(20261125)  # noqa: S311 -- chooses instants, no secret

    async def all_races(server):
        return await asyncio.gather(*(races(server, person, ground.exam, rng) for person in people))

    with ground.server(",".join(["ends_when_told", *planted])) as server:
        told = {attempt: what for mine in drill(all_races(server)) for attempt, what in mine.items()}
    rows = {row[0]: row[1:] for row in ground.stack.rows(ENDED) if row[0] in told}
    assert len(rows) == RUNNERS * ROUNDS
    fates = {fate for fate, _extended, _trouble in told.values()}
    assert fates & {"counted", "late"}, "no save was in any race: this drill proves nothing"
    return [wrong for attempt, row in rows.items() for wrong in wrong_about(row, *told[attempt])]


def test_at_the_deadline_one_end_comes_of_everything_that_wants_the_attempt(ground):
    assert raced(ground) == []


def test_the_drill_finds_a_sweep_that_does_not_look_when_it_writes(ground):
    assert "closed as of its deadline, which has passed" in raced(ground, "closes_without_looking")
