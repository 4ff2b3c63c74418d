"""Who may give which right, as a table and as properties."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.domain.granting import (
    DEPUTY_MOST_DAYS,
    TAKES_TWO,
    Verdict,
    Wish,
    givable,
    may_decide,
    may_end,
    verdict,
)
from people.enums import Right

TODAY = date(2026, 11, 24)
R = Right


def wish(right, *, starts_on=TODAY, ends_on=None, is_to_oneself=False):
    return Wish(right, starts_on, ends_on, is_to_oneself)


@pytest.mark.parametrize(
    ("giver", "given"),
    [
        (R.ADMIN, set(R)),
        (R.SAFETY, {R.TRAINER, R.PROCTOR}),
        (R.MANAGER, {R.MANAGER}),
        *[(right, set()) for right in (R.HR, R.AUDITOR, R.TRAINER, R.PROCTOR)],
    ],
)
def test_what_each_right_lets_one_give(giver, given):
    assert givable({giver}) == given


@pytest.mark.parametrize(
    ("asked", "giver", "expected"),
    [
        (wish(R.TRAINER), {R.SAFETY}, Verdict.GIVEN),
        (wish(R.HR), {R.ADMIN}, Verdict.GIVEN),
        (wish(R.MANAGER), {R.ADMIN}, Verdict.GIVEN),
        *[(wish(right), {R.ADMIN}, Verdict.PROPOSED) for right in sorted(TAKES_TWO)],
        (wish(R.TRAINER, is_to_oneself=True), {R.ADMIN}, Verdict.TO_ONESELF),
        (wish(R.HR), {R.SAFETY}, Verdict.NOT_YOURS_TO_GIVE),
        (wish(R.TRAINER), {R.MANAGER}, Verdict.NOT_YOURS_TO_GIVE),
        (wish(R.TRAINER), set(), Verdict.NOT_YOURS_TO_GIVE),
        (wish(R.TRAINER, starts_on=TODAY - timedelta(days=1)), {R.ADMIN}, Verdict.BEGAN_BEFORE),
        (wish(R.TRAINER, ends_on=TODAY), {R.ADMIN}, Verdict.GIVEN),
        (wish(R.TRAINER, ends_on=TODAY - timedelta(days=1)), {R.ADMIN}, Verdict.ENDS_BEFORE_IT_BEGINS),
        (wish(R.MANAGER), {R.MANAGER}, Verdict.DEPUTY_WITHOUT_END),
        (wish(R.MANAGER, ends_on=TODAY + timedelta(days=DEPUTY_MOST_DAYS - 1)), {R.MANAGER}, Verdict.GIVEN),
        (
            wish(R.MANAGER, ends_on=TODAY + timedelta(days=DEPUTY_MOST_DAYS)),
            {R.MANAGER},
            Verdict.DEPUTY_FOR_TOO_LONG,
        ),
    ],
)
def test_verdict(asked, giver, expected):
    assert verdict(asked, giver=giver, today=TODAY) is expected


rights = st.sets(st.sampled_from(list(R)))
days = st.dates(date(2026, 1, 1), date(2028, 1, 1))


@given(st.sampled_from(list(R)), days, st.none() | days, st.booleans(), rights)
def test_rules_hold_whatever_is_wished(right, starts_on, ends_on, is_to_oneself, giver):
    found = verdict(Wish(right, starts_on, ends_on, is_to_oneself), giver=giver, today=TODAY)

    if found in (Verdict.GIVEN, Verdict.PROPOSED):
        assert not is_to_oneself
        assert right in givable(giver)
        assert starts_on >= TODAY
        assert ends_on is None or ends_on >= starts_on
        assert (found is Verdict.PROPOSED) == (right in TAKES_TWO)


@given(st.sampled_from(list(R)), rights, rights)
def test_more_rights_never_let_one_end_less(right, held, more):
    if may_end(right, holder=held, is_own=False):
        assert may_end(right, holder=held | more, is_own=False)


@pytest.mark.parametrize(
    ("decider", "is_receiver", "is_proposer", "may"),
    [
        ({R.ADMIN}, False, False, True),
        ({R.ADMIN}, True, False, False),
        ({R.ADMIN}, False, True, False),
        (set(R) - {R.ADMIN}, False, False, False),
    ],
)
def test_third_person_who_administers_decides(decider, is_receiver, is_proposer, may):
    assert may_decide(decider=decider, is_receiver=is_receiver, is_proposer=is_proposer) is may
