"""Which lesson is open, and when a course is complete: plain Python."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import ROUND_HALF_UP, Decimal


def open_lessons(lessons: Sequence[int], *, done: Collection[int], in_order: bool) -> set[int]:
    """Return the lessons that may be opened now.

    In order: every lesson that is done, and the first that is not. Otherwise: all. `lessons` are ids in the
    order of the course; `done` may hold ids that are no longer part of it, which count for nothing.
    """
    if not in_order:
        return set(lessons)
    first_open = next((lesson for lesson in lessons if lesson not in done), None)
    return {lesson for lesson in lessons if lesson in done or lesson == first_open}


def next_lesson(lessons: Sequence[int], *, done: Collection[int]) -> int | None:
    """Return where to go on: the first lesson that is not done, or None when all are."""
    return next((lesson for lesson in lessons if lesson not in done), None)


def is_complete(lessons: Sequence[int], *, done: Collection[int]) -> bool:
    """Tell whether every lesson is done. A course without lessons is never complete."""
    return bool(lessons) and set(lessons) <= set(done)


def progress_percent(lessons: Sequence[int], *, done: Collection[int]) -> Decimal:
    """Return the share of lessons done, 0 to 100 in whole percent, half up; 0 for a course without lessons."""
    if not lessons:
        return Decimal(0)
    share = Decimal(100) * len(set(lessons) & set(done)) / len(lessons)
    return share.quantize(Decimal(1), rounding=ROUND_HALF_UP)
