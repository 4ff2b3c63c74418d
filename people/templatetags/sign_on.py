"""What the sign-in and account pages need to know of company sign-on."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

register = template.Library()

NAMES: dict[str, str | Promise] = {
    "oidc": _("company account"),
    "saml": _("company account (SAML)"),
    "wecom": _("WeCom"),
    "dingtalk": _("DingTalk"),
    "feishu": _("Feishu"),
}


@dataclass(frozen=True, slots=True)
class Way:
    """One button."""

    code: str
    name: str | Promise


@register.simple_tag
def sign_on_ways() -> list[Way]:
    """Return the ways that are switched on, as named in the settings or else here."""
    return [Way(code, settings.SIGN_ON_NAMES.get(code) or NAMES[code]) for code in settings.SIGN_ON_WAYS]


@register.filter
def sign_on_name(code: str) -> str | Promise:
    """Return the name of a way, also of one that was switched off since."""
    return settings.SIGN_ON_NAMES.get(code) or NAMES.get(code, code)
