"""manage.py import_roster FILE [--dry-run] [--confirm-ended N]"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from core import clock
from core.errors import Refusal
from core.sheets import read_table
from people.actions import roster_import
from people.domain.roster import HEADINGS, Change, Plan
from people.errors import RosterHasErrors, RosterIsHeld


class Command(BaseCommand):
    """Import a roster from an XLSX or CSV file."""

    help = "Import a roster (XLSX or CSV): all of it or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file and the two switches."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
        parser.add_argument("--confirm-ended", type=int, metavar="N", help="the count of employments that end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, apply or preview, and print the summary."""
        file: Path = options["file"]
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        try:
            table = read_table(file.read_bytes(), file_name=file.name)
            if options["dry_run"]:
                planned = roster_import.preview(table)
            else:
                planned = roster_import.apply(
                    table, actor=None, at=clock.now(), confirmed_ended=options["confirm_ended"]
                )
        except RosterHasErrors as refusal:
            lines = [_fault_line(error) for error in refusal.data["errors"]]
            raise CommandError("\n".join([refusal.message, *lines])) from refusal
        except RosterIsHeld as refusal:
            raise CommandError(f"{refusal.message} --confirm-ended {refusal.data['ended']}") from refusal
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(_summary(planned))


def _fault_line(error: Any) -> str:
    return f"row {error.row}, {' / '.join(HEADINGS[error.field])}: {error.fault.value} {error.value!r}"


def _summary(planned: Plan) -> str:
    return ", ".join(f"{planned.count(kind)} {kind.value}" for kind in Change)
