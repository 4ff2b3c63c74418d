"""Devices that save while the web tier, or the database, is struck; each sends what it holds until it is kept."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.faults.door import CUT, acknowledged, browser_of, change, save, start
from tests.faults.journal import Journal
from tests.stack.client import Client, Reply
from tests.stack.people import Candidate
from tests.stack.server import Server

BEFORE, AFTER = 8, 4  # batches that each device has acknowledged before the strike, and then anew
BATCH = 4
PAUSE_SECONDS = 0.05


@dataclass
class Outage:
    """A drill: all save; then `strike`; then `mend`, once so many saves failed, or after so many seconds."""

    server: Server
    exam: str
    questions: int
    strike: Callable[[], None]
    mend: Callable[[], None]
    failures_wanted: int
    most_seconds: float = 60.0
    journal: Journal = field(default_factory=Journal)
    replies: list[tuple[int, str]] = field(default_factory=list)  # status and Retry-After of what was not taken
    failed: int = 0
    is_out: bool = False

    async def run(self, people: list[Candidate]) -> Outage:
        """Go through the drill."""
        self.struck, self.ready = asyncio.Event(), asyncio.Semaphore(0)
        devices = [asyncio.create_task(self._device(person)) for person in people]
        striker = asyncio.create_task(self._strike(len(people)))
        try:
            await asyncio.gather(striker, *devices)
        finally:
            for task in (striker, *devices):
                task.cancel()
        return self

    async def _strike(self, everybody: int) -> None:
        for _device in range(everybody):
            await self.ready.acquire()
        self.is_out = True
        await asyncio.to_thread(self.strike)
        self.struck.set()
        ends_at = time.monotonic() + self.most_seconds
        while self.failed < self.failures_wanted and time.monotonic() < ends_at:
            await asyncio.sleep(0.01)
        await asyncio.to_thread(self.mend)
        self.is_out = False

    async def _device(self, person: Candidate) -> None:
        browser = browser_of(self.server.port, person, tries=1)
        address = await start(browser, self.exam)
        for sequence in range(1, BEFORE + 1):
            await self._arrives(browser, address, sequence)
        self.ready.release()
        while not self.struck.is_set() or self.is_out:  # saves go on, across the strike
            sequence += 1
            await self._arrives(browser, address, sequence)
        for _more in range(AFTER):
            sequence += 1
            await self._arrives(browser, address, sequence)
        await browser.close()

    async def _arrives(self, browser: Client, address: str, sequence: int) -> None:
        changes = [change(1 + (sequence + n) % self.questions, "abcd"[n], sequence) for n in range(BATCH)]
        while True:
            reply = await self._send(browser, address, changes)
            fates = acknowledged(reply, changes) if reply is not None else None
            if fates is not None:
                self.journal.note_acknowledged(address, changes, fates)
                return
            self.failed += 1
            await asyncio.sleep(PAUSE_SECONDS)

    async def _send(self, browser: Client, address: str, changes) -> Reply | None:
        self.journal.note_sent(address, changes)
        reply = None
        with contextlib.suppress(*CUT):
            reply = await save(browser, address, changes)
        if reply is not None and reply.status != 200:
            self.replies.append((reply.status, reply.headers.get("retry-after", "")))
        return reply
