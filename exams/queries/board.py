"""What those who run exams see first: sittings to come, and how the item bank stands."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, QuerySet

from exams.models import ItemVersion, Sitting
from exams.models.bank import STATUS_LABELS
from exams.queries.sittings import for_list


def coming(sittings: QuerySet[Sitting], *, at: datetime, most: int) -> list[Sitting]:
    """Return the sittings that are not over, the next first, with their counts. Cost: one query."""
    return list(for_list(sittings.filter(closes_at__gte=at)).order_by("opens_at", "pk")[:most])


def bank_counts() -> list[tuple[str, int]]:
    """Return how many wordings stand at each status, under its name. Cost: one query."""
    found = ItemVersion.objects.order_by().values("status").annotate(n=Count("pk"))
    counts = dict(found.values_list("status", "n"))
    return [(str(label), counts.get(code, 0)) for code, label in STATUS_LABELS]
