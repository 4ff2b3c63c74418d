"""kill -9 of workers under load: no acknowledged answer is lost. DRILL=10000 runs as many."""

import os
import random

import pytest

from tests.faults.conftest import QUESTIONS, drill
from tests.faults.killing import Killing

pytestmark = pytest.mark.fault
ANSWERS = int(os.environ.get("DRILL", "2000"))
KILLS = max(6, ANSWERS // 500)
DEVICES = 12


def kill_under_load(server, ground, *, answers, every):
    rng = random.Random(20261124)  # noqa: S311 -- chooses victims, no secret
    killing = Killing(server, ground.exam, QUESTIONS, answers, every, rng)
    drill(killing.run(ground.some(DEVICES)))
    return killing


def test_no_acknowledged_answer_is_lost_when_workers_are_killed(ground, server):
    killing = kill_under_load(server, ground, answers=ANSWERS, every=ANSWERS // (KILLS + 1))
    print(
        f"{len(killing.journal.acknowledged)} acknowledged, {len(killing.killed)} killed, {killing.failed} failed"
    )

    assert killing.journal.faults(ground.stack) == []
    assert len(killing.journal.acknowledged) >= ANSWERS
    assert len(killing.killed) >= KILLS, "too few workers were killed for a drill"
    assert killing.failed > 0, "no kill met a request: this drill proves nothing"


def test_the_drill_finds_a_server_that_acknowledges_before_it_commits(ground):
    with ground.server("acknowledges_before_commit") as hasty:
        killing = kill_under_load(hasty, ground, answers=400, every=130)

    assert killing.journal.faults(ground.stack) != []
