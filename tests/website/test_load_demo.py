"""The demo data: whole, once, and only in demo mode."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F

from certificates.models import Certificate, Revocation
from certificates.queries.held import held
from compliance.enums import GapState
from compliance.models import Exemption
from compliance.queries.gaps import Wanted, gaps
from core import audit, clock
from courses.models import LessonPage
from exams.models import Attempt
from people.models import JobRole, Person, Unit


def test_demo_is_refused_outside_demo_mode(db):
    with pytest.raises(CommandError, match="DEMO_MODE"):
        call_command("load_demo")


@pytest.mark.skipif(connection.vendor == "sqlite", reason="the stories load it on SQLite; once more takes minutes")
def test_demo_is_whole_and_a_second_run_changes_nothing(db, settings, capsys):
    settings.DEMO_MODE = True
    call_command("load_demo")
    counts = (Person.objects.count(), Attempt.objects.count(), Certificate.objects.count())
    states = {gap.state for gap in gaps(clock.local_day(clock.now()), wanted=Wanted(Unit.objects.all()))}

    assert (counts[0], JobRole.objects.count()) == (300, 18)
    assert counts[1] > counts[2] > 300
    assert states == set(GapState)
    assert LessonPage.objects.live().count() >= 18
    assert list(audit.breaks()) == []
    assert Exemption.objects.filter(state="proposed").count() == 1
    assert Revocation.objects.exclude(approved_by=F("proposed_by")).exclude(reason="").count() == 1
    assert Certificate.objects.filter(valid_to__lt=clock.local_day(clock.now())).exists()
    # The files are still to be made, and that is no task for anybody; the one that cannot be made is.
    assert Certificate.objects.filter(state="pending").count() > 300
    [only] = held(Certificate.objects.all(), at=clock.now())
    assert (only.person.name, only.missing_glyphs) == ("林䓖", "䓖")

    call_command("load_demo")

    assert (Person.objects.count(), Attempt.objects.count(), Certificate.objects.count()) == counts
    assert "there already" in capsys.readouterr().out
