"""The register of certificates as a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from certificates.models import Certificate
from certificates.models.certificate import SHOWN_STATE_LABELS
from certificates.queries.register import revoked_on, shown_state
from core.sheets import Cell, Column


def register_columns() -> list[Column]:
    """Return the columns of the register."""
    return [
        Column(_("Certificate number"), 24),
        Column(_("Employee number"), 14),
        Column(pgettext("person", "Name"), 16),
        Column(_("Unit at award"), 40),
        Column(_("Job role at award"), 20),
        Column(_("Credential"), 28),
        Column(_("Course"), 28),
        Column(_("Training hours"), 10),
        Column(_("Exam"), 28),
        Column(_("Percent"), 10),
        Column(_("Awarded at"), 18),
        Column(_("Valid from"), 12),
        Column(_("Valid until"), 12),
        Column(_("State"), 14),
        Column(_("Revoked on"), 12),
    ]


def register_rows(certificates: Iterable[Certificate], *, day: date) -> Iterator[list[Cell]]:
    """Yield the rows of the register; texts as they were at award, the state as of the day."""
    for row in certificates:
        kept = row.snapshot
        yield [
            row.number,
            kept.get("employee_no", ""),
            kept.get("holder_name", ""),
            kept.get("unit_path", ""),
            kept.get("job_role", ""),
            kept.get("credential", ""),
            kept.get("course_title", ""),
            Decimal(kept["hours"]) if "hours" in kept else None,
            kept.get("exam_title", ""),
            Decimal(kept["percent"]) if "percent" in kept else None,
            row.awarded_at,
            row.valid_from,
            row.valid_to,
            str(SHOWN_STATE_LABELS[shown_state(row, day=day)]),
            revoked_on(row),
        ]
