"""From which networks a sitting may be sat: ranges of addresses, one per line, read once and compared."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_interface, ip_network

MOST_RANGES = 50


class RangeFault(Enum):
    """Why a line is no range that can be used."""

    UNREADABLE = "unreadable"
    HOST_BITS = "host_bits"
    EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True)
class BadRange:
    """A line that is no range: its number from 1, what it says, why not, and what was probably meant."""

    line: int
    text: str
    fault: RangeFault
    meant: str = ""


def read_ranges(text: str) -> tuple[list[str], list[BadRange]]:
    """Return the ranges of a text as CIDR, each once in its order, and the lines that hold none.

    A line may hold several, parted by commas or blanks; a single address is a range of one.
    """
    found: dict[str, None] = {}
    bad = []
    for number, line in enumerate(unicodedata.normalize("NFKC", text).splitlines(), start=1):
        for part in filter(None, re.split(r"[\s,;、]+", line)):
            try:
                network = ip_network(part)
            except ValueError:
                bad.append(_bad(number, part))
                continue
            if network.prefixlen == 0:
                bad.append(BadRange(number, part, RangeFault.EVERYBODY))
            else:
                found[str(network)] = None
    return list(found), bad


def _bad(line: int, text: str) -> BadRange:
    try:
        return BadRange(line, text, RangeFault.HOST_BITS, str(ip_interface(text).network))
    except ValueError:
        return BadRange(line, text, RangeFault.UNREADABLE)


@lru_cache(maxsize=256)
def _networks(ranges: str) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(line) for line in ranges.splitlines())


def is_inside(address: str, *, ranges: str) -> bool:
    """Tell whether an address lies in one of the ranges, one per line; without ranges every address does."""
    if not ranges:
        return True
    try:
        asked = ip_address(address)
    except ValueError:
        return False
    return any(asked in network for network in _networks(ranges))
