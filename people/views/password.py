"""Password forgotten: by start code always, by e-mail where the installation sends any."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.views import PasswordResetView
from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)


class ForgottenPassword(PasswordResetView):
    """The library's page; it promises no letter that nothing would bring."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send the link; an installation without e-mail shows the page again, which offers none."""
        if not settings.SENDS_EMAIL:
            return self.get(request, *args, **kwargs)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Form) -> HttpResponse:
        """Send the link, or say that the mail server does not take it."""
        try:
            return super().form_valid(form)
        except (SMTPException, OSError):
            logger.exception("the mail server does not take the link to a new password")
            form.add_error(None, _("No e-mail can be sent just now. Ask for a start code, or try again later."))
            return self.form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say besides whether e-mail is sent at all."""
        return {**super().get_context_data(**kwargs), "sends_email": settings.SENDS_EMAIL}
