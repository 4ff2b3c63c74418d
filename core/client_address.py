"""The network address of who asks, as far as it can be believed."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the address from which a request came; empty where none is known.

    Only a proxy of TRUSTED_PROXIES is believed what it says in X-Forwarded-For, and of that only the newest address
    that is no such proxy: what a client wrote there itself stands further left. A peer without an address is a local
    socket, which only a proxy reaches.
    """
    peer = request.META.get("REMOTE_ADDR", "")
    told = request.headers.get("X-Forwarded-For", "").split(",")
    found = ""
    for hop in ([peer] if peer or not settings.TRUSTED_PROXIES else []) + told[::-1]:
        address = _read(hop)
        if address is None:
            break
        found = str(address)
        if not any(address in network for network in settings.TRUSTED_PROXIES):
            break
    return found


def _read(text: str) -> IPv4Address | IPv6Address | None:
    """Return an address, one of IPv4 that is written as IPv6 as what it is."""
    try:
        address = ip_address(text.strip().partition("%")[0])
    except ValueError:
        return None
    return address.ipv4_mapped or address if isinstance(address, IPv6Address) else address
