"""Work of the compliance floor outside the request."""

import hashlib
import tempfile
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.files import File
from django.utils import translation

from compliance.exports import completion
from compliance.models import ReportRun
from compliance.queries.coverage import coverage, gaps
from core import clock, sheets
from core.jobs import JobContext, job
from people.enums import Right
from people.models import Unit
from people.models.person import PERSON_TYPE_LABELS
from people.permissions import visible_units

MAY_REPORT = (Right.HR, Right.SAFETY, Right.AUDITOR, Right.MANAGER)


@job("compliance.make_report")
def make_report(ctx: JobContext, *, report_id: int, language: str) -> dict[str, Any] | None:
    """Write the file of one report, within the rights that its asker has now; making it again replaces nothing."""
    run = ReportRun.objects.select_related("requested_by", "unit").get(pk=report_id)
    if run.finished_at is not None:
        return {"rows": run.row_count}
    now = clock.now()
    allowed = visible_units(run.requested_by, *MAY_REPORT, day=clock.local_day(now))
    units = Unit.objects.filter(above__ancestor=run.unit, pk__in=allowed.values("pk"))
    with translation.override(language), tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{run.kind}-{run.as_of}.{run.format}"
        count = _write(run, path, gaps(run.as_of, units=units))
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        with path.open("rb") as content:
            run.file.save(path.name, File(content), save=False)
    run.file_sha256, run.row_count, run.finished_at = digest, count, clock.now()
    run.save(update_fields=["file", "file_sha256", "row_count", "finished_at"])
    return {"rows": count}


def _write(run: ReportRun, path: Path, rows: Any) -> int:
    if run.kind == "completion":
        columns, cells = completion.completion_columns(), completion.completion_rows(coverage(rows))
    else:
        types = {code: str(label) for code, label in PERSON_TYPE_LABELS}
        columns, cells = completion.overdue_columns(), completion.overdue_rows(rows, types=types)
    if run.format == "csv":
        return sheets.write_csv(path, columns=columns, rows=cells)
    zone = ZoneInfo(settings.TIME_ZONE)
    return sheets.write_xlsx(path, title=str(run.as_of), columns=columns, rows=cells, zone=zone)
