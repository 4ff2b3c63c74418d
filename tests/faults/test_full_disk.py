"""The disk runs full under an exam: saves are refused clearly, reading goes on, and nothing is lost."""

import asyncio
import contextlib
import shutil
import time
from dataclasses import dataclass, field

import pytest
from django.db import connection

from tests.faults.conftest import drill
from tests.faults.disk import small_disk
from tests.faults.door import CUT, acknowledged, browser_of, change, save, start
from tests.faults.journal import Journal
from tests.stack.stack import Stack

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="the server of PostgreSQL has disks of its own"),
]
BEFORE, REFUSED = 20, 10
PATIENCE_SECONDS = 10  # until all that was held has arrived, once there is space


@dataclass
class FullDisk:
    """What a drill saw: the replies while the disk was full, what reading gave then, and the seconds of recovery."""

    journal: Journal = field(default_factory=Journal)
    refusals: list[tuple[int, str]] = field(default_factory=list)
    reads: list[int] = field(default_factory=list)
    recovery: float = 0.0


async def fill_and_free(server, disk, person, exam):
    """Save, fill the disk, save on until enough is refused, free it, send again what was not acknowledged."""
    seen, browser = FullDisk(), browser_of(server.port, person)
    address, sequence, held = await start(browser, exam), 0, []

    async def send(changes):
        seen.journal.note_sent(address, changes)
        with contextlib.suppress(*CUT):
            reply = await save(browser, address, changes)
            fates = acknowledged(reply, changes)
            if fates is not None:
                seen.journal.note_acknowledged(address, changes, fates)
            return fates, (reply.status, reply.headers.get("retry-after", ""))
        return None, (0, "")

    for sequence in range(1, BEFORE + 1):
        assert (await send([change(1 + sequence % 20, "a", sequence)]))[0] is not None
    disk.fill(server)
    while len(held) < REFUSED and sequence < 40 * BEFORE:
        sequence += 1
        changes = [change(1 + sequence % 20, "b", sequence)]
        fates, told = await send(changes)
        if fates is None:
            held.append(changes)
            seen.refusals.append(told)
            seen.reads.append((await browser.get(address, step="read")).status)
    disk.free(server)
    freed = time.monotonic()
    while held and time.monotonic() - freed < PATIENCE_SECONDS:
        held = [changes for changes in held if (await send(changes))[0] is None]
        await asyncio.sleep(0.1)
    seen.recovery = time.monotonic() - freed
    assert held == [], "what the device held did not arrive when there was space again"
    await browser.close()
    return seen


def copied(inside, folder):
    """Return a system with a copy of the database, of which nobody writes now, its log included."""
    folder.mkdir()
    for path in inside.glob("site.sqlite3*"):
        shutil.copy(path, folder)
    return Stack(f"sqlite:///{folder / 'site.sqlite3'}", folder)


def faults_of(ground, planted=""):
    """Go through the drill; return what was seen, and everything that is wrong with the database afterwards."""
    disk = small_disk(ground.stack.folder)
    with ground.server(planted, prefix=disk.prefix) as server:
        workers = server.workers()
        seen = drill(fill_and_free(server, disk, ground.some(1)[0], ground.exam))
        held = copied(disk.inside(server), ground.stack.folder.with_suffix(".seen"))
        faults = seen.journal.faults(held)
        faults += [row[0] for row in held.rows("PRAGMA integrity_check") if row[0] != "ok"]
        faults += [] if server.workers() == workers else ["a worker had to be started anew"]
    return seen, faults


def test_full_disk_refuses_clearly_and_loses_nothing(make_ground):
    with make_ground(1) as ground:
        seen, faults = faults_of(ground)

    assert faults == []
    assert seen.refusals == [(503, "5")] * REFUSED
    assert seen.reads == [200] * REFUSED


def test_the_drill_finds_a_server_that_swallows_the_error(make_ground):
    with make_ground(1) as ground:
        seen, faults = faults_of(ground, "swallows_errors_of_the_disk")

    assert len(seen.refusals) < REFUSED
    assert any("was acknowledged" in fault for fault in faults)
