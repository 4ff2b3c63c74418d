"""Measures inside one process: statements, drawing a form, certificates, a first page."""

from __future__ import annotations

import asyncio
import io
import json
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from certificates.exports.certificate_pdf import render_certificate
from certificates.models import Credential
from certificates.tasks import make_file
from courses.models import CoursePage
from exams.domain.assembly import draw
from exams.domain.blueprint import Candidate, Cell
from exams.models import Exam
from people.models import Person
from tests.bench.certificates import content, drawn_directly
from tests.bench.journeys import client_of
from tests.bench.meter import EDGES, costs
from tests.bench.report import Run, measure
from tests.factories.certificates import make_certificate
from tests.factories.courses import make_course
from tests.stack.paper import names_on
from tests.stack.server import HOST, Server

BATCH = 200


def _median_ms(work: Callable[[], object], *, times: int) -> float:
    found = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        found.append(time.perf_counter() - begin)
    return statistics.median(found) * 1000


@measure("statements", seconds=5)
def statements(run: Run) -> None:
    """SQL statements and commits of a journey with fifty single saves, counted in this process on PostgreSQL."""

    browser = Client(headers={"host": HOST, "x-forwarded-proto": "https"})
    browser.cookies["__Host-sessionid"] = run.people[-1].session
    exam = run.exams[50]
    with CaptureQueriesContext(connection) as captured:
        browser.get(f"/exams/{exam}/")
        address = browser.post(f"/exams/{exam}/start/").url
        names = names_on(browser.get(address).content)
        for number in range(1, 51):
            row = {
                "position": number,
                "value": names[number, "a"],
                "sequence": number,
                "client_id": f"st-{number}",
            }
            browser.post(f"{address}save/", json.dumps({"answers": [row]}), content_type="application/json")
        browser.get(f"{address}summary/")
        browser.post(f"{address}submit/")
        browser.get(f"{address}result/")
    words = [query["sql"].split()[0].upper() for query in captured.captured_queries]
    run.tell(
        "journey.statements", sum(not word.startswith(EDGES) for word in words), "", n=1, note="50 single saves"
    )
    run.tell("journey.commits", words.count("COMMIT"), "", n=1, floor=50, note="one a save at the least")


@measure("assembly", seconds=5)
def assembly(run: Run) -> None:
    """Draw a form of 50 from 10,000 items with overlapping rows; the rule alone, no database."""
    bank = [Candidate(n, n, f"M1.{n % 20}", n % 3 + 1, "single_choice", n % 50 == 0) for n in range(10_000)]
    cells = [Cell(f"M1.{area}", 2) for area in range(20)] + [Cell("M1", 10, level=3)]
    value = _median_ms(lambda: draw(cells, candidates=bank, critical_count=3, seed=7), times=9)
    floor = _median_ms(lambda: sorted(bank, key=lambda item: item.version_id % 97), times=9)
    run.tell("assembly", value, "ms", n=10_000, floor=floor, note="the floor sorts the bank once")


@measure("certificate", seconds=10)
def certificate(run: Run) -> None:
    """One certificate, warm, one core; beside direct drawing of the same texts, picture, seal and code."""

    sample = content()
    size = len(render_certificate(sample))
    value = _median_ms(lambda: render_certificate(sample), times=15)
    drawn_directly(sample, io.BytesIO())
    floor = _median_ms(lambda: drawn_directly(sample, io.BytesIO()), times=15)
    run.tell("certificate", value, "ms", n=15, floor=floor, note=f"{size // 1000} kB a file")


@measure("certificate.batch", seconds=20)
def certificate_batch(run: Run) -> None:
    """The file of many certificates by the worker's own function: read, drawn, kept, noted."""
    credential, _ = Credential.objects.get_or_create(
        code="CB",
        defaults={
            "name": "有限空间作业",
            "course": CoursePage.objects.first() or make_course(),
            "exam": Exam.objects.get(code="B10"),
        },
    )
    at = datetime.now(UTC)
    rows = [
        make_certificate(person, credential, at=at, valid_from=at.date(), state="pending", file="", file_sha256="")
        for person in Person.objects.order_by("pk")[:BATCH]
    ]
    waiting = iter(rows)
    render_certificate(content())
    ours, floor = costs(
        lambda: make_file(None, certificate_id=next(waiting).pk),
        lambda: drawn_directly(content(), io.BytesIO()),
        times=BATCH,
    )
    run.tell(
        "certificate.batch", ours.wall * 1000, "ms", n=BATCH, floor=floor.wall * 1000, note="one of the batch"
    )


@measure("first", seconds=10)
def first_load(run: Run) -> None:
    """The first page of a server that has just begun, beside the second."""
    site = run.site

    async def look(port: int) -> list[float]:
        browser = client_of(port, run.people[0])
        for _ in range(2):
            await browser.get(f"/exams/{run.exams[50]}/", step="x")
        await browser.close()
        return browser.times["x"]

    with Server(site.application, site.env, site.folder, site.database) as fresh:
        first, second = asyncio.run(look(fresh.port))
    run.tell("first.page", first * 1000, "ms", n=1, note=f"the second took {second * 1000:.0f} ms")
