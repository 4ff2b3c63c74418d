"""How states and deeds around certificates are called on screens."""

from datetime import date

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certificates.models import Certificate
from certificates.models.certificate import SHOWN_STATE_LABELS
from certificates.queries.register import shown_state
from core.identifiers import grouped

register = template.Library()

DEEDS: dict[str, str | Promise] = {
    "certificates.awarded": _("awarded"),
    "certificates.file_made": _("file made, issued"),
    "certificates.held": _("held: the font lacks a character"),
    "certificates.drawn_again": _("file tried again"),
    "certificates.revocation_proposed": _("revocation proposed"),
    "certificates.revocation_declined": _("revocation declined"),
    "certificates.revocation_withdrawn": _("proposal to revoke withdrawn"),
    "certificates.revoked": _("revoked"),
}


@register.simple_tag
def state_of(certificate: Certificate, day: date) -> str:
    """Return the code of what a certificate is worth, or of what keeps its file."""
    return shown_state(certificate, day=day)


@register.filter
def state_name(code: str) -> str:
    """Return the name of such a code in the reader's language."""
    return str(SHOWN_STATE_LABELS[code])


@register.filter
def deed(action: str) -> str:
    """Return the name of an audited deed in the reader's language; its code where it has none."""
    return str(DEEDS.get(action, action))


@register.filter
def in_groups(code: str) -> str:
    """Return a verification code as it is printed."""
    return grouped(code)
