"""Items to be picked by code or words, and those that are picked."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet

from exams.domain.bank_search import folded, search_terms
from exams.enums import ItemStatus
from exams.models import Item, ItemVersion
from exams.queries.bank import newest_versions

MOST_HITS = 12


def approved_hits(items: QuerySet[Item], text: str, *, without: Collection[str]) -> list[ItemVersion]:
    """Return the first approved wordings that hold all words of a text, in code or wording; none for no text.

    Cost: one query at most.
    """
    terms = search_terms(text)
    if not terms:
        return []
    rows = ItemVersion.objects.filter(item__in=items.values("pk"), status=ItemStatus.APPROVED.value)
    for term in terms:
        rows = rows.filter(Q(item__code__icontains=term) | Q(text__words__contains=folded(term)))
    rows = rows.exclude(item__code__in=without).select_related("item__area")
    return list(rows.order_by("item__code")[:MOST_HITS])


def picked_wordings(items: QuerySet[Item], codes: Collection[str]) -> list[ItemVersion]:
    """Return for each code its approved wording, else its newest one; in the order of the codes. Cost: two queries."""
    chosen = items.filter(code__in=codes)
    found = {version.item.code: version for version in newest_versions(chosen).select_related("item__area")}
    approved = ItemVersion.objects.filter(item__in=chosen.values("pk"), status=ItemStatus.APPROVED.value)
    found |= {version.item.code: version for version in approved.select_related("item__area")}
    return [found[code] for code in codes if code in found]
