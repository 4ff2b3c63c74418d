"""Devices that save under load while workers are killed, each sending what it holds until it is acknowledged."""

from __future__ import annotations

import asyncio
import os
import random
import signal
from contextlib import suppress
from dataclasses import dataclass, field

from tests.faults.door import CUT, acknowledged, browser_of, change, save, start
from tests.faults.journal import Journal
from tests.stack.people import Candidate
from tests.stack.server import Server

BATCH = 4  # answers that a device holds after a short cut of its network


@dataclass
class Killing:
    """A drill: `people` save until so many answers are acknowledged; a random worker dies after every `every`."""

    server: Server
    exam: str
    questions: int
    answers: int
    every: int
    rng: random.Random
    journal: Journal = field(default_factory=Journal)
    killed: set[int] = field(default_factory=set)
    failed: int = 0

    async def run(self, people: list[Candidate]) -> Journal:
        """Go through the drill; return the journal."""
        killer = asyncio.create_task(self._kill())
        try:
            await asyncio.gather(*(self._device(person) for person in people))
        finally:
            killer.cancel()
            with suppress(asyncio.CancelledError):
                await killer
        return self.journal

    def _is_enough(self) -> bool:
        return len(self.journal.acknowledged) >= self.answers

    async def _kill(self) -> None:
        due = self.every
        while not self._is_enough():
            alive = [pid for pid in self.server.workers() if pid not in self.killed]
            if len(self.journal.acknowledged) >= due and alive:
                pid = self.rng.choice(alive)
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                self.killed.add(pid)
                due += self.every
            await asyncio.sleep(0.01)

    async def _device(self, person: Candidate) -> None:
        browser = browser_of(self.server.port, person, tries=1)
        address, sequence = "", 0
        while not address:
            with suppress(*CUT):
                address = await start(browser, self.exam)
        while not self._is_enough():
            sequence += 1
            asked = self.rng.sample(range(1, self.questions + 1), BATCH)
            changes = [change(position, self.rng.choice("abcd"), sequence) for position in asked]
            while (fates := await self._sent(browser, address, changes)) is None:
                self.failed += 1
                await asyncio.sleep(self.rng.uniform(0.02, 0.1))
            self.journal.note_acknowledged(address, changes, fates)
        await browser.close()

    async def _sent(self, browser, address, changes):
        self.journal.note_sent(address, changes)
        try:
            return acknowledged(await save(browser, address, changes), changes)
        except CUT:
            return None
