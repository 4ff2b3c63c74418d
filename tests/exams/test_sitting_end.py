"""A sitting that nobody closes is over all the same: for results, rosters and sets of forms."""

from datetime import timedelta
from itertools import product

import pytest
from django.urls import reverse

from core.models import AuditEvent
from exams.actions import attempts, form_sets
from exams.actions.sittings import close_over
from exams.domain.sitting_end import is_over, shown_state
from exams.errors.form_sets import FormSetInUse
from exams.models import Candidate, Sitting
from exams.queries.form_sets import for_list
from exams.queries.mine import sittings_of
from exams.queries.results import is_released
from exams.queries.sittings import over, shown_as
from tests.factories.exams import make_exam, make_sitting, sat

pytestmark = pytest.mark.django_db
CASES = [*product(("online", "on_site", "paper"), ("planned", "open", "closed"), (-1, 0, 1), (False, True))]


@pytest.mark.parametrize(
    ("mode", "state", "minutes", "is_running", "expected"),
    [
        ("online", "planned", -1, False, False),
        ("online", "planned", 0, False, True),
        ("online", "open", 0, False, True),
        ("online", "planned", 1, True, False),
        ("on_site", "planned", 0, False, True),
        ("on_site", "open", 1, False, False),
        ("paper", "open", 1, False, False),
        ("paper", "planned", 1, False, True),
        ("on_site", "closed", -1, False, True),
    ],
)
def test_end_by_mode_state_and_hour(at, mode, state, minutes, is_running, expected):
    closes_at = at - timedelta(minutes=minutes)

    assert is_over(mode=mode, state=state, closes_at=closes_at, is_running=is_running, at=at) is expected


@pytest.fixture
def exam(at):
    return make_exam(at=at, release="after_sitting", attempts_allowed=9)


def test_database_says_what_the_rule_says(exam, person, at):
    room = make_sitting(exam, at=at)
    place, expected = room.location, set()
    for number, (mode, state, minutes, is_running) in enumerate(CASES, start=1):
        closes_at = at - timedelta(minutes=minutes)
        opens_at = closes_at - timedelta(hours=1)
        held = make_exam(at=at, code=f"F{number}", items=1)
        row = make_sitting(held, at=at, mode="online", state="planned")
        Candidate.objects.create(sitting=row, person=person)
        if is_running:
            attempts.start(held, person=person, actor=person.user, at=at, sitting=row)
        Sitting.objects.filter(pk=row.pk).update(
            mode=mode, state=state, opens_at=opens_at, closes_at=closes_at, location=place
        )
        if is_over(mode=mode, state=state, closes_at=closes_at, is_running=is_running, at=at):
            expected.add(row.pk)

    assert set(over(at).values_list("pk", flat=True)) == expected


@pytest.fixture
def window(exam, person, at):
    """A window online, planned, with one candidate who has handed in."""
    row = make_sitting(exam, at=at, mode="online", state="planned")
    Candidate.objects.create(sitting=row, person=person)
    return row


def test_result_comes_when_the_window_is_over_though_nobody_closes_it(exam, window, person, at):
    run = sat(person, exam, answers={1: "b"}, at=at, sitting=window)

    assert not is_released(run, at=window.closes_at - timedelta(seconds=1))
    assert is_released(run, at=window.closes_at)


def test_window_that_is_over_leaves_the_roster_of_the_candidate(window, person):
    assert len(sittings_of(person, at=window.closes_at - timedelta(seconds=1))) == 1
    assert sittings_of(person, at=window.closes_at) == []


def test_set_of_forms_is_free_when_the_last_window_is_over(exam, window, user):
    held = form_sets.build(exam, name="十一月", count=2, is_for_paper=False, actor=user, at=window.opens_at)
    Sitting.objects.filter(pk=window.pk).update(form_set=held)
    before = window.closes_at - timedelta(seconds=1)
    assert for_list(type(held).objects.all(), at=before).get().running_count == 1
    with pytest.raises(FormSetInUse):
        form_sets.withdraw(held, reason="错题", actor=user, at=before)

    assert for_list(type(held).objects.all(), at=window.closes_at).get().running_count == 0
    form_sets.withdraw(held, reason="错题", actor=user, at=window.closes_at)


def test_sweep_closes_what_is_over_once_and_says_so(window, exam, at):
    opened = make_sitting(exam, at=at)
    late = window.closes_at + timedelta(days=1)
    assert (close_over(at=window.closes_at - timedelta(seconds=1)), close_over(at=late), close_over(at=late)) == (
        0,
        1,
        0,
    )

    assert dict(Sitting.objects.values_list("pk", "state")) == {window.pk: "closed", opened.pk: "open"}
    row = AuditEvent.objects.get(action="exams.sitting_closed")
    assert (row.actor_id, row.data) == (None, {"open": 0})


def test_candidate_reads_the_result_after_the_window(client, exam, window, person, at, monkeypatch):
    run = sat(person, exam, answers={1: "b"}, at=at, sitting=window)
    client.force_login(person.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    monkeypatch.setattr("core.clock.now", lambda: window.closes_at)

    assert client.get(reverse("exams:result", args=[run.public_id])).context["score"] is not None


@pytest.mark.parametrize(
    ("mode", "state", "minutes", "expected"),
    [
        ("online", "planned", -1, "planned"),
        ("online", "planned", 0, "open"),
        ("online", "planned", 59, "open"),
        ("online", "planned", 60, "closed"),
        ("online", "open", 60, "open"),
        ("online", "closed", 0, "closed"),
        ("on_site", "planned", 0, "planned"),
        ("paper", "planned", 0, "planned"),
        ("on_site", "open", 60, "open"),
    ],
)
def test_people_are_told_that_a_window_online_opens_and_closes_by_its_hours(
    exam, at, mode, state, minutes, expected
):
    opens_at = at - timedelta(minutes=minutes)
    hours = {"opens_at": opens_at, "closes_at": opens_at + timedelta(hours=1)}
    held = make_sitting(exam, at=at, mode=mode, state=state, **hours)

    assert shown_state(mode=mode, state=state, **hours, at=at) == expected
    assert held.shown_state(at=at)[0] == expected
    for asked in ("planned", "open", "closed"):
        assert Sitting.objects.filter(shown_as(asked, at=at)).exists() is (asked == expected)
