"""The list of rights as a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.sheets import Cell, Column
from people.models import RoleGrant


def columns() -> list[Column]:
    """Return the columns of the list."""
    return [
        Column(_("Employee number"), 14),
        Column(pgettext("person", "Name"), 16),
        Column(_("Authority"), 16),
        Column(_("Unit code"), 12),
        Column(_("Unit"), 24),
        Column(_("First day"), 12),
        Column(_("Last day"), 12),
        Column(_("Ended at once"), 18),
        Column(_("Given by"), 16),
        Column(_("Approved by"), 16),
        Column(_("Reason"), 40),
    ]


def rows(grants: Iterable[RoleGrant]) -> Iterator[list[Cell]]:
    """Yield one row per grant; the grants come as `people.queries.grants.for_list` gives them."""
    for grant in grants:
        yield [
            grant.user.employee_no,
            str(grant.user),
            grant.get_right_display(),
            grant.unit.code,
            grant.unit.local_name,
            grant.starts_on,
            grant.ends_on,
            grant.stopped_at,
            str(grant.granted_by or ""),
            str(grant.approved_by or ""),
            grant.reason,
        ]
