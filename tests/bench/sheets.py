"""Measures of sheets: a long report written, and a roster read in."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile
from django.db import transaction

from config.paths import REPO_DIR
from core.sheets import Column, read_table, write_xlsx
from people.actions import roster_uploads
from people.domain.roster import HEADINGS
from people.models import Employment, Person
from tests.bench.company import employ
from tests.bench.meter import Cost, costs
from tests.bench.report import Run, measure
from tests.bench.standing import watcher


def _export(run: Run, name: str, units: int) -> None:
    employ(run, 100_000)
    watcher()
    for form in ("xlsx", "csv"):
        command = [sys.executable, "-m", "tests.bench.writing", form, str(units)]
        done = subprocess.run(command, cwd=REPO_DIR, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr[-400:])
        told = json.loads(done.stdout)
        note = f"{told['cpu']:.1f} s of processor, floor {told['floor_cpu']:.1f} s"
        run.tell(f"{name}.{form}", told["wall"], "s", n=told["rows"], floor=told["floor_wall"], note=note)
        run.tell(f"{name}.{form}.peak", told["peak"], "MB", n=told["rows"], note="of the whole process")


@measure("export", seconds=40)
def export(run: Run) -> None:
    """Write who lacks what, with state, days and last exam, for a tenth of the company."""
    _export(run, "export", 8)


@measure("export.million", seconds=240, only_when_asked=True)
def export_million(run: Run) -> None:
    """Write a million rows of it."""
    _export(run, "export.million", 80)


def _roster(count: int, *, changed: int = 0) -> ContentFile:
    columns = [Column(chinese) for chinese, _english in HEADINGS.values()]

    def rows() -> Iterator[list[str]]:
        for n in range(count):
            name = f"员工{n}" if n >= changed else f"新名{n}"
            yield [
                f"R{n:06d}", name, f"U{n % 100 + 1:03d}", f"Q{n % 20 + 1}", "本单位", "2020-03-01", "",
                f"r{n}@example.cn", f"1380{n:07d}",
            ]  # fmt: skip

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.xlsx"
        write_xlsx(path, title="名册", columns=columns, rows=rows(), zone=ZoneInfo("Asia/Shanghai"))
        return ContentFile(path.read_bytes(), name="roster.xlsx")


def _import(run: Run, name: str, count: int) -> None:
    """Import for the first time, without a change, with one person of a hundred changed; all of it is taken back."""
    employ(run, 10_000)
    same, changed = _roster(count), _roster(count, changed=count // 100)
    content = same.read()
    found: dict[str, tuple[Cost, Cost]] = {}
    with transaction.atomic():
        # Nobody else is at work, so that the file ends nobody.
        Employment.objects.filter(ends_on=None).update(ends_on=datetime.now(UTC).date())
        for step, file in (("first", same), ("no_change", same), ("one_percent", changed)):

            def work(file: ContentFile = file) -> None:
                file.seek(0)
                roster_uploads.import_now(file, actor=None, at=datetime.now(UTC))

            def read() -> None:
                read_table(content, file_name="roster.xlsx", limits=roster_uploads.LIMITS)

            ours, floor = costs(work, read, times=1)
            found[step] = ours, floor
        if Person.objects.filter(employee_no__startswith="R0", name__startswith="新名").count() != count // 100:
            raise RuntimeError("the import changed other people than the file says")
        transaction.set_rollback(True)
    for step, (ours, floor) in found.items():
        note = f"{ours.note}, floor {floor.note}"
        run.tell(f"{name}.{step}", ours.wall, "s", n=count, floor=floor.wall, note=note)


@measure("import", seconds=45)
def import_(run: Run) -> None:
    """Read in a roster of 10,000."""
    _import(run, "import", 10_000)


@measure("import.roster", seconds=240, only_when_asked=True)
def import_roster(run: Run) -> None:
    """Read in a roster of 100,000."""
    _import(run, "import.roster", 100_000)
