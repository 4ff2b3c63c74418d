"""The training matrix as a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from compliance.models import Requirement
from core.sheets import Cell, Column


def columns() -> list[Column]:
    """Return the columns of the list."""
    return [
        Column(_("Job role"), 10),
        Column(_("Job role name"), 28),
        Column(_("Credential"), 12),
        Column(_("Credential name"), 36),
        Column(_("From"), 12),
        Column(_("To"), 12),
        Column(_("Days allowed"), 12),
    ]


def rows(requirements: Iterable[Requirement]) -> Iterator[list[Cell]]:
    """Yield one row per requirement."""
    for row in requirements:
        role, credential = row.job_role, row.credential
        yield [
            role.code,
            role.local_name,
            credential.code,
            credential.local_name,
            row.starts_on,
            row.ends_on,
            row.days_allowed,
        ]
