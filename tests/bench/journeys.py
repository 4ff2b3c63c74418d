"""What a candidate does, as requests: sign in, start, save, hand in, see the result."""

from __future__ import annotations

import asyncio
import itertools
import json
import random
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.stack.client import Client
from tests.stack.paper import Names, names_on
from tests.stack.people import PASSWORD, Candidate

_ids = itertools.count(1)


@dataclass(frozen=True)
class Plan:
    """One way through an exam: `batches` saves of `size` answers, `think` seconds before each step."""

    exam: str
    batches: int
    size: int
    signs_in: bool = False
    think: float = 0.0


def answers(names: Names, first: int, size: int, *, sequence: int) -> bytes:
    """Return the body of one save: the option that ends in a, by the name on the paper."""
    rows = [
        {
            "position": position,
            "value": names[position, "a"],
            "sequence": sequence,
            "client_id": f"bench-{next(_ids)}",
        }
        for position in range(first, first + size)
    ]
    return json.dumps({"answers": rows}).encode()


def client_of(port: int, person: Candidate, *, signed_in: bool = True) -> Client:
    """Return a browser with the person's session and a CSRF cookie."""
    cookies = {"__Host-csrftoken": "b" * 32}
    if signed_in:
        cookies["__Host-sessionid"] = person.session
    return Client(port, cookies)


def _must(wanted: int, status: int, step: str) -> None:
    if status != wanted:
        raise RuntimeError(f"{step} answered {status}, not {wanted}")


async def sign_in(browser: Client, person: Candidate, exam: str) -> None:
    """Come from the exam's link, sign in, and arrive there."""
    _must(302, (await browser.get(f"/exams/{exam}/", step="link")).status, "link")
    _must(
        200,
        (await browser.get(f"/accounts/login/?next=/exams/{exam}/", step="sign-in page")).status,
        "sign-in page",
    )
    data = {"login": person.employee_no, "password": PASSWORD, "next": f"/exams/{exam}/"}
    _must(302, (await browser.post("/accounts/login/", data, step="sign in")).status, "sign in")


async def begin(browser: Client, exam: str) -> str:
    """Start; return the address of the attempt."""
    reply = await browser.post(f"/exams/{exam}/start/", {}, step="start")
    _must(302, reply.status, "start")
    address = reply.headers["location"]
    if not address.startswith("/attempts/"):
        raise RuntimeError(f"the start was refused: {address}")
    return address


async def open_paper(browser: Client, address: str) -> Names:
    """Open the paper; return the names of its options."""
    reply = await browser.get(address, step="paper")
    _must(200, reply.status, "paper")
    return names_on(reply.body)


async def start(browser: Client, exam: str) -> tuple[str, Names]:
    """Start and open the paper; return the address of the attempt and the names of its options."""
    address = await begin(browser, exam)
    return address, await open_paper(browser, address)


async def hand_in(browser: Client, address: str) -> None:
    """Look at the summary, hand in, see the result."""
    _must(200, (await browser.get(f"{address}summary/", step="summary")).status, "summary")
    _must(302, (await browser.post(f"{address}submit/", {}, step="submit")).status, "submit")
    _must(200, (await browser.get(f"{address}result/", step="result")).status, "result")


async def journey(browser: Client, person: Candidate, plan: Plan) -> None:
    """Go the whole way once."""
    rng = random.Random(person.user_id)  # noqa: S311 -- spreads the load, no secret
    pause: Callable[[], Awaitable[None]] = lambda: asyncio.sleep(plan.think * rng.uniform(0.5, 1.5))  # noqa: E731
    if plan.signs_in:
        await sign_in(browser, person, plan.exam)
    _must(200, (await browser.get(f"/exams/{plan.exam}/", step="introduction")).status, "introduction")
    await pause()
    address, names = await start(browser, plan.exam)
    for number in range(plan.batches):
        await pause()
        body = answers(names, number * plan.size + 1, plan.size, sequence=number + 1)
        reply = await browser.post_json(f"{address}save/", body, step="save")
        _must(200, reply.status, "save")
        if len(json.loads(reply.body)["saved"]) != plan.size:
            raise RuntimeError("a save acknowledged fewer answers than were sent")
    await pause()
    await hand_in(browser, address)


@dataclass
class Outcome:
    """What a crowd saw: seconds by step, what went wrong, bytes received, journeys done."""

    times: dict[str, list[float]]
    errors: list[str]
    bytes: int
    done: int


async def crowd(
    port: int, people: list[Candidate], plan: Plan, *, at_once: int | None = None, ramp: float = 0.0
) -> Outcome:
    """Send people through an exam, `at_once` at a time, their beginnings spread over `ramp` seconds."""
    gate = asyncio.Semaphore(at_once or len(people))
    outcome = Outcome(defaultdict(list), [], 0, 0)

    async def one(place: int, person: Candidate) -> None:
        await asyncio.sleep(ramp * place / len(people))
        async with gate:
            browser = client_of(port, person, signed_in=not plan.signs_in)
            try:
                await journey(browser, person, plan)
                outcome.done += 1
            except (RuntimeError, ConnectionError, TimeoutError, asyncio.IncompleteReadError) as error:
                outcome.errors.append(f"{type(error).__name__}: {error}")
            finally:
                await browser.close()
                outcome.bytes += browser.bytes
                for step, times in browser.times.items():
                    outcome.times[step] += times

    await asyncio.gather(*(one(place, person) for place, person in enumerate(people)))
    return outcome
