"""What is shown when a request is not allowed, or fails on our side."""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from core.errors import Refusal

RETRY_AFTER_SECONDS = 5


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403, with the sentence of the refusal that it was raised from, if there is one."""
    cause = exception.__cause__
    context = {"reason": cause.message if isinstance(cause, Refusal) else ""}
    return render(request, "403.html", context, status=403)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form whose token is missing or of another session, and say what to do."""
    return render(request, "403_csrf.html", status=403)


def wrong_method(request: HttpRequest, allowed: str) -> HttpResponse:
    """Answer 405 with a page: an address that only takes forms was opened by itself."""
    response = render(request, "405.html", status=405)
    response["Allow"] = allowed
    return response


def _is_of_database(error: BaseException | None) -> bool:
    """Tell whether the database could not store or answer: full disk, lost connection, time limit."""
    while error is not None:
        if isinstance(error, OperationalError | InterfaceError):
            return True
        error = error.__cause__ or error.__context__
    return False


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 503 while the database cannot work, so that devices keep what they hold and come again; 500 otherwise.

    Called while the error is being handled. Uses nothing of the database, nor of the person signed in.
    """
    if not _is_of_database(sys.exc_info()[1]):
        return HttpResponse(render_to_string("500.html"), status=500)
    if request.content_type == "application/json":
        message = _("The server cannot store anything at the moment. Nothing of this was stored.")
        response: HttpResponse = JsonResponse({"error": "not_stored", "message": message}, status=503)
    else:
        response = HttpResponse(render_to_string("503.html"), status=503)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
