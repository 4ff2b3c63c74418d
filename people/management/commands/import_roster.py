"""manage.py import_roster FILE [--dry-run] [--confirm-ended N]"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.management import BaseCommand, CommandError

from core import clock
from core.errors import Refusal
from core.sheets import read_table
from people.actions import roster_import, roster_uploads
from people.domain.roster import HEADINGS
from people.domain.roster_plan import Change, Plan
from people.errors import RosterHasErrors, RosterIsHeld


class Command(BaseCommand):
    """Import a roster from an XLSX or CSV file."""

    help = "Import a roster (XLSX or CSV): all of it or nothing. undo_roster takes it back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file and the two switches."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
        parser.add_argument("--confirm-ended", type=int, metavar="N", help="the count of people who leave or move")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, apply or preview, and print the summary."""
        file: Path = options["file"]
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        try:
            planned = self._run(file, is_dry=options["dry_run"], confirmed_ended=options["confirm_ended"])
        except RosterHasErrors as refusal:
            lines = [_fault_line(error) for error in refusal.data["errors"]]
            raise CommandError("\n".join([refusal.message, *lines])) from refusal
        except RosterIsHeld as refusal:
            counts = "{ended} leave, {moved} move: --confirm-ended {out_of_post}".format(**refusal.data)
            raise CommandError(f"{refusal.message} {counts}") from refusal
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(_summary(planned))

    def _run(self, file: Path, *, is_dry: bool, confirmed_ended: int | None) -> Plan:
        if is_dry:
            table = read_table(file.read_bytes(), file_name=file.name)
            return roster_import.preview(roster_import.read_in(table))
        content = ContentFile(file.read_bytes(), name=file.name)
        return roster_uploads.import_now(content, actor=None, at=clock.now(), confirmed_ended=confirmed_ended)


def _fault_line(error: Any) -> str:
    return f"row {error.row}, {' / '.join(HEADINGS[error.field])}: {error.fault.value} {error.value!r}"


def _summary(planned: Plan) -> str:
    return ", ".join(f"{planned.count(kind)} {kind.value}" for kind in Change)
