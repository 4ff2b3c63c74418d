"""One report, from what was asked to its file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
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
from compliance.queries.gaps import Wanted, gap_count, gaps
from compliance.queries.reports import with_modes
from compliance.queries.tally import coverage_on
from core.sheets import Cell, Column, Facts, write_csv, write_xlsx

MOST_ROWS_ON_PAPER = 5000  # about 130 pages: nobody reads more on paper


class Read:
    """Rows that go by once: how many did, and the SHA-256 of them as people read them.

    By it paper, sheet and a later report can be compared.
    """

    def __init__(self, rows: Iterable[Sequence[Cell]]) -> None:
        self._rows, self._digest, self.count = rows, hashlib.sha256(), 0

    def __iter__(self) -> Iterator[Sequence[Cell]]:
        encode = json.JSONEncoder(ensure_ascii=False).encode
        for row in self._rows:
            self._digest.update(encode([tables.shown(cell) for cell in row]).encode() + b"\n")
            self.count += 1
            yield row

    @property
    def digest(self) -> str:
        """Return the digest of the rows so far."""
        return self._digest.hexdigest()


def table_of(run: ReportRun, *, wanted: Wanted, tell: Callable[[int, int], None]) -> tables.Table:
    """Return the table that a report holds; its rows come as they are read, and `tell` hears how far they are."""
    total = gap_count(run.as_of, wanted=wanted)
    tell(0, total)
    rows = tables.counted(gaps(run.as_of, wanted=wanted), tell=lambda done: tell(done, total))
    if run.kind == ReportKind.MAY_NOT_WORK:
        return tables.may_not_work(rows)
    last = min(run.completed_to or run.as_of, run.as_of)
    if run.kind == ReportKind.OVERDUE:
        return tables.not_done(with_modes(tables.unmet(rows), first=run.completed_from, last=last))
    earned = tables.completed_by_mode(with_modes(rows, first=run.completed_from, last=last))
    return tables.completion(coverage_on(run.as_of, wanted=wanted), earned=earned)


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


def write(run: ReportRun, path: Path, *, wanted: Wanted, at: datetime, tell: Callable[[int, int], None]) -> int:
    """Write the file of a report; return the number of rows. `tell` hears done and total.

    Raises ReportTooLongForPaper for a PDF of more than MOST_ROWS_ON_PAPER rows.
    """
    table = table_of(run, wanted=wanted, tell=tell)
    rows = Read(table.rows)
    title = str(run.get_kind_display())
    if run.format == "pdf":
        return _write_paper(run, path, columns=table.columns, rows=rows, at=at)
    if run.format == "csv":
        return write_csv(path, columns=table.columns, rows=rows)

    def about(count: int) -> Facts:
        facts = facts_of(run, at=at, digest=rows.digest, row_count=count)
        return Facts(_("About this report"), [(_("Report"), title), *facts])

    zone = ZoneInfo(settings.TIME_ZONE)
    return write_xlsx(path, title=str(run.as_of), columns=table.columns, rows=rows, zone=zone, facts=about)


def _write_paper(run: ReportRun, path: Path, *, columns: list[Column], rows: Read, at: datetime) -> int:
    # Paper needs all rows at once, and says on each page how many there are; beyond the limit they are counted only.
    found = iter(rows)
    kept = list(islice(found, MOST_ROWS_ON_PAPER))
    for _more in found:
        continue
    if rows.count > MOST_ROWS_ON_PAPER:
        raise ReportTooLongForPaper(data={"rows": rows.count})
    facts = facts_of(run, at=at, digest=rows.digest, row_count=rows.count)
    foot = "  ·  ".join(value for _name, value in (facts[0], facts[-3], facts[-2], facts[-1]))
    return write_pdf(
        path, sheet=Sheet(str(run.get_kind_display()), _folded(facts), foot), columns=columns, rows=kept
    )


def _folded(facts: Sequence[tuple[str, str]]) -> list[str]:
    """Return the facts on three lines: the filters, the making, the digest."""
    *filters, rows, asker, made, digest = facts
    parts = (filters, (rows, asker, made), (digest,))
    return ["    ".join(f"{name}: {value}" for name, value in part) for part in parts]
