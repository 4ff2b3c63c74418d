"""The answer of addresses that a library brings and this site does not want."""

from __future__ import annotations

from typing import NoReturn

from django.http import Http404, HttpRequest
from django.views.decorators.csrf import csrf_exempt


@csrf_exempt
def closed(request: HttpRequest) -> NoReturn:
    """Answer as if there were nothing, whoever asks and however."""
    raise Http404
