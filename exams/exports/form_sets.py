"""The comparison of parallel forms as a sheet; nothing of the questions."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from core.sheets import Cell, Column
from exams.queries.form_comparison import Comparison


def comparison_columns(comparison: Comparison) -> list[Column]:
    """Return the columns: kind, fact, one for each form, and whether they differ."""
    letters = [Column(_("Form %(letter)s") % {"letter": row.letter}, 10) for row in comparison.prepared]
    return [Column(_("Kind"), 20), Column(_("Fact"), 40), *letters, Column(_("Differs"), 10)]


def comparison_rows(comparison: Comparison) -> Iterator[list[Cell]]:
    """Yield the rows of the sheet, those that the page shows."""
    for group in comparison.groups:
        for line in group.lines:
            yield [group.heading, line.label, *line.values, _("no") if line.is_even else _("yes")]
