"""What doors of several floors say alike."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest


def tell(request: HttpRequest, *, done: bool, yes: str = "", no: str) -> None:
    """Tell whoever pressed a button on the next page: `no` where it did nothing, else `yes`, if there is one."""
    if not done:
        messages.warning(request, no)
    elif yes:
        messages.success(request, yes)
