"""manage.py name_administrator NUMBER --name NAME [--organisation NAME]"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError

from core import clock
from core.errors import Refusal
from people.actions import first_administrators


class Command(BaseCommand):
    """Name one of the two administrators that an installation begins with."""

    help = "Name one of the first two administrators; from then on rights are given on the site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take who, and on a bare installation what the organisation is called."""
        parser.add_argument("number", help="employee number; it is what the person signs in with")
        parser.add_argument("--name", default="", help="the person's name, for a new account")
        parser.add_argument("--organisation", default="", help="name of the top unit, where there is no unit yet")

    def handle(self, *args: Any, **options: Any) -> None:
        """Name the administrator and print a password for a new account, once."""
        try:
            password = first_administrators.name(
                options["number"], name=options["name"], organisation=options["organisation"], at=clock.now()
            )
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"{options['number']} is an administrator now.")
        if password:
            self.stdout.write(f"Password, to be changed at the first sign-in: {password}")
