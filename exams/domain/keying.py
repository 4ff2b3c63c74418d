"""Two keyings of one paper: where they differ, and where the paper stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from exams.enums import PaperState


def differences(first: Sequence[str], second: Sequence[str]) -> list[int]:
    """Return the positions, from 1, at which two keyings differ. Raises ValueError when their lengths do."""
    return [n for n, (one, other) in enumerate(zip(first, second, strict=True), start=1) if one != other]


def settled(first: Sequence[str], decided: Mapping[int, str]) -> list[str]:
    """Return the entries that count: the first keying, replaced by what was decided."""
    return [decided.get(position, entry) for position, entry in enumerate(first, start=1)]


def free_turn(taken: Sequence[int]) -> int | None:
    """Return which keying comes next, 1 or 2; None when both stand."""
    return next((turn for turn in (1, 2) if turn not in taken), None)


def state(*, is_present: bool, keyings: int, is_settled: bool) -> PaperState:
    """Return where a paper stands. Two keyings that agree are settled in the same step; two that stand differ."""
    if is_settled:
        return PaperState.DONE
    if not is_present:
        return PaperState.NOT_PRESENT
    return (PaperState.NOT_KEYED, PaperState.KEYED_ONCE, PaperState.DIFFERS)[keyings]
