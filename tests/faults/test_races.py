"""Saves race with the hand-in, and the hand-in with itself: one end, one score, one receipt, and no error."""

import asyncio
import os
import re

import pytest

from tests.faults.conftest import drill
from tests.faults.door import acknowledged, browser_of, change, save, start, submit, twin_of

pytestmark = pytest.mark.fault
RUNNERS, ROUNDS = 8, int(os.environ.get("DRILL", "2000")) // 80  # 200 races, 25 for each of eight people
AT_ONCE = 16
RIGHT = "b"  # of every item of the exam; one right answer of twenty fails, so that the next attempt may begin

ENDED = """
    SELECT attempt.public_id, attempt.state, attempt.receipt,
           (SELECT COUNT(*) FROM exams_score score WHERE score.attempt_id = attempt.id),
           (SELECT COUNT(*) FROM core_auditevent event
             WHERE event.action = 'exams.attempt_submitted' AND event.target_id = CAST(attempt.id AS text)),
           (SELECT MAX(score.points) FROM exams_score score WHERE score.attempt_id = attempt.id)
      FROM exams_attempt attempt
"""


def ends(ground, addresses):
    """Return state, receipt, number of scores, number of audit rows and points of these attempts."""
    wanted = {address.split("/")[2] for address in addresses}
    return {row[0]: row[1:] for row in ground.stack.rows(ENDED) if row[0] in wanted}


async def races(server, person, exam):
    """Start, then save and hand in at the same time, again and again; return what the save was told, by attempt."""
    first, told = browser_of(server.port, person), {}
    second = twin_of(first)
    for number in range(ROUNDS):
        address = await start(first, exam)
        one = [change(1, RIGHT, 1)]
        pair = [save(first, address, one), submit(second, address)]
        saved, handed_in = await asyncio.gather(*(pair if number % 2 else reversed(pair)))
        if not number % 2:
            saved, handed_in = handed_in, saved
        assert handed_in.status == 302, handed_in.body[:300]
        fates = acknowledged(saved, one)
        assert fates is not None, f"{saved.status} {saved.body[:300]!r}"
        [told[address]] = fates.values()
    for line in (first, second):
        await line.close()
    return told


def test_a_save_comes_wholly_before_the_hand_in_or_wholly_after(ground, server):
    async def all_races():
        return await asyncio.gather(*(races(server, p, ground.exam) for p in ground.some(RUNNERS)))

    told = {address: fate for mine in drill(all_races()) for address, fate in mine.items()}
    found = ends(ground, told)

    assert len(found) == RUNNERS * ROUNDS
    assert {row[:1] + row[2:4] for row in found.values()} == {("submitted", 1, 1)}
    points = {(fate, found[address.split("/")[2]][4]) for address, fate in told.items()}
    assert points <= {("counted", 1), ("late", 0)}, "what was counted is in the score, what was late is not"


async def hand_in_at_once(server, person, exam):
    """Hand one attempt in on many connections; return its address, all replies and the receipts seen."""
    browser = browser_of(server.port, person)
    address = await start(browser, exam)
    lines = [twin_of(browser) for _ in range(AT_ONCE)]
    await asyncio.gather(*(line.get("/livez", step="open") for line in lines))
    replies = await asyncio.gather(*(submit(line, address) for line in lines))
    pages = [await line.get(f"{address}result/", step="result") for line in lines[:2]]
    for line in [browser, *lines]:
        await line.close()
    return address, [reply.status for reply in replies], [page.body.decode() for page in pages]


def parallel_hand_ins(ground, server):
    """Return what is wrong after one attempt of each of three people was handed in sixteen times at once."""
    found = []
    for person in ground.some(3):
        address, statuses, pages = drill(hand_in_at_once(server, person, ground.exam))
        [(state, receipt, scores, audited, _points)] = ends(ground, [address]).values()
        if set(statuses) != {302} or (state, scores, audited) != ("submitted", 1, 1):
            found.append(f"{sorted(statuses)} {state} {scores} scores {audited} audit rows")
        if not receipt or not all(re.search(re.escape(receipt), page) for page in pages):
            found.append(f"the receipt {receipt} is not on every page")
    return found


def test_sixteen_hand_ins_at_once_are_one(ground, server):
    assert parallel_hand_ins(ground, server) == []


def test_the_drill_finds_a_server_that_does_not_look_when_it_writes(ground, careless):
    assert parallel_hand_ins(ground, careless) != []
