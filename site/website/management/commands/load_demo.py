"""manage.py load_demo: a made-up heating group with courses, exams and three hundred people."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import transaction

from compliance.actions.enrolling import enrol_required
from core import clock
from core.models import Job, JobState
from people.models import Person, Unit
from website.demo import history, item_bank, marks, organisation, page_tree, special_cases


class Command(BaseCommand):
    """Load the demo data once; a second run changes nothing."""

    help = "Load a made-up heating group to try the system with."

    def handle(self, *args: Any, **options: Any) -> None:
        """Build everything in one transaction, unless it is there."""
        if not settings.DEMO_MODE:
            raise CommandError("Demo data has known passwords. Set DEMO_MODE=1 in development to load it.")
        if Unit.objects.filter(code="G00").exists():
            self.stdout.write("The demo data is there already.")
            return
        now = clock.now()
        with transaction.atomic():
            organisation.build(today=clock.local_day(now))
            credentials = item_bank.build(page_tree.build(), at=now)
            history.build(credentials, at=now)
            special_cases.build(credentials[0], at=now)
            marks.build(at=now)
            enrol_required(at=now)  # as the nightly sweep would
            # The past is made up, the work is not: it waits from now on.
            Job.objects.filter(state=JobState.QUEUED).update(created_at=now)
        self.stdout.write(f"Loaded the demo data: {Person.objects.count()} people.")
