"""Work of the people floor outside the request."""

from typing import Any

from core import clock
from core.jobs import JobContext, job
from people.actions import roster_undo, roster_uploads
from people.enums import RosterState
from people.errors import RosterNeedsWholeOrganisation
from people.models import RosterUpload, User
from people.permissions import may_import_rosters


@job("people.check_roster")
def check_roster(ctx: JobContext, *, upload_id: int) -> dict[str, Any] | None:
    """Check one uploaded roster."""
    roster_uploads.check(
        RosterUpload.objects.get(pk=upload_id), tell=lambda done, total: ctx.progress(done, total=total)
    )
    return None


@job("people.apply_roster")
def apply_roster(ctx: JobContext, *, upload_id: int, actor_id: int) -> dict[str, Any] | None:
    """Apply one checked roster, if whoever asked for it still may."""
    row, actor, at = RosterUpload.objects.get(pk=upload_id), User.objects.get(pk=actor_id), clock.now()
    if not may_import_rosters(actor, day=clock.local_day(at)):
        roster_uploads.refuse(row, refusal=RosterNeedsWholeOrganisation(), instead_of=RosterState.APPLYING)
        return None
    return roster_uploads.apply(row, actor=actor, at=at, tell=lambda done, total: ctx.progress(done, total=total))


@job("people.undo_roster")
def undo_roster(ctx: JobContext, *, upload_id: int, actor_id: int) -> dict[str, Any] | None:
    """Take one import back, if whoever asked for it still may."""
    row, actor, at = RosterUpload.objects.get(pk=upload_id), User.objects.get(pk=actor_id), clock.now()
    if not may_import_rosters(actor, day=clock.local_day(at)):
        roster_undo.refuse_undo(row, refusal=RosterNeedsWholeOrganisation())
        return None
    return roster_undo.undo_wanted(row, actor=actor, at=at)
