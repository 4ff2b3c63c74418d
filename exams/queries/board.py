"""What those who run exams see first: sittings to come."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from exams.models import Sitting
from exams.queries.sittings import for_list


def coming(sittings: QuerySet[Sitting], *, at: datetime, most: int) -> list[Sitting]:
    """Return the sittings that are not over, the next first, with their counts. Cost: one query."""
    return list(for_list(sittings.filter(closes_at__gte=at)).order_by("opens_at", "pk")[:most])
