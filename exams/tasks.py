"""Work of the exams floor outside the request."""

from typing import Any

from celery import shared_task

from core import clock
from core.jobs import JobContext, job
from exams.actions import apply_items, corrections, item_exports, item_imports
from exams.actions.lint import find_near_duplicates
from exams.actions.sittings import close_over, close_overdue_attempts
from exams.enums import BankFormat
from exams.exports.item_file import build
from exams.models import ItemExport, ItemImport, KeyCorrection
from exams.permissions import kept_areas, visible_items
from exams.permissions.pictures import visible_pictures
from exams.queries.item_exports import chosen
from people.models import User


@shared_task(name="exams.sweep_attempts")
def sweep_attempts() -> int:
    """Close and mark attempts that were left open past their deadline, then the sittings that ended by themselves."""
    closed = close_overdue_attempts(at=clock.now())
    close_over(at=clock.now())
    return closed


@job("exams.check_items")
def check_items(ctx: JobContext, *, import_id: int) -> dict[str, Any] | None:
    """Check one uploaded file of items."""
    row = ItemImport.objects.select_related("area", "uploaded_by").get(pk=import_id)
    item_imports.check(row, areas=_areas_of(row.uploaded_by), pictures=_pictures_of(row.uploaded_by))
    return None


@job("exams.apply_items")
def apply_checked_items(ctx: JobContext, *, import_id: int, actor_id: int) -> dict[str, Any] | None:
    """Bring the items of one checked file into the bank."""
    row, actor = ItemImport.objects.get(pk=import_id), User.objects.get(pk=actor_id)
    return apply_items.apply(row, actor=actor, areas=_areas_of(actor), at=clock.now())


@job("exams.find_near_duplicates")
def compare_items(ctx: JobContext) -> dict[str, Any] | None:
    """Compare the items of the bank with each other after one of them has changed."""
    return find_near_duplicates()


@job("exams.apply_key_correction")
def apply_key_correction(ctx: JobContext, *, correction_id: int) -> dict[str, Any] | None:
    """Write further scores where a corrected key gives something else."""
    correction = KeyCorrection.objects.select_related("version__item", "proposed_by").get(pk=correction_id)
    return dict(
        corrections.apply(correction, at=clock.now(), progress=lambda done, total: ctx.progress(done, total=total))
    )


def _areas_of(user: User) -> frozenset[str]:
    """Return the codes of the areas whose items somebody writes now."""
    areas = kept_areas(user, day=clock.local_day(clock.now()))
    return frozenset(areas.values_list("code", flat=True))


def _pictures_of(user: User) -> frozenset[str]:
    """Return the codes of the pictures that somebody may put into items now."""
    pictures = visible_pictures(user, day=clock.local_day(clock.now()))
    return frozenset(pictures.values_list("code", flat=True))


@job("exams.make_items_file")
def make_items_file(ctx: JobContext, *, export_id: int) -> dict[str, Any] | None:
    """Make one file of items, of what its owner may read now."""
    row, now = ItemExport.objects.select_related("area", "requested_by").get(pk=export_id), clock.now()
    readable = visible_items(row.requested_by, day=clock.local_day(now))
    items = chosen(readable, area=row.area, status=row.status, item_types=row.item_types)
    file = build(BankFormat(row.format), items, is_chinese=True)
    count = len(items) - len(file.kept_out)
    item_exports.keep(
        row, file.content, name=f"items.{file.extension}", item_count=count, kept_out=file.kept_out, at=now
    )
    return {"items": count}
