"""Draws certificates again whose file could not be made."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from certificates.enums import CertificateState
from certificates.errors import NothingHeld
from certificates.models import Certificate
from certificates.queries.held import has_job_waiting
from certificates.queries.records import texts_today
from core import audit, jobs
from people.models import User


@transaction.atomic
def draw_again(certificate: Certificate, *, actor: User, at: datetime) -> dict[str, list[str]]:
    """Try once more to make the file, with names as they are written today; return what changed: field, old, new.

    Nothing was issued yet, so nobody holds a paper with the old text; number, code, days and results stay. Raises
    NothingHeld when the file is made or being made.
    """
    locked = Certificate.objects.select_for_update(of=("self",)).select_related(
        "person", "credential", "attempt__exam"
    )
    found = locked.get(pk=certificate.pk)
    may_be_drawn = found.state in (CertificateState.HELD, CertificateState.PENDING) and not found.file
    if not may_be_drawn or has_job_waiting(found):
        raise NothingHeld
    today = texts_today(found)
    changed = {
        field: [found.snapshot[field], text] for field, text in today.items() if found.snapshot[field] != text
    }
    Certificate.objects.filter(pk=found.pk).update(
        state=CertificateState.PENDING, missing_glyphs="", snapshot={**found.snapshot, **today}
    )
    jobs.enqueue_on_commit(
        "certificates.make_file",
        at=at,
        key=f"certificates.make_file:{found.pk}:{at.isoformat()}",
        owner=actor,
        certificate_id=found.pk,
    )
    audit.record(action="certificates.drawn_again", actor=actor, target=found, at=at, data={"changed": changed})
    return changed
