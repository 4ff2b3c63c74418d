"""Content areas as a tree that their codes show: M1.2 is part of M1."""

from __future__ import annotations

from collections.abc import Iterable

MOST_CODE = 20


def is_below(code: str, above: str) -> bool:
    """Tell whether an area is part of another one, at any depth; none is part of itself."""
    return code.startswith(f"{above}.")


def parent_of(code: str) -> str:
    """Return the code of the area above; empty for one at the top."""
    return code.rpartition(".")[0]


def free_code(parent: str, taken: Iterable[str]) -> str:
    """Return the next code below a parent: one more than the largest number there, so that no old code comes back."""
    own = [code.rpartition(".")[2] for code in taken if parent_of(code) == parent]
    return f"{parent}.{max((int(tail) for tail in own if tail.isdecimal()), default=0) + 1}"


def moved(codes: Iterable[str], *, code: str, to: str) -> dict[str, str]:
    """Return the new code of an area and of all below it, by the old one."""
    return {old: f"{to}{old.removeprefix(code)}" for old in codes if old == code or is_below(old, code)}
