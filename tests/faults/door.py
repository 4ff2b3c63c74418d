"""How a device speaks with the save door. The protocol is known here alone, and in the journal's check of it."""

from __future__ import annotations

import asyncio
import itertools
import json
from dataclasses import dataclass
from datetime import timedelta

from tests.stack.client import TRIES, Client, Reply
from tests.stack.paper import Names, names_on
from tests.stack.people import Candidate

_ids = itertools.count(1)
_names: dict[str, Names] = {}  # by the address of the attempt: all its devices read the same
SHORT_GRACE = timedelta(milliseconds=300)  # of a server that is told when an attempt ends
CUT = (ConnectionError, asyncio.IncompleteReadError)  # the server died under the request


@dataclass(frozen=True)
class Change:
    """One change of one answer on a device, under an id of its own."""

    position: int
    value: str
    sequence: int
    client_id: str


def change(position: int, value: str, sequence: int) -> Change:
    """Return a change that was never sent before."""
    return Change(position, value, sequence, f"drill-{next(_ids)}")


def browser_of(port: int, person: Candidate, *, tries: int = TRIES) -> Client:
    """Return a browser in which this person has signed in; with one try, every cut connection is seen."""
    return Client(port, {"__Host-sessionid": person.session, "__Host-csrftoken": "b" * 32}, tries=tries)


def twin_of(browser: Client) -> Client:
    """Return a second connection of the same browser: same cookies, so the same person and device."""
    return Client(browser.port, browser.cookies)


async def start(browser: Client, exam: str) -> str:
    """Start an exam as its page does and open the paper; return the address of the attempt.

    The page names the device; without it, a start that is sent again would come from another one.
    """
    await browser.get(f"/exams/{exam}/", step="introduction")
    reply = await browser.post(f"/exams/{exam}/start/", {}, step="start")
    address = reply.headers.get("location", "")
    assert address.startswith("/attempts/"), f"The start was refused: {reply.status} {address}"
    _names[address] = names_on((await browser.get(address, step="paper")).body)
    return address


async def save(browser: Client, address: str, changes: list[Change]) -> Reply:
    """Send changes as one batch, once."""
    names = _names[address]
    rows = [
        {
            "position": c.position,
            "value": names[c.position, c.value],
            "sequence": c.sequence,
            "client_id": c.client_id,
        }
        for c in changes
    ]
    return await browser.post_json(f"{address}save/", json.dumps({"answers": rows}).encode(), step="save")


def acknowledged(reply: Reply, changes: list[Change]) -> dict[str, str] | None:
    """Return the fate of every change by its id, if the reply acknowledges them all; None for anything else.

    A status is not believed: the body has to name each change.
    """
    if reply.status != 200 or "json" not in reply.headers.get("content-type", ""):
        return None
    rows = {row["client_id"]: row for row in json.loads(reply.body)["saved"]}
    if any(rows.get(c.client_id, {}).get("sequence") != c.sequence for c in changes):
        return None
    return {c.client_id: rows[c.client_id]["fate"] for c in changes}


async def submit(browser: Client, address: str) -> Reply:
    """Hand in."""
    return await browser.post(f"{address}submit/", {}, step="submit")
