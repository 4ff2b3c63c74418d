"""python -m tests.bench.writing FORMAT UNITS: write one long report, and as many constant rows; print what each cost.

A process of its own, so that its peak of memory is that of the report.
"""

from __future__ import annotations

import csv
import json
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter

CELLS = ["M000001", "员工1", "班组1", "岗位1", "本单位", "资格1", "从未完成", 45292, 45292, "线上"]


def _peak() -> float:
    """Return the most memory that this process has held, in MB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024


def _bare(form: str, path: Path, rows: int) -> None:
    """Write constant rows with the writer alone."""
    if form == "csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            for _ in range(rows):
                writer.writerow(CELLS)
        return
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for line in range(rows):
            for place, cell in enumerate(CELLS):
                (sheet.write_string if isinstance(cell, str) else sheet.write_number)(line, place, cell)


def main(form: str, units: int) -> None:
    """Write and print."""
    import django

    django.setup()
    from compliance.exports.report import write
    from compliance.models import ReportRun
    from compliance.queries.gaps import Wanted
    from people.models import Unit, User
    from tests.bench.meter import costs
    from tests.bench.standing import DAY

    run = ReportRun(
        kind="overdue", format=form, as_of=DAY, unit=Unit.objects.get(code="G"),
        requested_by=User.objects.get(employee_no="BENCHHR"),
    )  # fmt: skip
    wanted = Wanted(Unit.objects.filter(code__lte=f"U{units:03d}", code__startswith="U"))
    with tempfile.TemporaryDirectory() as folder:
        path, rows = Path(folder) / f"report.{form}", 0

        def report() -> None:
            nonlocal rows
            rows = write(run, path, wanted=wanted, at=datetime.now(UTC), tell=lambda _done, _total: None)

        [ours] = costs(report, times=1)
        peak = _peak()
        [floor] = costs(lambda: _bare(form, Path(folder) / f"bare.{form}", rows), times=1)
    found = {"wall": ours.wall, "cpu": ours.cpu, "floor_wall": floor.wall, "floor_cpu": floor.cpu}
    print(json.dumps({"rows": rows, "peak": peak, **found}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
