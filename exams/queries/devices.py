"""Devices of attempts: what candidates ask proctors for."""

from __future__ import annotations

from collections.abc import Collection

from exams.models import TakeoverRequest


def pending_requests(attempts: Collection[int]) -> dict[int, TakeoverRequest]:
    """Return the request that waits for the proctor, by attempt; the newest alone can wait. Cost: one query."""
    rows = TakeoverRequest.objects.filter(attempt__in=attempts, attempt__state="open").select_related("takeover")
    newest = {row.attempt_id: row for row in rows.order_by("pk")}
    return {attempt: row for attempt, row in newest.items() if not hasattr(row, "takeover")}
