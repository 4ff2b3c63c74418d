"""Which device may write the answers of an attempt: one at a time, the one that holds the pen."""

from __future__ import annotations

import re

_DEVICE = re.compile(r"[0-9a-z]{26}")


def holds(device: str, *, pen: str) -> bool:
    """Tell whether answers of this device count. An attempt begun without a named device is open to every one."""
    return pen in {"", device}


def known(device: str) -> str:
    """Return the name of a device as it stands in a cookie; empty for what is no such name."""
    return device if _DEVICE.fullmatch(device) else ""


def short(device: str) -> str:
    """Return the few characters by which people tell devices apart; "–" for none."""
    return device[:4].upper() or "–"
