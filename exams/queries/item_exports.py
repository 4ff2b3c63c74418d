"""Which wordings an export holds, as items outside of the database, and the exports somebody asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from core.models import Job, JobState
from exams.domain.exchange.items import BankItem
from exams.enums import ItemStatus
from exams.models import ContentArea, Item, ItemExport, ItemPicture, ItemVersion


def chosen(
    items: QuerySet[Item], *, area: ContentArea | None, status: str, item_types: Sequence[str]
) -> list[BankItem]:
    """Return of each item its newest wording that fits, by area and code; an area holds those below it.

    Without a status, wordings that are not retired. Cost: four queries.
    """
    rows = ItemVersion.objects.filter(item__in=items.values("pk"))
    rows = rows.filter(status=status) if status else rows.exclude(status=ItemStatus.RETIRED)
    if area is not None:
        rows = rows.filter(Q(item__area=area) | Q(item__area__code__startswith=f"{area.code}."))
    if item_types:
        rows = rows.filter(item_type__in=item_types)
    found = rows.select_related("item__area").prefetch_related("bases__standard", "item__job_roles")
    newest = {version.item_id: version for version in found.order_by("item__area__code", "item__code", "number")}
    return [bank_item(version) for version in newest.values()]


def bank_item(version: ItemVersion) -> BankItem:
    """Return a wording as every format takes it."""
    bases = sorted((basis.standard.code, basis.clause) for basis in version.bases.all())
    extra: dict[str, Any] = {"level": version.level}
    if version.is_critical:
        extra["is_critical"] = True
    if bases:
        extra["bases"] = [list(basis) for basis in bases]
    if roles := sorted(role.code for role in version.item.job_roles.all()):
        extra["roles"] = roles
    if version.review_by:
        extra["review_by"] = version.review_by.isoformat()
    return BankItem(
        item_type=version.item_type,
        stem=version.stem,
        body=version.body,
        key=version.key,
        code=version.item.code,
        area=version.item.area.code,
        points=Decimal(format(version.points.normalize(), "f")),
        explanation=version.explanation,
        extra=extra,
    )


def pictures_by_code(codes: Iterable[str]) -> dict[str, ItemPicture]:
    """Return the pictures of these codes."""
    return {picture.code: picture for picture in ItemPicture.objects.filter(code__in=list(codes))}


def exports_of(rows: QuerySet[ItemExport]) -> QuerySet[ItemExport]:
    """Return exports, the newest first."""
    return rows.select_related("area").order_by("-pk")


def failed_keys(rows: Iterable[ItemExport]) -> set[str]:
    """Return the job keys of those exports that the worker gave up. Cost: one query."""
    keys = [row.job_key for row in rows]
    return set(Job.objects.filter(key__in=keys, state=JobState.FAILED).values_list("key", flat=True))
