"""Measures of the exam: CPU, statements, bytes, latency, growth."""

from __future__ import annotations

import asyncio
import json
import statistics
import time

import psycopg

from tests.bench.journeys import Plan, answers, begin, client_of, crowd, hand_in, open_paper, sign_in, start
from tests.bench.report import Run, measure
from tests.stack.client import percentile
from tests.stack.people import Candidate

CROWD = 300
SECONDS = 4.0  # of each closed-loop measure
LATENCY_STEPS = ("sign in", "start", "paper", "save", "submit", "result")


async def _loop(run: Run, port: int, method: str, path: str, *, at_once: int = 16) -> tuple[float, list[float]]:
    """Repeat one request of the floor for some seconds; return requests a second and their times."""
    until = time.monotonic() + SECONDS
    times: list[float] = []

    async def one(place: int) -> None:
        browser, number = client_of(port, run.people[place]), 0
        while time.monotonic() < until:
            number += 1
            body = json.dumps({"position": number % 50 + 1, "value": "a"}).encode()
            reply = await (
                browser.post_json(path, body, step="x") if method == "POST" else browser.get(path, step="x")
            )
            if reply.status != 200:
                raise RuntimeError(f"the floor answered {reply.status}")
        times.extend(browser.times["x"])
        await browser.close()

    await asyncio.gather(*(one(place) for place in range(at_once)))
    return len(times) / SECONDS, times


@measure("floor", seconds=10)
def floors(run: Run) -> None:
    """Measure the bare save and the bare page; every other measure stands beside them."""
    for name, method, path in (("save", "POST", "/save"), ("page", "GET", "/page")):
        before = run.floor.cpu()
        rate, times = asyncio.run(_loop(run, run.floor.port, method, path))
        cost = (run.floor.cpu() - before) * 1000 / len(times)
        run.floors[name], run.floors[f"{name}_rate"] = cost, rate
        run.tell(f"floor.{name}.cpu_ms", cost, "ms", n=len(times), note=f"bare Django, {rate:.0f}/s at 16 at once")


def _floor(run: Run, *, saves: int, pages: int) -> float:
    if "save" not in run.floors:
        floors(run)
    return run.floors["save"] * saves + run.floors["page"] * pages


@measure("journey", seconds=45)
def journey_cost(run: Run) -> None:
    """CPU of the whole way through 50 questions: in ten batches, one by one, and with signing in."""
    exam, count = run.exams[50], 40
    warm_up(run, exam)
    for name, plan, people, pages in (
        ("journey.cpu_ms", Plan(exam, 10, 5), run.people, 6),
        ("journey.single_saves.cpu_ms", Plan(exam, 50, 1), run.people, 6),
        ("journey.signing_in.cpu_ms", Plan(exam, 10, 5, signs_in=True), run.newcomers, 9),
    ):
        before = run.site.cpu()
        outcome = asyncio.run(crowd(run.site.port, people[:count], plan, at_once=8))
        _must_be_clean(outcome.errors)
        cost = (run.site.cpu() - before) * 1000 / outcome.done
        floor = _floor(run, saves=plan.batches, pages=pages)
        run.tell(
            name,
            cost,
            "ms",
            n=outcome.done,
            floor=floor,
            note=f"{outcome.bytes // outcome.done // 1000} kB a journey",
        )


def warm_up(run: Run, exam: str) -> None:
    """Let every worker meet every page of the exam; the first load after a restart is not what an exam costs."""
    outcome = asyncio.run(crowd(run.site.port, run.people[-16:], Plan(exam, 2, 5), at_once=8))
    _must_be_clean(outcome.errors)


def _must_be_clean(errors: list[str]) -> None:
    if errors:
        raise RuntimeError(f"{len(errors)} requests failed, the first with {errors[0]}")


@measure("store", seconds=15)
def stored(run: Run) -> None:
    """Bytes of database and log of one journey with fifty single saves."""
    plan, count = Plan(run.exams[50], 50, 1), 60
    size, log = "SELECT pg_database_size(current_database())", "SELECT pg_current_wal_lsn() - '0/0'"
    run.stack.run("CHECKPOINT")
    before, before_log = run.stack.one(size), run.stack.one(log)
    outcome = asyncio.run(crowd(run.site.port, run.people[:count], plan, at_once=8))
    _must_be_clean(outcome.errors)
    run.tell("journey.db_bytes", (run.stack.one(size) - before) / outcome.done, "bytes", n=outcome.done)
    note = "right after a checkpoint, so with whole-page images"
    run.tell(
        "journey.wal_bytes", (run.stack.one(log) - before_log) / outcome.done, "bytes", n=outcome.done, note=note
    )


async def step_costs(run: Run, exam: str, *, questions: int, count: int) -> dict[str, float]:
    """Return CPU milliseconds of start, paper, one save, and summary with submit and result, one person at a time."""
    costs: dict[str, float] = {}
    browsers = [client_of(run.site.port, person) for person in run.people[:count]]
    before = run.site.cpu()

    def cost_of(step: str, times: int) -> None:
        nonlocal before
        now = run.site.cpu()
        costs[step], before = (now - before) * 1000 / times, now

    runs = [await begin(browser, exam) for browser in browsers]
    cost_of("start", count)
    papers = [await open_paper(browser, address) for browser, address in zip(browsers, runs, strict=True)]
    cost_of("paper", count)
    for sequence in range(1, 11):
        for browser, address, names in zip(browsers, runs, papers, strict=True):
            body = answers(names, sequence, 1, sequence=sequence)
            await browser.post_json(f"{address}save/", body, step="save")
    cost_of("save", count * 10)
    for browser, address, names in zip(browsers, runs, papers, strict=True):
        await browser.post_json(f"{address}save/", answers(names, 1, questions, sequence=20), step="rest")
    cost_of("rest", count)
    for browser, address in zip(browsers, runs, strict=True):
        await hand_in(browser, address)
        await browser.close()
    cost_of("submit", count)
    return costs


@measure("steps", seconds=40)
def steps(run: Run) -> None:
    """CPU of single steps, and how it grows with the number of questions."""
    for exam in run.exams.values():
        warm_up(run, exam)
    found = {
        count: asyncio.run(step_costs(run, exam, questions=count, count=30)) for count, exam in run.exams.items()
    }
    floor, page = _floor(run, saves=1, pages=0), _floor(run, saves=0, pages=1)
    run.tell("step.save.cpu_ms", found[50]["save"], "ms", n=300, floor=floor)
    run.tell("step.start.cpu_ms", found[50]["start"], "ms", n=30, floor=floor)
    run.tell("step.paper.cpu_ms", found[50]["paper"], "ms", n=30, floor=page)
    run.tell("step.summary_submit_result.cpu_ms", found[50]["submit"], "ms", n=30, floor=floor + 2 * page)
    for step in ("start", "paper", "save", "submit"):
        small, large = found[10][step], found[200][step]
        note = f"{small:.1f} ms of 10 questions, {large:.1f} ms of 200"
        run.tell(f"{step}.growth", large / small, "×", n=30, note=note)


@measure("throughput", seconds=10)
def throughput(run: Run) -> None:
    """Acknowledged single saves a second at 16 at once, beside the bare ones."""
    exam = run.exams[50]

    async def all_of_them() -> int:
        until, done = 0.0, 0
        browsers = [client_of(run.site.port, person) for person in run.people[:16]]
        runs = [await start(browser, exam) for browser in browsers]
        until = time.monotonic() + SECONDS

        async def one(place: int) -> None:
            nonlocal done
            number, (address, names) = 0, runs[place]
            while time.monotonic() < until:
                number += 1
                body = answers(names, number % 50 + 1, 1, sequence=number)
                reply = await browsers[place].post_json(f"{address}save/", body, step="save")
                done += len(json.loads(reply.body)["saved"])
            await hand_in(browsers[place], address)
            await browsers[place].close()

        await asyncio.gather(*(one(place) for place in range(16)))
        return done

    done = asyncio.run(all_of_them())
    _floor(run, saves=1, pages=0)
    run.tell("save.throughput", done / SECONDS, "1/s", n=done, floor=run.floors["save_rate"])


@measure("batch", seconds=10)
def batch(run: Run) -> None:
    """A hundred answers in one batch, as after an outage, beside an upsert of a hundred rows."""
    exam, count = run.exams[200], 30

    async def all_of_them() -> list[float]:
        times = []
        for person in run.people[:count]:
            browser = client_of(run.site.port, person)
            address, names = await start(browser, exam)
            await browser.post_json(f"{address}save/", answers(names, 1, 100, sequence=1), step="batch")
            times += browser.times["batch"]
            await hand_in(browser, address)
            await browser.close()
        return times

    value = statistics.median(asyncio.run(all_of_them())) * 1000
    floor = []
    with psycopg.connect(run.stack.url) as connection:
        for number in range(count):
            begin = time.perf_counter()
            with connection.cursor() as cursor:
                cursor.executemany(
                    "INSERT INTO bench_answer VALUES (%s, %s, '1') ON CONFLICT (attempt, position)"
                    " DO UPDATE SET value = excluded.value",
                    [(1_000_000 + number, position) for position in range(100)],
                )
            connection.commit()
            floor.append(time.perf_counter() - begin)
    run.tell(
        "save.batch", value, "ms", n=count, floor=statistics.median(floor) * 1000, note="the floor has no HTTP"
    )


@measure("latency", seconds=130)
def latency(run: Run) -> None:
    """Times per step at 10 to 300 candidates: all as fast as they can, then 300 who think."""
    exam = run.exams[50]
    for at_once in (10, 50, 100, 200, 300):
        outcome = asyncio.run(crowd(run.site.port, run.people[:at_once], Plan(exam, 10, 5), at_once=at_once))
        _tell_times(run, f"latency.closed.{at_once}", outcome.times, outcome.errors)
    outcome = asyncio.run(crowd(run.site.port, run.people[:300], Plan(exam, 5, 10, think=10.0), ramp=20.0))
    _tell_times(run, "latency.paced.300", outcome.times, outcome.errors)


def _tell_times(run: Run, name: str, times: dict[str, list[float]], errors: list[str]) -> None:
    for step in LATENCY_STEPS:
        if values := times.get(step):
            spread = (
                f"p50 {percentile(values, 0.5):.0f}, p95 {percentile(values, 0.95):.0f} ms; {len(errors)} errors"
            )
            run.tell(
                f"{name}.{step.replace(' ', '_')}.p99", percentile(values, 0.99), "ms", n=len(values), note=spread
            )


@measure("rush", seconds=50)
def rush(run: Run) -> None:
    """Three hundred begin within ten seconds: signed in before, and from the sign-in page."""
    exam = run.exams[50]
    for name, people, signs_in in (("signed_in", run.people, False), ("from_sign_in", run.newcomers, True)):
        run.stack.run("DELETE FROM cache_entries")  # the limit of sign-ins a minute starts anew

        errors: list[str] = []

        async def one(place: int, person: Candidate, *, signs_in: bool = signs_in, errors: list = errors) -> None:
            await asyncio.sleep(10.0 * place / CROWD)
            browser = client_of(run.site.port, person, signed_in=not signs_in)
            try:
                if signs_in:
                    await sign_in(browser, person, exam)
                await start(browser, exam)
            except (RuntimeError, ConnectionError, TimeoutError, asyncio.IncompleteReadError) as error:
                errors.append(f"{type(error).__name__}: {error}")
            finally:
                await browser.close()

        async def everybody(people: list[Candidate] = people, one=one) -> None:
            await asyncio.gather(*(one(place, person) for place, person in enumerate(people[:CROWD])))

        begin = time.monotonic()
        asyncio.run(everybody())
        note = f"begun within 10 s; {len(errors)} refused" + (f", the first: {errors[0]}" if errors else "")
        run.tell(f"start.rush.{name}", time.monotonic() - begin, "s", n=CROWD, note=note)
        run.stack.run("DELETE FROM exams_attempt WHERE state = 'open'")
