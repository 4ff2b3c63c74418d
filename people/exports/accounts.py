"""The list of accounts as a sheet, and the code that leads a phone to the first sign-in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import segno
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.sheets import Cell, Column
from people.models import User
from people.models.user import ACCOUNT_STATE_LABELS


def columns() -> list[Column]:
    """Return the columns of the list."""
    return [
        Column(_("Employee number"), 14),
        Column(pgettext("person", "Name"), 16),
        Column(_("State"), 20),
        Column(_("Two-step sign-in"), 14),
        Column(_("Last sign-in"), 18),
    ]


def rows(accounts: Iterable[User]) -> Iterator[list[Cell]]:
    """Yield one row per account; the accounts come as `people.queries.accounts.matching` gives them."""
    labels = dict(ACCOUNT_STATE_LABELS)
    for account in accounts:
        factor = _("on") if account.has_second_factor else _("off")
        yield [account.employee_no, str(account), str(labels[account.state]), factor, account.last_login]


def qr_picture(address: str) -> str:
    """Return a QR code of an address as a data URI that a page may show."""
    return str(segno.make(address, error="m").svg_data_uri(scale=4, border=2))
