"""From an uploaded file to drafts in the item bank, by way of the worker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256

from django.core.files.base import ContentFile, File
from django.db import transaction

from core import audit, jobs
from core.sheets import Limits, TableRefused, read_table
from core.xlsx_reader import TextRow
from exams.actions.import_pictures import Brought, taken_in
from exams.domain.exchange import batch as batches
from exams.domain.exchange.batch import Batch, Line, Remark
from exams.domain.exchange.formats import read
from exams.domain.exchange.packages import PackageWrong
from exams.domain.pictures import PictureWrong, clean_picture
from exams.enums import Gravity, ImportState, LineFate
from exams.item_types.problems_of import problems_of
from exams.models import ContentArea, ImportLine, ImportPicture, ImportRemark, ItemImport
from exams.queries.bank_index import known
from people.models import User

CHUNK = 500
TABLE = Limits(rows=batches.MOST_ITEMS)
MOST_REMARKS = 20_000


@transaction.atomic
def upload(file: File[bytes], *, area: ContentArea | None, level: int, actor: User, at: datetime) -> ItemImport:
    """Keep a file and have the worker check it; the bank stays as it is. `area` None: where the file says."""
    content = file.read()
    row = ItemImport.objects.create(
        file=ContentFile(content, name="import"),
        file_name=(file.name or "")[:200],
        sha256=sha256(content).hexdigest(),
        area=area,
        level=level,
        uploaded_by=actor,
        uploaded_at=at,
    )
    jobs.enqueue_on_commit("exams.check_items", at=at, key=row.job_key, owner=actor, import_id=row.pk)
    audit.record(
        action="exams.items_uploaded",
        actor=actor,
        target=row,
        at=at,
        data={"file": row.file_name, "sha256": row.sha256},
    )
    return row


def upload_again(row: ItemImport, *, actor: User, at: datetime) -> ItemImport:
    """Have the same file checked anew, as an upload of its own."""
    with row.file.open("rb") as content:
        again = ContentFile(content.read(), name=row.file_name)
    return upload(again, area=row.area, level=row.level, actor=actor, at=at)


def size_of(data: bytes) -> tuple[int, int] | None:
    """Return width and height of a picture that the bank could keep; None for any other file."""
    try:
        picture = clean_picture(data)
    except PictureWrong:
        return None
    return picture.width, picture.height


def table_of(content: bytes) -> tuple[Sequence[str], Sequence[TextRow]]:
    """Return headings and rows of an XLSX file within the limits of an import. Raises PackageWrong."""
    try:
        table = read_table(content, file_name="items.xlsx", limits=TABLE)
    except TableRefused as refusal:
        raise PackageWrong("sheet_refused", refusal.message) from refusal
    return table.headings, table.rows


def check(row: ItemImport, *, areas: frozenset[str], pictures: frozenset[str]) -> None:
    """Say what the file would do, or what is wrong with it; one that was cancelled meanwhile is left alone.

    `areas` are codes of those whose items the uploader writes, `pictures` of those that the uploader sees; others
    count as unknown.
    """
    with row.file.open("rb") as file:
        kind, reading = read(file.read(), size_of=size_of, read_table=table_of)
    taken = taken_in(reading)
    index = known(areas=areas, pictures=pictures | taken.codes)
    target = row.area.code if row.area else ""
    batch = batches.check(taken.reading, known=index, problems=problems_of, target=target)
    _write(row, batch, taken.brought, file_format=kind.value if kind else "")


@transaction.atomic
def _write(row: ItemImport, batch: Batch, brought: list[Brought], *, file_format: str) -> None:
    state = ImportState.REFUSED if batch.is_refused else ImportState.READY
    before = ItemImport.objects.filter(sha256=row.sha256, state=ImportState.APPLIED).exclude(pk=row.pk).first()
    outcome = {"counts": _counts(batch), "imported_before": before.public_id if before else ""}
    waiting = ItemImport.objects.filter(pk=row.pk, state=ImportState.CHECKING)
    if not waiting.update(state=state, format=file_format, outcome=outcome):
        return
    ImportLine.objects.bulk_create(
        (_kept_line(row, line, position) for position, line in enumerate(batch.lines)), batch_size=CHUNK
    )
    ImportRemark.objects.bulk_create(
        (_kept_remark(row, remark) for remark in batch.remarks[:MOST_REMARKS]), batch_size=CHUNK
    )
    for one in brought:
        content = ContentFile(one.picture.content, name=f"{one.code}.{one.picture.extension}")
        ImportPicture.objects.create(
            upload=row,
            code=one.code,
            alt=one.alt[:300],
            file=content,
            content_type=one.picture.content_type,
            width=one.picture.width,
            height=one.picture.height,
        )


def _counts(batch: Batch) -> dict[str, int]:
    fates = {fate.value: sum(line.fate is fate for line in batch.lines) for fate in LineFate}
    return fates | {g.value: sum(remark.gravity is g for remark in batch.remarks) for g in Gravity}


def _kept_line(row: ItemImport, line: Line, position: int) -> ImportLine:
    payload = asdict(line.item) | {"points": str(line.item.points)}
    return ImportLine(
        upload=row,
        position=position,
        number=line.number,
        code=line.item.code,
        fate=line.fate.value,
        payload=payload,
    )


def _kept_remark(row: ItemImport, remark: Remark) -> ImportRemark:
    # PostgreSQL keeps no NUL, and a control character would be invisible: shown as its picture.
    value = "".join(chr(0x2400 + ord(sign)) if ord(sign) < 32 else sign for sign in remark.value)
    return ImportRemark(
        upload=row,
        number=remark.line,
        gravity=remark.gravity.value,
        field=remark.field[:40],
        code=remark.code,
        value=value.encode("utf-8", "replace").decode()[:200],
    )


@transaction.atomic
def want_applied(row: ItemImport, *, actor: User, at: datetime) -> bool:
    """Have the worker import a checked file; False when it is not ready, or asked for before."""
    if not ItemImport.objects.filter(pk=row.pk, state=ImportState.READY).update(state=ImportState.APPLYING):
        return False
    row.refresh_from_db()
    jobs.enqueue_on_commit(
        "exams.apply_items", at=at, key=row.job_key, owner=actor, import_id=row.pk, actor_id=actor.pk
    )
    return True


@transaction.atomic
def cancel(row: ItemImport, *, actor: User, at: datetime) -> bool:
    """Give a file up that was not imported; what was read from it goes, the file itself stays. False when too late.

    An import that failed for good may be given up too: it was one transaction, so nothing came in.
    """
    states = [ImportState.CHECKING, ImportState.READY, ImportState.REFUSED]
    if jobs.has_failed(row.job_key):
        states.append(ImportState.APPLYING)
    if not ItemImport.objects.filter(pk=row.pk, state__in=states).update(state=ImportState.CANCELLED):
        return False
    ImportLine.objects.filter(upload=row).delete()
    ImportRemark.objects.filter(upload=row).delete()
    _drop_pictures(row)
    audit.record(action="exams.item_import_cancelled", actor=actor, target=row, at=at, data={"was": row.state})
    return True


def _drop_pictures(row: ItemImport) -> None:
    pictures = list(ImportPicture.objects.filter(upload=row))
    ImportPicture.objects.filter(upload=row).delete()
    for picture in pictures:
        name, storage = picture.file.name, picture.file.storage
        # After commit: a file that is gone cannot be rolled back.
        transaction.on_commit(lambda name=name, storage=storage: storage.delete(name))  # type: ignore[misc]  # defaults bind


@transaction.atomic
def retry(row: ItemImport, *, actor: User, at: datetime) -> bool:
    """Have the worker try anew what failed for good; False when nothing did."""
    if not jobs.retry(row.job_key):
        return False
    audit.record(action="exams.item_import_retried", actor=actor, target=row, at=at, data={"state": row.state})
    return True
