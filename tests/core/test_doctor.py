"""manage.py doctor finds what is wrong and names the cure; it never says all is well when something is not."""

import os
from datetime import timedelta

import pytest
from celery import Celery
from django.core.management import CommandError, call_command

from core import audit, clock, jobs
from core.management.commands import doctor
from core.models import AuditEvent, Job, JobState

pytestmark = pytest.mark.django_db


@pytest.fixture
def public_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "public"
    return tmp_path / "public"


@pytest.fixture
def asked(public_files, capsys):
    """Run the command; return whether it found all well, and what it wrote."""

    def ask():
        try:
            call_command("doctor")
        except CommandError:
            return False, capsys.readouterr().out
        return True, capsys.readouterr().out

    return ask


def test_sound_installation_passes_and_leaves_no_file(asked, public_files, private_files, user, at):
    audit.record(action="people.looked", actor=user, target=user, at=at)

    well, text = asked()

    assert well, text
    for name in ("environment", "database", "catalogues", "cache", "queue", "storage", "audit", "accounts"):
        assert f"ok    {name}: " in text
    assert [path for folder in (public_files, private_files) for path in folder.rglob("*.txt")] == []


def test_superuser_is_a_fault_and_the_command_that_makes_one_is_refused(asked, django_user_model):
    django_user_model.objects.create_superuser("ROOT", "correct-horse-7")

    well, text = asked()

    assert (well, "without a dated right: ROOT" in text) == (False, True)
    with pytest.raises(CommandError, match="name_administrator"):
        call_command("createsuperuser")


def test_catalogue_that_is_not_compiled_or_older_than_its_text_is_a_fault(asked, settings, tmp_path):
    text = tmp_path / "zh_Hans" / "LC_MESSAGES" / "django.po"
    text.parent.mkdir(parents=True)
    text.write_text("")
    settings.LOCALE_PATHS = [tmp_path]

    missing = asked()
    compiled = text.with_suffix(".mo")
    compiled.write_bytes(b"")
    fresh = asked()
    os.utime(compiled, (1, 1))
    old = asked()

    assert not missing[0]
    assert "FAULT catalogues: 1 of them not compiled. Run: make ready" in missing[1]
    assert "ok    catalogues: all compiled." in fresh[1]
    assert not old[0]
    assert "FAULT catalogues" in old[1]


def test_job_without_a_worker_is_a_fault(asked):
    jobs.enqueue_on_commit("core.unheard", at=clock.now() - timedelta(minutes=5))

    well, text = asked()

    assert not well
    assert "FAULT queue: 1 jobs wait for more than two minutes. Start the worker" in text


def test_failed_job_is_a_fault(asked, at):
    job = jobs.enqueue_on_commit("core.unheard", at=at)
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, finished_at=at)

    well, text = asked()

    assert (well, "1 jobs failed three times" in text) == (False, True)


def test_store_that_cannot_be_written_is_a_fault_and_the_rest_is_still_checked(asked, settings, tmp_path):
    (tmp_path / "file").write_text("in the way of the folder")
    settings.PRIVATE_MEDIA_ROOT = tmp_path / "file"

    well, text = asked()

    assert not well
    assert "FAULT storage: The private store refuses files" in text
    assert "ok    audit: " in text


def test_broken_audit_chain_is_a_fault(asked, monkeypatch, user, at):
    audit.record(action="people.looked", actor=user, target=user, at=at)
    monkeypatch.setattr(audit, "fingerprint", lambda event: "0" * 64)  # as if every event had been changed

    well, text = asked()

    assert AuditEvent.objects.count() == 1
    assert (well, "FAULT audit: The chain breaks at event 1." in text) == (False, True)


def test_part_that_cannot_be_checked_is_a_fault(asked, monkeypatch):
    def fail():
        raise RuntimeError("the disk is gone")

    monkeypatch.setattr(audit, "breaks", fail)

    well, text = asked()

    assert (well, "FAULT audit: could not be checked: RuntimeError: the disk is gone" in text) == (False, True)


def test_broker_that_does_not_answer_is_a_fault(asked, monkeypatch):
    monkeypatch.setattr(
        doctor, "current_app", Celery("probe", broker="redis://127.0.0.1:1/0", set_as_current=False)
    )

    well, text = asked()

    assert not well
    assert "FAULT queue: Broker redis://:**@127.0.0.1:1/0 does not answer" in text
