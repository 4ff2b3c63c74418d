"""Keeps a paper that is sent as a plain form, and says which of its answers have to be given again."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from exams.actions.posted import keep_form
from exams.models import Attempt
from exams.views.devices import device_of


def keep(request: HttpRequest, run: Attempt, *, received_at: datetime) -> None:
    """Store what the form holds; an answer that cannot be read stops no other."""
    fields = dict(request.POST.lists())
    for position in keep_form(run, fields, received_at=received_at, device=device_of(request)):
        words = _("The answer to question %(number)s could not be read and does not count. Give it again.")
        messages.warning(request, words % {"number": position})
