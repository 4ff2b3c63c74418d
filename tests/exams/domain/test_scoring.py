"""From marked items to decision."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.domain.scoring import MarkedItem, newest, outcome

CUT = Decimal(80)


def marked(*shares: str, critical: tuple[int, ...] = (), points: str = "1") -> list[MarkedItem]:
    return [MarkedItem(n, Decimal(points), Decimal(s), n in critical) for n, s in enumerate(shares, start=1)]


@pytest.mark.parametrize(
    ("right", "of", "passed", "percent"),
    [(8, 10, True, "80.00"), (7, 10, False, "70.00"), (4, 5, True, "80.00"), (0, 10, False, "0.00")],
)
def test_outcome_passes_at_the_cut_score(right, of, passed, percent):
    result = outcome(marked(*["1"] * right, *["0"] * (of - right)), cut_percent=CUT)

    assert (result.passed, result.percent) == (passed, Decimal(percent))


def test_outcome_compares_exactly_and_rounds_only_for_showing():
    # 2/3 shows as 66.67, but does not reach a cut score of 66.67.
    result = outcome(marked("1", "1", "0"), cut_percent=Decimal("66.67"))

    assert (result.percent, result.passed) == (Decimal("66.67"), False)


def test_critical_item_fails_the_attempt_whatever_the_total():
    result = outcome(marked(*["1"] * 19, "0", critical=(20,)), cut_percent=CUT)

    assert (result.percent, result.passed, result.failed_critical) == (Decimal("95.00"), False, (20,))


def test_half_right_critical_item_fails_too():
    assert outcome(marked("1", "0.5", critical=(2,)), cut_percent=Decimal(50)).failed_critical == (2,)


def test_form_without_points_is_never_passed():
    assert not outcome([], cut_percent=Decimal(0)).passed
    assert not outcome(marked("1", points="0"), cut_percent=Decimal(0)).passed


@pytest.mark.parametrize(("share", "points"), [("1.1", "1"), ("-0.1", "1"), ("1", "-1")])
def test_outcome_refuses_impossible_marks(share, points):
    with pytest.raises(ValueError, match="share"):
        outcome(marked(share, points=points), cut_percent=CUT)


shares = st.decimals(0, 1, places=2)
forms = st.lists(st.tuples(shares, st.booleans()), min_size=1, max_size=30)


@given(forms, st.integers(0, 29), shares)
def test_better_response_never_lowers_the_result(form, place, better):
    items = [MarkedItem(n, Decimal(1), share, critical) for n, (share, critical) in enumerate(form)]
    place %= len(items)
    old = items[place]
    items2 = [*items]
    items2[place] = MarkedItem(old.position, old.points, max(old.share, better), old.is_critical)

    before, after = outcome(items, cut_percent=CUT), outcome(items2, cut_percent=CUT)

    assert before.percent <= after.percent
    assert before.passed <= after.passed


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 100)), unique_by=lambda pair: pair), st.randoms())
def test_newest_is_the_highest_sequence_in_any_order_with_duplicates(history, rng):
    responses = [(position, (sequence, f"v{sequence}")) for position, sequence in history] * 2
    expected = {p: f"v{max(s for q, s in history if q == p)}" for p, _ in history}
    rng.shuffle(responses)
    grouped: dict[int, list[tuple[int, object]]] = {}
    for position, pair in responses:
        grouped.setdefault(position, []).append(pair)

    assert newest(grouped) == expected


def test_a_section_below_its_minimum_fails_whatever_the_total():
    def item(position, share, section):
        return MarkedItem(position, Decimal(1), Decimal(share), is_critical=False, section=section)

    items = [item(1, "1", 1), item(2, "1", 1), item(3, "1", 1), item(4, "0.5", 2)]

    at_minimum = outcome(
        items, cut_percent=Decimal(60), minimums={1: Decimal(100), 2: Decimal(50), 3: Decimal(60)}
    )
    below = outcome(items, cut_percent=Decimal(60), minimums={2: Decimal("50.01")})

    assert (at_minimum.passed, at_minimum.failed_sections) == (True, ())
    assert (below.passed, below.failed_sections, below.percent) == (False, (2,), Decimal("87.50"))
