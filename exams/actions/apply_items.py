"""Brings a checked file into the bank: all of it or nothing, every item as a draft."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from core import audit
from exams.actions.item_imports import CHUNK
from exams.actions.lint import relint
from exams.actions.pictures import keep_picture
from exams.domain.pictures import CleanPicture
from exams.enums import ImportState, LineFate
from exams.errors import ImportOutdated, PictureRefused
from exams.models import (
    ContentArea,
    ImportLine,
    ImportPicture,
    ImportRemark,
    Item,
    ItemBasis,
    ItemImport,
    ItemPicture,
    ItemText,
    ItemVersion,
)
from library.models import Standard
from people.models import JobRole, User

EXTENSIONS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}


def apply(row: ItemImport, *, actor: User, areas: frozenset[str], at: datetime) -> dict[str, int]:
    """Import a file once; a second call changes nothing. A bank that changed meanwhile refuses all of it, with words.

    `areas` are codes of those whose items the actor writes. Returns how many drafts came in.
    """
    try:
        return {"created": _apply(row, actor=actor, areas=areas, at=at)}
    except ImportOutdated as outdated:
        _send_back(row, str(outdated.data["value"]))
        return {"created": 0}


@transaction.atomic
def _apply(row: ItemImport, *, actor: User, areas: frozenset[str], at: datetime) -> int:
    locked = ItemImport.objects.select_for_update().get(pk=row.pk)
    if locked.state != ImportState.APPLYING:
        return 0
    lines = list(ImportLine.objects.filter(upload=locked, fate=LineFate.NEW).order_by("position"))
    foreign = next((line.payload["area"] for line in lines if line.payload["area"] not in areas), None)
    if foreign is not None:
        raise ImportOutdated(data={"value": foreign})
    taken = Item.objects.filter(code__in=[line.code for line in lines]).values_list("code", flat=True).first()
    if taken is not None:
        raise ImportOutdated(data={"value": taken})
    _bring_pictures(locked, actor=actor, at=at)
    _bring(lines, level=locked.level, actor=actor, at=at)
    ItemImport.objects.filter(pk=locked.pk).update(state=ImportState.APPLIED, applied_at=at)
    data = {"file": locked.file_name, "sha256": locked.sha256, "created": len(lines)}
    audit.record(action="exams.items_imported", actor=actor, target=locked, at=at, data=data)
    return len(lines)


def _bring_pictures(row: ItemImport, *, actor: User, at: datetime) -> None:
    there = set(ItemPicture.objects.values_list("code", flat=True))
    for picture in ImportPicture.objects.filter(upload=row).exclude(code__in=there).order_by("pk"):
        with picture.file.open("rb") as file:
            content = file.read()
        extension = EXTENSIONS[picture.content_type]
        clean = CleanPicture(content, picture.content_type, extension, picture.width, picture.height)
        try:
            kept = keep_picture(clean, code=picture.code, alt=picture.alt, actor=actor, at=at)
        except PictureRefused as refusal:
            raise ImportOutdated(data={"value": picture.code}) from refusal
        if kept.code != picture.code:  # the same picture came in under another code meanwhile
            raise ImportOutdated(data={"value": picture.code})


def _bring(lines: Sequence[ImportLine], *, level: int, actor: User, at: datetime) -> None:
    areas = {area.code: area for area in ContentArea.objects.all()}
    standards = {standard.code: standard for standard in Standard.objects.all()}
    payloads = [line.payload for line in lines]
    items = Item.objects.bulk_create(
        [Item(code=line.code, area=areas[line.payload["area"]]) for line in lines], batch_size=CHUNK
    )
    versions = ItemVersion.objects.bulk_create(
        [_version(item, payload, level, actor) for item, payload in zip(items, payloads, strict=True)],
        batch_size=CHUNK,
    )
    _link(items, versions, payloads, actor)
    bases = [
        ItemBasis(version=version, standard=standards[standard], clause=clause)
        for version, payload in zip(versions, payloads, strict=True)
        for standard, clause in {
            (basis[0], str(basis[1])[:60]): None for basis in payload["extra"].get("bases") or []
        }
    ]
    ItemBasis.objects.bulk_create(bases, batch_size=CHUNK)
    texts = [ItemText(version=version, words=version.searched_words()) for version in versions]
    ItemText.objects.bulk_create(texts, batch_size=CHUNK)
    relint(*versions, at=at)


def _link(
    items: Sequence[Item], versions: Sequence[ItemVersion], payloads: Sequence[dict[str, Any]], actor: User
) -> None:
    """Note who wrote the wordings, and for which job roles the items are."""
    roles = dict(JobRole.objects.values_list("code", "pk"))
    writer, role = ItemVersion.writers.through, Item.job_roles.through
    writer.objects.bulk_create(
        [writer(itemversion_id=version.pk, user_id=actor.pk) for version in versions], batch_size=CHUNK
    )
    pairs = [
        role(item_id=item.pk, jobrole_id=roles[code])
        for item, payload in zip(items, payloads, strict=True)
        for code in dict.fromkeys(payload["extra"].get("roles") or [])
    ]
    role.objects.bulk_create(pairs, batch_size=CHUNK)


def _version(item: Item, payload: dict[str, Any], level: int, actor: User) -> ItemVersion:
    extra = payload["extra"]
    day = extra.get("review_by")
    return ItemVersion(
        item=item,
        item_type=payload["item_type"],
        level=extra.get("level") or level,
        is_critical=bool(extra.get("is_critical")),
        points=Decimal(payload["points"]),
        stem=payload["stem"],
        body=payload["body"],
        key=payload["key"],
        explanation=payload["explanation"],
        review_by=date.fromisoformat(day) if day else None,
        author=actor,
    )


@transaction.atomic
def _send_back(row: ItemImport, value: str) -> None:
    waiting = ItemImport.objects.filter(pk=row.pk, state=ImportState.APPLYING)
    if waiting.update(state=ImportState.REFUSED):
        ImportRemark.objects.create(upload=row, number=0, gravity="error", code="bank_changed", value=value[:200])
