"""manage.py doctor: whether this installation can do its work, and what to do where it cannot."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from celery import current_app
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.management import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from kombu.exceptions import OperationalError

from core import audit, clock, durability, jobs
from core.models import AuditEvent, Job, JobState

LEAST_FREE_BYTES = 1024**3  # a day of certificates and reports with room to spare
LONGEST_WAIT = timedelta(minutes=2)  # four sweeps; a job that waits longer has no worker

Finding = tuple[bool, str]  # whether all is well, and a sentence


def environment() -> Iterator[Finding]:
    """What this runs as. Production settings refuse the rest by themselves."""
    where = os.environ["DJANGO_SETTINGS_MODULE"].rpartition(".")[2]
    on = [word for word, is_on in (("DEBUG", settings.DEBUG), ("demo accounts", settings.DEMO_MODE)) if is_on]
    if on:
        yield True, f"{where} settings with {' and '.join(on)}: to try out, not for a company."
    else:
        yield True, f"{where} settings, no DEBUG, no demo accounts."


def database() -> Iterator[Finding]:
    """Reachable, durable, and migrated to this release."""
    connection.ensure_connection()
    found = durability.faults(connection)
    yield from ((False, sentence) for sentence in found)
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if pending:
        yield False, f"{len(pending)} migrations wait. Run: manage.py migrate"
    elif not found:
        yield True, f"{connection.vendor} answers, keeps what it acknowledges, and is migrated."


def catalogues() -> Iterator[Finding]:
    """Every catalogue is compiled, and newer than its text: else screens fall back to English."""
    old = [
        text
        for folder in settings.LOCALE_PATHS
        for text in Path(folder).glob("*/LC_MESSAGES/*.po")
        if not (compiled := text.with_suffix(".mo")).exists() or compiled.stat().st_mtime < text.stat().st_mtime
    ]
    yield (False, f"{len(old)} of them not compiled. Run: make ready") if old else (True, "all compiled.")


def shared_cache() -> Iterator[Finding]:
    """Sign-in limits are counted here, the same for every process."""
    mark = uuid.uuid4().hex
    try:
        cache.set("doctor", mark, 60)
        kept = cache.get("doctor") == mark
    except DatabaseError:
        kept = False
    yield kept, "keeps values." if kept else "The table is missing. Run: manage.py createcachetable"


def queue() -> Iterator[Finding]:
    """The broker answers, and somebody works."""
    address = (
        current_app.connection().as_uri().removesuffix("://:**@localhost//")
    )  # the embedded queue has no host to name
    try:
        with current_app.connection() as broker:
            broker.ensure_connection(max_retries=1, timeout=5)
        yield True, f"broker {address} answers."
    except (OperationalError, OSError) as error:
        yield False, f"Broker {address} does not answer ({error}). Start it, or correct BROKER_URL."
    late = len(jobs.waiting(at=clock.now(), older_than=LONGEST_WAIT))
    failed = Job.objects.filter(state=JobState.FAILED).count()
    if late:
        yield False, f"{late} jobs wait for more than two minutes. Start the worker (docs/operations/deploy.md)."
    if failed:
        yield False, f"{failed} jobs failed three times. Their rows in core_job say why."
    if not late and not failed:
        yield True, "no job waits too long, none failed."


def storage() -> Iterator[Finding]:
    """Both stores take, give back and delete a file; the disk has room."""
    for name, store in (("public", default_storage), ("private", storages["private"])):
        mark = uuid.uuid4().hex
        try:
            kept = store.save(f"doctor-{mark}.txt", ContentFile(mark.encode()))
            with store.open(kept) as file:
                whole = file.read() == mark.encode()
            store.delete(kept)
        except OSError as error:
            yield False, f"The {name} store refuses files: {error}. Give this account the right to write there."
            continue
        yield whole, f"{name} store keeps files." if whole else f"The {name} store gives back other bytes."
    folder = next(
        path for path in (Path(settings.MEDIA_ROOT), *Path(settings.MEDIA_ROOT).parents) if path.exists()
    )
    free = shutil.disk_usage(folder).free
    enough = free >= LEAST_FREE_BYTES
    yield enough, f"{free / 1024**3:.1f} GiB free." + ("" if enough else " Make room: 1 GiB is the least.")


def audit_trail() -> Iterator[Finding]:
    """No event was changed, removed or put in."""
    broken = list(audit.breaks())
    if broken:
        yield (
            False,
            f"The chain breaks at event {broken[0]}. Compare with a backup before anything else is written.",
        )
    else:
        yield True, f"{AuditEvent.objects.count()} events, the chain holds."


def accounts() -> Iterator[Finding]:
    """Nobody stands outside the dated rights."""
    found = get_user_model().objects.filter(is_superuser=True, is_active=True)
    names = ", ".join(str(user.get_username()) for user in found[:5])
    if names:
        yield (
            False,
            f"Superusers see every course without a dated right: {names}. "
            "An administrator switches them off under Administration, Accounts.",
        )
    else:
        yield True, "no superuser."


CHECKS: dict[str, Callable[[], Iterator[Finding]]] = {
    "environment": environment,
    "database": database,
    "catalogues": catalogues,
    "cache": shared_cache,
    "queue": queue,
    "storage": storage,
    "audit": audit_trail,
    "accounts": accounts,
}


class Command(BaseCommand):
    """One line a finding; the command fails when one of them is a fault."""

    help = "Check settings, database, cache, queue, storage and audit trail of this installation."
    requires_system_checks = ()  # a broken installation is what this command is for

    def handle(self, *args: Any, **options: Any) -> None:
        """Look at everything, also after the first fault."""
        faults = 0
        for name, check in CHECKS.items():
            for is_well, sentence in self._findings(check):
                faults += not is_well
                word = "ok   " if is_well else self.style.ERROR("FAULT")
                self.stdout.write(f"{word} {name}: {sentence}")
        if faults:
            raise CommandError(f"{faults} to mend." if faults > 1 else "One thing to mend.")
        self.stdout.write("All is well.")

    def _findings(self, check: Callable[[], Iterator[Finding]]) -> list[Finding]:
        found: list[Finding] = []
        try:
            found.extend(check())
        except Exception as error:  # the outermost door: one part that is down must not hide the others
            found.append((False, f"could not be checked: {type(error).__name__}: {error}".strip()))
        return found
