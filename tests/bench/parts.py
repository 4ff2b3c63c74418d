"""Measures inside one process: statements, drawing a form, a stored million, a certificate, pages."""

from __future__ import annotations

import asyncio
import io
import json
import statistics
import time
from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from certificates.exports.certificate_pdf import render_certificate
from exams.domain.assembly import draw
from exams.domain.blueprint import Candidate, Cell
from tests.bench.certificates import content, drawn_directly
from tests.bench.exams import step_costs
from tests.bench.meter import EDGES
from tests.bench.report import Run, measure
from tests.stack.server import HOST


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
        browser.get(address)
        for number in range(1, 51):
            row = {"position": number, "value": "a", "sequence": number, "client_id": f"st-{number}"}
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


@measure("growth", seconds=70)
def store_growth(run: Run) -> None:
    """Save and start once a million attempts are stored, beside the same with few."""
    exam = run.exams[50]
    few = asyncio.run(step_costs(run, exam, questions=50, count=30))
    run.stack.run(_MILLION)
    run.stack.run("ANALYZE exams_attempt, exams_examform")
    many = asyncio.run(step_costs(run, exam, questions=50, count=30))
    for step in ("start", "save"):
        note = f"{few[step]:.2f} ms with few, {many[step]:.2f} ms with a million attempts stored"
        run.tell(f"store.growth.{step}", many[step] / few[step], "×", n=30, note=note)


_MILLION = """
WITH forms AS (
    INSERT INTO exams_examform (exam_id, seed, drawn_at)
    SELECT (SELECT id FROM exams_exam WHERE code = 'B10'), n, now() FROM generate_series(1, 1000000) n
    RETURNING id, seed
), people AS (SELECT array_agg(id) AS ids FROM people_person)
INSERT INTO exams_attempt (public_id, exam_id, person_id, form_id, number, mode, state, cut_percent, started_at,
                           deadline_at, ended_at, receipt)
SELECT 'bench' || forms.id, (SELECT id FROM exams_exam WHERE code = 'B10'),
       people.ids[forms.seed %% array_length(people.ids, 1) + 1], forms.id,
       1000 + forms.seed / array_length(people.ids, 1), 'online', 'submitted', 80, now(), now(), now(), ''
FROM forms, people
""".replace("%%", "%")
