"""manage.py undo_roster [--dry-run]"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError

from core import clock
from core.errors import Refusal
from people.actions import roster_undo
from people.queries.roster_undo import newest_import, undo_view


class Command(BaseCommand):
    """Take the newest import of a roster back."""

    help = "Take the newest roster import back: all of it or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the switch."""
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Undo or preview, and print the summary."""
        newest = newest_import()
        if newest is None:
            raise CommandError("There is no import to undo.")
        if options["dry_run"]:
            view = undo_view(newest)
            self.stdout.write(
                f"{newest}: {view.removed_people} people would go, {view.kept_people} stay with their records, "
                f"{view.reopened_employments} employments would be open again, {len(view.touched)} people in the way"
            )
            return
        try:
            done = roster_undo.undo(newest, actor=None, at=clock.now())
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"{newest}: " + ", ".join(f"{count} {name}" for name, count in done.items()))
