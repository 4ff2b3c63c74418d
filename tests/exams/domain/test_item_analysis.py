"""Item analysis against published figures, at its borders, and by its properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.domain.item_analysis import (
    Flag,
    Observation,
    alpha_of,
    analyse_form,
    analyse_item,
    discrimination,
    facility,
    group_weights,
    option_counts,
    rests,
    upper_lower,
)

# Section 6 of the Law School Admission Test: 1,000 candidates, five items, patterns 00000 to 11111 in binary order.
# Source: Bock & Lieberman, Psychometrika 35 (1970), 179–197, table 1.
LSAT_6 = [3, 6, 2, 11, 1, 1, 3, 4, 1, 8, 0, 16, 0, 3, 2, 15, 10, 29, 14, 81, 3, 28, 15, 80, 16, 56, 21, 173, 11, 61,
          28, 298]  # fmt: skip


def groups(observations):
    return group_weights([observation.rest for observation in observations])


@pytest.fixture(scope="module")
def lsat():
    return [[int(digit) for digit in f"{code:05b}"] for code, count in enumerate(LSAT_6) for _ in range(count)]


def observed(rows, item):
    return [Observation(row[item], (sum(row) - row[item]) / 4) for row in rows]


def test_facility_of_the_law_school_test(lsat):
    assert [facility(observed(lsat, item)) for item in range(5)] == [0.924, 0.709, 0.553, 0.763, 0.87]


def test_discrimination_of_the_law_school_test(lsat):
    found = [round(discrimination(observed(lsat, item)), 4) for item in range(5)]

    assert found == [0.1128, 0.1532, 0.1728, 0.1444, 0.1216]


def test_reliability_of_the_law_school_test(lsat):
    figures = analyse_form(lsat)

    assert round(figures.alpha, 4) == 0.2950
    assert figures.error == pytest.approx(figures.deviation * (1 - 0.2950) ** 0.5, rel=1e-4)


def test_alpha_of_the_arthritis_questionnaire():
    # Bland & Altman, BMJ 314 (1997), 572: ten items, variances sum to 11.16, the totals' variance is 77.44.
    assert round(alpha_of(10, item_variances=11.16, total_variance=77.44), 2) == 0.95


@pytest.mark.parametrize(
    ("points", "alpha"),
    [([], None), ([[1.0, 0.0]], None), ([[1.0], [0.0]], None), ([[1.0, 1.0], [1.0, 1.0]], None)],
    ids=["nobody", "one candidate", "one item", "all alike"],
)
def test_alpha_is_undefined(points, alpha):
    assert analyse_form(points).alpha is alpha


def test_form_with_rows_of_different_length_is_refused():
    with pytest.raises(ValueError, match="same items"):
        analyse_form([[1.0, 0.0], [1.0]])


def test_upper_lower_by_hand():
    # Eleven candidates: 27 % are 2.97. Two and 0.97 of a third are the upper group, all right; of the lower group one
    # of the two whole ones is right: 1 - 1 / 2.97.
    rows = [Observation(1, 1 - place / 10) for place in range(9)] + [Observation(0, 0.1), Observation(1, 0.0)]

    assert upper_lower(rows, groups(rows)) == pytest.approx(1 - 1.97 / 2.97)


def test_upper_lower_does_not_depend_on_the_order_of_ties():
    rows = [Observation(share, 0.5) for share in (1, 0, 0, 1, 0, 1)]

    assert upper_lower(rows, groups(rows)) == upper_lower(rows[::-1], groups(rows[::-1])) == 0


def test_option_counts_name_every_option():
    rows = [
        Observation(1, 0.9, ("a",)),
        Observation(0, 0.5, ("b",)),
        Observation(0, 0.4),
        Observation(0, 0.1, ("b",)),
    ]

    counts = option_counts(rows, groups(rows), options=["a", "b", "c"], right=["a"])

    assert [(c.option, c.is_right, c.count) for c in counts] == [("a", True, 1), ("b", False, 2), ("c", False, 0)]
    assert (counts[0].upper, counts[0].lower, counts[1].lower) == (1.0, 0.0, 1.0)


def rows_of(right, wrong, *, wrong_option="b"):
    return [Observation(1, place / right, ("a",)) for place in range(right)] + [
        Observation(0, place / max(1, wrong) / 3, (wrong_option,)) for place in range(wrong)
    ]


@pytest.mark.parametrize(
    ("rows", "flags"),
    [
        (rows_of(20, 9), [(Flag.FEW_ANSWERS, "")]),
        (rows_of(60, 40), [(Flag.UNUSED_DISTRACTOR, "c")]),
        (rows_of(99, 1, wrong_option="c"), [(Flag.TOO_EASY, ""), (Flag.UNUSED_DISTRACTOR, "b")]),
        (
            [Observation(o.share, 1 - o.rest, o.chosen) for o in rows_of(20, 80)],
            [(Flag.TOO_HARD, ""), (Flag.AGAINST_THE_GRAIN, ""), (Flag.STRONG_DISTRACTOR, "b"),
             (Flag.UNUSED_DISTRACTOR, "c")],
        ),
    ],
    ids=["few", "nobody chose c", "too easy", "the best choose b"],
)  # fmt: skip
def test_flags(rows, flags):
    found = analyse_item(rows, options=["a", "b", "c"], right=["a"]).flags

    assert sorted(found) == sorted(flags)


def test_median_time_leaves_unknown_times_out():
    rows = [Observation(1, 0.5, seconds=seconds) for seconds in (10, None, 30, 20)]

    assert analyse_item(rows).seconds == 20


def test_rest_leaves_the_item_out():
    assert rests({"a": 1.0, "b": 0.0, "c": 0.5}) == {"a": 0.25, "b": 0.75, "c": 0.5}
    assert rests({"a": 1.0}) == {"a": 0.0}


shares = st.sampled_from([0.0, 0.25, 0.5, 1.0])
observations = st.lists(st.builds(Observation, shares, shares), max_size=40)


@given(observations)
def test_figures_stay_in_their_range(rows):
    figures = analyse_item(rows)

    assert figures.facility is None or 0 <= figures.facility <= 1
    assert figures.discrimination is None or -1.000001 <= figures.discrimination <= 1.000001
    assert figures.upper_lower is None or -1 <= figures.upper_lower <= 1


@given(st.lists(shares, min_size=1, max_size=40))
def test_groups_hold_their_share_and_never_cross(rest):
    upper, lower = group_weights(rest)

    assert sum(upper) == pytest.approx(0.27 * len(rest))
    assert sum(lower) == pytest.approx(0.27 * len(rest))
    assert all(0 <= weight <= 1 for weight in upper + lower)


@given(observations, st.randoms(use_true_random=False))
def test_the_order_of_candidates_does_not_matter(rows, rng):
    mixed = list(rows)
    rng.shuffle(mixed)

    before, after = upper_lower(rows, groups(rows)), upper_lower(mixed, groups(mixed))

    assert (before is None and after is None) or before == pytest.approx(after)
