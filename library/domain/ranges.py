"""Which part of a file a player asks for. RFC 9110, section 14: single ranges of bytes."""

from __future__ import annotations

import re


class RangeNotSatisfiable(ValueError):
    """The part asked for begins behind the end of the file."""


def byte_range(header: str, *, size: int) -> tuple[int, int] | None:
    """Return first and last byte, both included; None where the whole file is to be sent.

    A header that cannot be read, or names several parts, is passed over as the standard allows.
    Raises RangeNotSatisfiable for a part that the file does not have.
    """
    found = re.fullmatch(r"\s*bytes\s*=\s*(\d{0,18})-(\d{0,18})\s*", header, re.ASCII)
    if found is None or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:  # the last n bytes
        if int(last) == 0 or size == 0:
            raise RangeNotSatisfiable
        return max(0, size - int(last)), size - 1
    if last and int(last) < int(first):
        return None
    if int(first) >= size:
        raise RangeNotSatisfiable
    return int(first), min(int(last), size - 1) if last else size - 1
