"""What devices sent and what was acknowledged to them, and the comparison with what the database holds."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field

from tests.faults.door import Change
from tests.stack.stack import Stack

STANDING = (
    "SELECT attempt.public_id, response.position, response.sequence, CAST(response.value AS text) "
    "FROM exams_response response JOIN exams_attempt attempt ON attempt.id = response.attempt_id"
)
EVENTS = (
    "SELECT attempt.public_id, event.client_id, event.sequence, CAST(event.value AS text) "
    "FROM exams_responseevent event JOIN exams_attempt attempt ON attempt.id = event.attempt_id"
)


def _attempt(address: str) -> str:
    return address.split("/")[2]


@dataclass
class Journal:
    """The journals of all devices of a drill. Written before a batch is sent and after it is acknowledged."""

    sent: Counter[str] = field(default_factory=Counter)
    values: dict[tuple[str, int, int], str] = field(default_factory=dict)
    acknowledged: dict[tuple[str, str], Change] = field(default_factory=dict)
    highest: dict[tuple[str, int], Change] = field(default_factory=dict)

    def note_sent(self, address: str, changes: list[Change]) -> None:
        """Write what is about to be sent."""
        self.sent.update(c.client_id for c in changes)
        self.values |= {(_attempt(address), c.position, c.sequence): c.value for c in changes}

    def note_acknowledged(self, address: str, changes: list[Change], fates: dict[str, str]) -> None:
        """Write what the server said it has; late ones, and those of another device, need not stand but are kept."""
        attempt = _attempt(address)
        for c in changes:
            self.acknowledged[attempt, c.client_id] = c
            before = self.highest.get((attempt, c.position))
            if fates[c.client_id] in {"counted", "superseded"} and (
                before is None or c.sequence > before.sequence
            ):
                self.highest[attempt, c.position] = c

    def faults(self, stack: Stack) -> list[str]:
        """Return one sentence for each acknowledged answer that is lost, and for what is doubled or was never sent.

        Lost: the standing answer has a lower sequence than the highest acknowledged one, or an acknowledged change is
        not among the events. Never sent: no device gave the standing value that sequence.
        """
        standing = {(a, position): (sequence, json.loads(v)) for a, position, sequence, v in stack.rows(STANDING)}
        stored = Counter((a, client_id) for a, client_id, _sequence, _value in stack.rows(EVENTS))
        found = []
        for (attempt, position), c in self.highest.items():
            sequence, value = standing.get((attempt, position), (0, None))
            if sequence < c.sequence or self.values.get((attempt, position, sequence)) != value:
                found.append(f"{attempt}.{position}: #{c.sequence} {c.value} was acknowledged, #{sequence} stands")
        found += [
            f"{key[0]}: {key[1]} was acknowledged, is not kept" for key in self.acknowledged if not stored[key]
        ]
        found += [f"{key[0]}: {key[1]} is kept {times} times" for key, times in stored.items() if times > 1]
        return found
