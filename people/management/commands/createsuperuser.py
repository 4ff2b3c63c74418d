"""manage.py createsuperuser: refused, because such an account would see every course and could give no right."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError


class Command(BaseCommand):
    """Lead to the command that names the first administrators."""

    help = "Not used here: manage.py name_administrator names the first two administrators."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whatever is typed; the answer is the same."""
        parser.add_argument("anything", nargs="*")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what to type instead."""
        raise CommandError(
            "Rights are dated grants here, and a superuser has none: it could not even name a trainer. "
            "Run: manage.py name_administrator NUMBER --name NAME --organisation NAME"
        )
