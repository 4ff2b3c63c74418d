"""The outbox: nothing wanted is lost, nothing is done twice."""

from datetime import timedelta

import pytest
from django.db import transaction

from core import clock, jobs
from core.models import Job, JobState


@pytest.fixture
def counted(monkeypatch):
    """A registered job that counts its runs; `fail` makes it raise."""
    calls = {"runs": 0, "fail": False, "rung": []}

    def work(ctx, *, step):
        calls["runs"] += 1
        ctx.progress(step, total=10)
        if calls["fail"]:
            raise RuntimeError("the disk is full")
        return {"step": step}

    monkeypatch.setitem(jobs.REGISTRY, "core.counted", work)
    monkeypatch.setattr(jobs, "ring", calls["rung"].append)
    return calls


@pytest.mark.django_db(transaction=True)
def test_enqueue_rings_only_after_commit(counted, at):
    with transaction.atomic():
        job = jobs.enqueue_on_commit("core.counted", at=at, step=3)
        assert counted["rung"] == []

    assert counted["rung"] == [job.pk]


@pytest.mark.django_db(transaction=True)
def test_enqueue_writes_nothing_when_the_transaction_rolls_back(counted, at):
    with transaction.atomic():
        jobs.enqueue_on_commit("core.counted", at=at, step=3)
        transaction.set_rollback(True)

    assert (Job.objects.count(), counted["rung"]) == (0, [])


@pytest.mark.django_db
def test_enqueue_with_the_same_key_returns_the_first_job(counted, at):
    first = jobs.enqueue_on_commit("core.counted", at=at, key="report-1", step=3)
    second = jobs.enqueue_on_commit("core.counted", at=at, key="report-1", step=4)

    assert first == second
    assert Job.objects.get().args == {"step": 3}


@pytest.mark.django_db
def test_run_twice_does_the_work_once(counted, at):
    job = jobs.enqueue_on_commit("core.counted", at=at, step=3)

    jobs.run(job.pk, at=at)
    jobs.run(job.pk, at=at)

    job.refresh_from_db()
    assert (counted["runs"], job.state, job.result) == (1, JobState.DONE, {"step": 3})
    assert (job.progress_done, job.progress_total) == (3, 10)


@pytest.mark.django_db
def test_failing_job_is_tried_three_times_and_then_stays_visible(counted, at):
    counted["fail"] = True
    job = jobs.enqueue_on_commit("core.counted", at=at, step=3)

    for _ in range(5):
        jobs.run(job.pk, at=at)

    job.refresh_from_db()
    assert (counted["runs"], job.state) == (3, JobState.FAILED)
    assert job.error == "RuntimeError: the disk is full"


@pytest.mark.django_db
def test_job_of_a_dead_worker_is_waiting_again_when_its_lease_ends(counted, at):
    job = jobs.enqueue_on_commit("core.counted", at=at, step=3)
    jobs.claim(job.pk, at=at)
    later = at + jobs.LEASE + timedelta(seconds=1)

    assert jobs.waiting(at=at, older_than=timedelta(0)) == []
    assert jobs.waiting(at=later, older_than=timedelta(0)) == [job.pk]
    jobs.run(job.pk, at=later)
    assert Job.objects.get().state == JobState.DONE


@pytest.mark.django_db
def test_sweep_rings_for_a_job_whose_bell_was_lost(counted, at, monkeypatch):
    from core.tasks import sweep_jobs

    job = jobs.enqueue_on_commit("core.counted", at=at, step=3)
    monkeypatch.setattr(clock, "now", lambda: at + timedelta(minutes=1))

    sweep_jobs()

    assert counted["rung"] == [job.pk]


@pytest.mark.django_db
def test_one_bell_does_all_that_waits_and_first_what_a_person_waits_for(counted, at, user):
    from core.tasks import run_job

    batch = [jobs.enqueue_on_commit("core.counted", at=at, step=n) for n in (1, 2)]
    wanted = jobs.enqueue_on_commit("core.counted", at=at + timedelta(minutes=1), step=3, owner=user)

    run_job(job_id=batch[0].pk)

    done = Job.objects.filter(state=JobState.DONE).order_by("finished_at")
    assert [job.pk for job in done] == [wanted.pk, batch[0].pk, batch[1].pk]


@pytest.mark.django_db
def test_bell_begins_no_job_after_its_turn_and_tries_none_twice(counted, at, monkeypatch):
    from core.tasks import TURN, run_job

    times = iter([at, at, at + TURN, at + TURN])
    monkeypatch.setattr(clock, "now", lambda: next(times))
    counted["fail"] = True
    first, second = [jobs.enqueue_on_commit("core.counted", at=at, step=n) for n in (1, 2)]

    run_job(job_id=first.pk)
    assert list(Job.objects.order_by("pk").values_list("attempts", flat=True)) == [1, 0]

    monkeypatch.setattr(clock, "now", lambda: at)
    run_job(job_id=second.pk)
    assert list(Job.objects.order_by("pk").values_list("attempts", flat=True)) == [2, 1]
