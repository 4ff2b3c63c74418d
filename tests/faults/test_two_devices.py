"""Two devices of one person write by turns and at once: one has the pen, the other is heard and kept, none is lost."""

import asyncio
import json
import os
import random
from collections import Counter
from dataclasses import dataclass, field

import pytest

from tests.faults.conftest import drill
from tests.faults.door import acknowledged, browser_of, change, save, start, submit
from tests.faults.journal import STANDING, Journal

pytestmark = pytest.mark.fault
PEOPLE, POSITIONS = 4, 6
ROUNDS = max(
    20, int(os.environ.get("DRILL", "2000")) // (4 * PEOPLE * 2)
)  # a quarter of the answers of a long drill
PAGE = 100  # answers on a page of the record
KEPT_APART = 'class="chip failed"'  # how the record shows an answer of another device

RUNS = (
    "SELECT public_id, device, epoch, (SELECT COUNT(*) FROM exams_takeover row WHERE row.attempt_id = attempt.id) "
    "FROM exams_attempt attempt"
)
EVENTS = (
    "SELECT attempt.public_id, event.client_id, event.device, event.fate "
    "FROM exams_responseevent event JOIN exams_attempt attempt ON attempt.id = event.attempt_id"
)


@dataclass
class Pair:
    """Both devices of one person, what each was told about every change, and how often the pen was passed knowingly."""

    address: str
    lines: list
    holder: int = 0
    sequence: int = 0
    takeovers: int = 0
    told: dict[str, tuple[str, str]] = field(default_factory=dict)  # device and fate, by the id of the change
    faults: list[str] = field(default_factory=list)

    def device(self, number: int) -> str:
        """Return the name that the server gave to this device."""
        return self.lines[number].cookies["annuan_device"]


async def write(pair: Pair, number: int, journal: Journal, rng: random.Random) -> str:
    """Change one answer on a device; return its fate."""
    pair.sequence += 1  # of both devices together: an answer of the wrong device would stand, if it were let in
    one = [change(rng.randint(1, POSITIONS), rng.choice("abcd"), pair.sequence)]
    journal.note_sent(pair.address, one)
    reply = await save(pair.lines[number], pair.address, one)
    fates = acknowledged(reply, one)
    assert fates is not None, f"{reply.status} {reply.body[:200]!r}"
    journal.note_acknowledged(pair.address, one, fates)
    [fate] = fates.values()
    pair.told[one[0].client_id] = (pair.device(number), fate)
    return fate


async def take_over(pair: Pair, number: int) -> None:
    """Go on at a device as its person does: look, see no question, say so."""
    page = await pair.lines[number].get(pair.address, step="look")
    if b"data-newest" in page.body or f"{pair.address}take-over/".encode() not in page.body:
        pair.faults.append("a device without the pen was shown the paper")
    await pair.lines[number].post(f"{pair.address}take-over/", {}, step="take over")
    pair.takeovers += 1
    pair.holder = number


async def two_devices(server, person, exam, journal, rng):
    """Write on both devices, by turns and at once; pass the pen now and then, also in the middle of a save."""
    lines = [browser_of(server.port, person) for _ in range(2)]
    pair = Pair(await start(lines[0], exam), lines)
    await lines[1].get(pair.address, step="look")
    for number in range(ROUNDS):
        here, there = pair.holder, 1 - pair.holder
        if number % 2:
            fates = [await write(pair, here, journal, rng), await write(pair, there, journal, rng)]
        else:
            fates = await asyncio.gather(*(write(pair, device, journal, rng) for device in (here, there)))
        # By turns and at once the holder may come behind the other one, and is still the newest of its own.
        if fates[1] != "other_device" or fates[0] not in {"counted", "superseded"}:
            pair.faults.append(f"round {number}: the holder was told {fates[0]}, the other {fates[1]}")
        if rng.random() < 0.2:
            _, fate = await asyncio.gather(take_over(pair, there), write(pair, here, journal, rng))
            if fate not in {"counted", "other_device"}:
                pair.faults.append(f"round {number}: a save beside a takeover was told {fate}")
            if await write(pair, here, journal, rng) != "other_device":
                pair.faults.append(f"round {number}: the device before still writes")
    refused = await submit(lines[1 - pair.holder], pair.address)
    result = await lines[1 - pair.holder].get(f"{pair.address}result/", step="result")
    if refused.status != 302 or result.status != 302:
        pair.faults.append("the device without the pen has handed in")
    await submit(lines[pair.holder], pair.address)
    for line in lines:
        await line.close()
    return pair


async def kept_apart(server, examiner, pair):
    """Return how many answers of another device the examiner sees on the record."""
    browser, seen = browser_of(server.port, examiner), 0
    for page in range(1, 2 + len(pair.told) // PAGE):
        reply = await browser.get(f"{pair.address}record/?show=uncounted&page={page}", step="record")
        assert reply.status == 200, reply.status
        seen += reply.body.decode().count(KEPT_APART)
        if f"?page={page + 1}" not in reply.body.decode():
            break
    await browser.close()
    return seen


def faults_of(ground, server):
    """Let four people write on two devices each; return what is wrong then, and how many answers were acknowledged."""
    journal, rng = Journal(), random.Random(13)  # noqa: S311 -- an order, no secret

    async def everybody():
        pairs = await asyncio.gather(
            *(two_devices(server, p, ground.exam, journal, rng) for p in ground.some(PEOPLE))
        )
        return pairs, [await kept_apart(server, ground.examiner, pair) for pair in pairs]

    pairs, seen = drill(everybody())
    found = journal.faults(ground.stack) + [fault for pair in pairs for fault in pair.faults]
    stored = {(a, client_id): (device, fate) for a, client_id, device, fate in ground.stack.rows(EVENTS)}
    standing = {
        (a, position): (sequence, json.loads(v)) for a, position, sequence, v in ground.stack.rows(STANDING)
    }
    runs = {row[0]: row[1:] for row in ground.stack.rows(RUNS)}
    for pair, count in zip(pairs, seen, strict=True):
        attempt = pair.address.split("/")[2]
        found += [f"{key}: told {told}" for key, told in pair.told.items() if stored.get((attempt, key)) != told]
        fates = Counter(fate for _device, fate in pair.told.values())
        if not fates["counted"] or not fates["other_device"] or count != fates["other_device"]:
            found.append(f"{attempt}: of {fates} the examiner sees {count}")
        if runs[attempt] != (pair.device(pair.holder), 1 + pair.takeovers, pair.takeovers):
            found.append(f"{attempt}: the pen was passed {pair.takeovers} times, {runs[attempt]} is kept")
    for (attempt, position), c in journal.highest.items():
        if standing.get((attempt, position)) != (c.sequence, c.value):
            found.append(f"{attempt}.{position}: #{c.sequence} of the pen is the newest, another one stands")
    return found, len(journal.acknowledged)


def test_one_device_writes_and_the_other_is_heard(ground, server):
    found, count = faults_of(ground, server)

    assert found == []
    assert count >= 2 * PEOPLE * ROUNDS
    print(f"two devices: {count} answers acknowledged, none lost")


@pytest.mark.parametrize("bug", ["lets_every_device_write", "takes_over_when_looked_at"])
def test_the_drill_finds_a_server_that_does_not_mind_the_pen(ground, bug, monkeypatch):
    monkeypatch.setitem(globals(), "ROUNDS", 20)
    with ground.server(bug) as running:
        assert faults_of(ground, running)[0] != []
