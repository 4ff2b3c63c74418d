"""All of the web tier is killed, the database is killed, the database stands still: nothing acknowledged is lost.

Killed and frozen is a PostgreSQL of the drill's own; the one of the machine is never touched.
"""

import contextlib
import os
import signal

import pytest
from django.db import connection

from tests.faults.conftest import LONGER, QUESTIONS, drill, filled
from tests.faults.outages import Outage
from tests.faults.own_postgresql import own_postgresql, programmes
from tests.stack.stack import Stack

pytestmark = pytest.mark.fault
DEVICES, FAILURES = 6, 12


def kill_all(server):
    """Kill master and workers at once."""
    for pid in server.pids():
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    server.process.wait(20)


def web_tier_killed(ground, planted=""):
    with ground.server(planted) as server:
        outage = Outage(
            server, ground.exam, QUESTIONS, lambda: kill_all(server), server.start_again, FAILURES * LONGER
        )
        return drill(outage.run(ground.some(DEVICES)))


def test_web_tier_that_is_killed_loses_nothing_and_asks_nobody_to_sign_in_again(ground):
    outage = web_tier_killed(ground)

    assert outage.journal.faults(ground.stack) == []
    assert outage.replies == [], "a device was asked to sign in again, or was told nothing clear"


def test_the_drill_finds_a_web_tier_that_acknowledges_before_it_commits(ground):
    assert web_tier_killed(ground, "acknowledges_before_commit").journal.faults(ground.stack) != []


@pytest.fixture(scope="module")
def own(django_db_setup, tmp_path_factory):
    """A PostgreSQL of this drill's own with people and an exam."""
    if connection.vendor != "postgresql":
        pytest.skip("kills and freezes a PostgreSQL")
    if (found := programmes()) is None:
        pytest.skip("the programmes of PostgreSQL are not on this machine")
    folder = tmp_path_factory.mktemp("source")
    source = Stack(django_db_setup.another(folder), folder)
    try:
        with own_postgresql(found, source.url) as cluster:
            yield cluster, filled(Stack(cluster.url, tmp_path_factory.mktemp("outages")), DEVICES * 4)
    finally:
        source.drop()


def database_killed(own, planted=""):
    cluster, ground = own
    with ground.server(planted) as server:
        workers = server.workers()
        outage = Outage(server, ground.exam, QUESTIONS, cluster.kill, cluster.start, FAILURES * LONGER)
        drill(outage.run(ground.some(DEVICES)))
        assert server.workers() == workers, "a worker had to be started anew"
    return outage


def test_database_that_is_killed_loses_nothing_and_is_found_again_without_a_restart(own):
    outage = database_killed(own)

    assert outage.journal.faults(own[1].stack) == []
    assert set(outage.replies) <= {(503, "5")}


def test_the_drill_finds_a_database_that_does_not_wait_for_its_disk(own):
    assert database_killed(own, "does_not_wait_for_the_disk").journal.faults(own[1].stack) != []


def database_frozen(own, planted, most_seconds):
    cluster, ground = own
    with ground.server(planted) as server:
        strike = Outage(server, ground.exam, QUESTIONS, cluster.freeze, cluster.thaw, DEVICES, most_seconds)
        return drill(strike.run(ground.some(DEVICES)))


def test_database_that_stands_still_ends_requests_clearly_and_loses_nothing(own):
    outage = database_frozen(own, "waits_one_second", 60.0)

    assert outage.failed >= DEVICES, "requests wait for a database that stands still"
    assert set(outage.replies) == {(503, "5")}
    assert outage.journal.faults(own[1].stack) == []


def test_the_drill_finds_a_server_that_waits_for_ever(own):
    assert database_frozen(own, "waits_for_ever", 3.0).failed == 0
