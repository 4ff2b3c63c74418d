"""What those who run exams see first: sittings to come."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from exams.models import Candidate, Sitting
from exams.queries.sittings import for_list


def coming(sittings: QuerySet[Sitting], *, among: QuerySet[Candidate], at: datetime, most: int) -> list[Sitting]:
    """Return the sittings that are not over, the next first, with counts of those whom one sees. Cost: one query."""
    return list(for_list(sittings.filter(closes_at__gte=at), among=among).order_by("opens_at", "pk")[:most])
