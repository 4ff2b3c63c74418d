"""What the header offers: only what the signed-in person may open."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import clock
from people.enums import Right
from people.permissions import rights_on
from website.administration import OVERSEERS, SECTIONS
from website.demo.organisation import PASSWORD, DemoAccount, accounts

register = template.Library()

EVERYBODY: frozenset[Right] = frozenset()
ADMINISTRATION = "website:administration"
CARDS = [card for section in SECTIONS for card in section.cards]


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of the header."""

    label: str | Promise
    url: str
    is_current: bool


ENTRIES: tuple[tuple[str | Promise, str, frozenset[Right]], ...] = (
    (_("Home"), "website:home", EVERYBODY),
    (_("Courses"), "courses:mine", EVERYBODY),
    (_("Exams"), "exams:mine", EVERYBODY),
    (_("Certificates"), "certificates:mine", EVERYBODY),
    (_("Coverage"), "compliance:coverage", OVERSEERS),
    (pgettext_lazy("table", "Reports"), "compliance:reports", OVERSEERS),
    (_("People"), "compliance:people", OVERSEERS),
    (_("Sittings"), "exams:sittings", frozenset({Right.PROCTOR, Right.TRAINER, Right.HR, Right.SAFETY})),
    (_("Item bank"), "exams:bank", frozenset({Right.TRAINER, Right.SAFETY})),
    (_("Authoring"), "wagtailadmin_home", frozenset({Right.TRAINER})),
    (_("Administration"), ADMINISTRATION, frozenset().union(*(card.rights for card in CARDS))),
)


# Screens whose address does not begin with that of the entry they belong to.
ELSEWHERE: dict[str, frozenset[str]] = {
    "exams:bank": frozenset({"exams:bank_pictures"}),
    "exams:sittings": frozenset({"exams:paper"}),
    ADMINISTRATION: frozenset({"exams:attempt_marks", "exams:release_policy"}),
}
MOVED = frozenset().union(*ELSEWHERE.values())


@cache
def _address(name: str) -> str:
    return reverse(name)


@register.simple_tag(takes_context=True)
def navigation_items(context: dict[str, Any]) -> list[Item]:
    """Return the entries for this person; costs one query, none where the view has told the rights as `rights_held`."""
    request = context["request"]
    rights = context.get("rights_held")
    if rights is None:
        rights = rights_on(request.user, day=clock.local_day(clock.now()))
    view = request.resolver_match.view_name if request.resolver_match else ""
    items = []
    for label, name, needed in ENTRIES:
        if not needed or needed & rights:
            url = _address(name)
            below = [url, *(_address(card.url_name) for card in CARDS)] if name == ADMINISTRATION else [url]
            here = request.path == url or any(at != "/" and request.path.startswith(at) for at in below)
            if view in MOVED:
                here = view in ELSEWHERE.get(name, ())
            items.append(Item(label, url, here))
    return items


@register.simple_tag
def demo_accounts() -> list[DemoAccount]:
    """Return the accounts to try the system with; none outside demo mode."""
    return accounts() if settings.DEMO_MODE else []


@register.simple_tag
def demo_password() -> str:
    """Return the password of the demo accounts; nothing outside demo mode."""
    return PASSWORD if settings.DEMO_MODE else ""


@register.simple_tag(takes_context=True)
def device_account(context: dict[str, Any]) -> str:
    """Return what tells one account from another on a shared device, and nothing about it; empty for nobody."""
    user = getattr(context.get("request"), "user", None)
    if user is None or not user.is_authenticated:
        return ""
    return salted_hmac("website.device_account", str(user.pk)).hexdigest()[:20]
