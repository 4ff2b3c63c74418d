"""How an exam fares once a million attempts are stored."""

from __future__ import annotations

import asyncio

from tests.bench.company import employ
from tests.bench.exams import step_costs, warm_up
from tests.bench.report import Run, measure


@measure("growth", seconds=70)
def store_growth(run: Run) -> None:
    """Save and start once a million attempts are stored, beside the same with few."""
    exam = run.exams[50]
    warm_up(run, exam)
    few = asyncio.run(step_costs(run, exam, questions=50, count=30))
    employ(run, 100_000)  # ten attempts each
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
