"""The demo data: whole, once, and only in demo mode."""

import pytest
from django.core.management import CommandError, call_command

from certificates.models import Certificate
from compliance.enums import GapState
from compliance.queries.gaps import Wanted, gaps
from core import audit, clock
from courses.models import LessonPage
from exams.models import Attempt
from people.models import JobRole, Person, Unit


def test_demo_is_refused_outside_demo_mode(db):
    with pytest.raises(CommandError, match="DEMO_MODE"):
        call_command("load_demo")


def test_demo_is_whole_and_a_second_run_changes_nothing(db, settings, capsys):
    settings.DEMO_MODE = True
    call_command("load_demo")
    counts = (Person.objects.count(), Attempt.objects.count(), Certificate.objects.count())
    states = {gap.state for gap in gaps(clock.local_day(clock.now()), wanted=Wanted(Unit.objects.all()))}

    assert (counts[0], JobRole.objects.count()) == (300, 18)
    assert counts[1] > counts[2] > 300
    assert states == set(GapState) - {GapState.EXEMPT}
    assert LessonPage.objects.live().count() >= 18
    assert list(audit.breaks()) == []

    call_command("load_demo")

    assert (Person.objects.count(), Attempt.objects.count(), Certificate.objects.count()) == counts
    assert "there already" in capsys.readouterr().out
