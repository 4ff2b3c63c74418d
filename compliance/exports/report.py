"""One report, from what was asked to its file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.enums import ReportKind
from compliance.errors import ReportTooLongForPaper
from compliance.exports import tables
from compliance.exports.table_pdf import Sheet, write_pdf
from compliance.models import ReportRun
from compliance.queries.coverage import coverage
from compliance.queries.gaps import Wanted, gaps
from compliance.queries.reports import modes
from core.sheets import Cell, Facts, write_csv, write_xlsx

MOST_ROWS_ON_PAPER = 5000  # about 130 pages: nobody reads more on paper


def table_of(run: ReportRun, *, wanted: Wanted) -> tables.Table:
    """Return the table that a report holds."""
    rows = gaps(run.as_of, wanted=wanted)
    if run.kind == ReportKind.MAY_NOT_WORK:
        return tables.may_not_work(rows)
    last = min(run.completed_to or run.as_of, run.as_of)
    earned = modes(first=run.completed_from, last=last)
    if run.kind == ReportKind.OVERDUE:
        return tables.not_done(rows, modes=earned)
    found = list(rows)
    return tables.completion(coverage(found), earned=tables.completed_by_mode(found, modes=earned))


def facts_of(run: ReportRun, *, at: datetime, digest: str, row_count: int) -> list[tuple[str, str]]:
    """Return what must stand beside the numbers: the day, every filter, who asked, and the digest of the rows."""
    anything = _("all")
    first, last = run.completed_from, run.completed_to
    asker = run.requested_by
    lines = [
        (_("As of"), run.as_of.isoformat()),
        (_("Unit"), _("%(unit)s and below") % {"unit": run.unit}),
        (_("Job role"), str(run.job_role or anything)),
        (_("Credential"), run.credential.local_name if run.credential else anything),
        (_("Engaged as"), str(run.get_person_type_display()) if run.person_type else anything),
    ]
    if run.kind == ReportKind.COMPLETION:
        period = f"{first or '…'} – {last or run.as_of}"
        lines.append((_("Completed"), period))
    made = timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
    return [
        *lines,
        (_("Rows"), str(row_count)),
        (_("Asked for by"), f"{asker.get_full_name() or asker} ({asker.employee_no})"),
        (_("Made at"), made),
        (_("SHA-256 of the rows"), digest),
    ]


def digest_of(rows: Sequence[Sequence[Cell]]) -> str:
    """Return the SHA-256 of rows as people read them, so that paper, sheet and a later report can be compared."""
    found = hashlib.sha256()
    for row in rows:
        found.update(json.dumps([tables.shown(cell) for cell in row], ensure_ascii=False).encode() + b"\n")
    return found.hexdigest()


def write(run: ReportRun, path: Path, *, wanted: Wanted, at: datetime, tell: Callable[[int, int], None]) -> int:
    """Write the file of a report; return the number of rows. `tell` hears done and total.

    Raises ReportTooLongForPaper for a PDF of more than MOST_ROWS_ON_PAPER rows.
    """
    table = table_of(run, wanted=wanted)
    rows = list(table.rows)
    tell(0, len(rows))
    facts = facts_of(run, at=at, digest=digest_of(rows), row_count=len(rows))
    title = str(run.get_kind_display())
    if run.format == "pdf":
        if len(rows) > MOST_ROWS_ON_PAPER:
            raise ReportTooLongForPaper(data={"rows": len(rows)})
        foot = "  ·  ".join(value for _name, value in (facts[0], facts[-3], facts[-2], facts[-1]))
        return write_pdf(path, sheet=Sheet(title, _folded(facts), foot), columns=table.columns, rows=rows)
    counted = tables.counted(rows, tell=lambda done: tell(done, len(rows)))
    if run.format == "csv":
        return write_csv(path, columns=table.columns, rows=counted)
    about = Facts(_("About this report"), [(_("Report"), title), *facts])
    zone = ZoneInfo(settings.TIME_ZONE)
    return write_xlsx(path, title=str(run.as_of), columns=table.columns, rows=counted, zone=zone, facts=about)


def _folded(facts: Sequence[tuple[str, str]]) -> list[str]:
    """Return the facts on three lines: the filters, the making, the digest."""
    *filters, rows, asker, made, digest = facts
    parts = (filters, (rows, asker, made), (digest,))
    return ["    ".join(f"{name}: {value}" for name, value in part) for part in parts]
