"""Wordings as the lint reads them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from exams.domain.lint import Choice, Number, Wording
from exams.domain.markup import plain
from exams.enums import ItemStatus
from exams.models import Item, ItemVersion
from exams.queries.bank import newest_versions


def _bodies(
    body: Mapping[str, Any], key: Mapping[str, Any]
) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    yield body, key
    for part in body.get("parts", []):
        yield from _bodies(part["body"], key.get(part["id"], {}))


def _choices(body: Mapping[str, Any], key: Mapping[str, Any]) -> tuple[Choice, ...]:
    right = key.get("correct", [])
    return tuple(Choice(plain(option["text"]), option["id"] in right) for option in body["options"])


def _numbers(body: Mapping[str, Any], key: Mapping[str, Any]) -> tuple[Number, ...]:
    entries = [(key.get(blank["id"], {}), blank) for blank in body["blanks"]]
    return tuple(
        Number(str(entry["value"]), str(entry.get("tolerance") or "0"), plain(blank.get("unit", "")))
        for entry, blank in entries
        if "value" in entry
    )


def wording_of(version: ItemVersion, *, has_basis: bool) -> Wording:
    """Return a wording in plain words; what has options or numbers is told by its shape, those of a case too."""
    shapes = list(_bodies(version.body, version.key))
    return Wording(
        stem=plain(version.stem),
        explanation=plain(version.explanation),
        groups=tuple(_choices(body, key) for body, key in shapes if body.get("options")),
        numbers=tuple(_numbers(body, key) for body, key in shapes if body.get("blanks")),
        has_basis=has_basis,
    )


def texts_to_compare() -> dict[int, str]:
    """Return stem and options of every newest wording that is not retired, by its key; the order of options is one.

    Cost: one query.
    """
    rows = newest_versions(Item.objects.all()).exclude(status=ItemStatus.RETIRED).order_by("pk")
    fields = ("item_type", "stem", "body", "explanation")
    return {version.pk: _said(version) for version in rows.only(*fields).iterator(chunk_size=2000)}


def _said(version: ItemVersion) -> str:
    stem, *options, _explanation = version.words()
    return " ".join([stem, *sorted(options)])
