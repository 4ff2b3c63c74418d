"""Every request comes several times and in any order: the newest change stands, and a repeat is answered alike."""

import asyncio
import json
import random

import pytest

from tests.faults.conftest import drill
from tests.faults.door import acknowledged, browser_of, change, save, start, twin_of
from tests.faults.journal import Journal

pytestmark = pytest.mark.fault
DEVICES, POSITIONS, CHANGES, COPIES, CONNECTIONS = 4, 4, 6, 3, 3


async def shuffled(server, person, exam, journal, rng):
    """Send a history of single changes, each COPIES times, shuffled, on parallel connections; return the replies."""
    browser = browser_of(server.port, person)
    address = await start(browser, exam)
    history = [change(1 + n % POSITIONS, rng.choice("abcd"), n + 1) for n in range(POSITIONS * CHANGES)]
    waiting = history * COPIES
    rng.shuffle(waiting)
    replies = {}

    async def connection():
        line = twin_of(browser)
        while waiting:
            one = waiting.pop()
            journal.note_sent(address, [one])
            reply = await save(line, address, [one])
            fates = acknowledged(reply, [one])
            assert fates is not None, f"{reply.status} {reply.body[:200]!r}"
            journal.note_acknowledged(address, [one], fates)
            replies.setdefault(one.client_id, []).append(json.loads(reply.body)["saved"])
        await line.close()

    await asyncio.gather(*(connection() for _ in range(CONNECTIONS)))
    await browser.close()
    return replies


def send_in_any_order(server, ground):
    rng, journal = random.Random(7), Journal()  # noqa: S311 -- an order, no secret

    async def all_devices():
        people = ground.some(DEVICES)
        return await asyncio.gather(*(shuffled(server, person, ground.exam, journal, rng) for person in people))

    return journal, drill(all_devices())


def test_repeats_and_any_order_end_in_the_newest_change(ground, server):
    journal, replies = send_in_any_order(server, ground)

    assert journal.faults(ground.stack) == []
    assert sum(journal.sent.values()) == DEVICES * POSITIONS * CHANGES * COPIES
    assert [r for device in replies for r in device.values() if r[1:] != r[:-1]] == []
    newest = {c.sequence for c in journal.highest.values()}
    assert newest == set(range(POSITIONS * (CHANGES - 1) + 1, POSITIONS * CHANGES + 1))


def test_the_drill_finds_a_server_that_lets_the_last_arrival_win(ground, careless):
    journal, _replies = send_in_any_order(careless, ground)

    assert journal.faults(ground.stack) != []
