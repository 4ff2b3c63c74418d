"""Parallel forms: no item in common where the bank allows it, equally difficult, each one a form by the blueprint."""

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exams.domain.blueprint import Candidate, Cell
from exams.domain.colouring import coloured
from exams.domain.parallel import build, mean, shared


def bank(count, *, groups=lambda n: frozenset(), critical=lambda n: n % 10 == 0, required=()):
    return [
        Candidate(n, n, f"A.{n % 3}", n % 3 + 1, "numeric", critical(n), n in required, groups(n))
        for n in range(1, count + 1)
    ]


def check(cells, forms, critical_count):
    for form in forms:
        chosen = [place.candidate for place in form]
        assert len(set(chosen)) == len(chosen)
        assert Counter(place.row for place in form) == {n: cell.count for n, cell in enumerate(cells)}
        assert all(cells[place.row].admits(place.candidate) for place in form)
        assert not any(a.groups & b.groups for a, b in combinations(chosen, 2))
        assert sum(c.is_critical for c in chosen) >= critical_count


CELLS = [Cell("A.0", 4), Cell("A.1", 3), Cell("A", 5)]


@pytest.mark.parametrize("count", [2, 3, 6])
def test_forms_have_nothing_in_common_and_one_difficulty(count):
    items = bank(90)
    ease = {c.version_id: 0.3 + (c.version_id * 37 % 60) / 100 for c in items}
    built = build(CELLS, candidates=items, critical_count=1, seed=5, count=count, facilities=ease)

    check(CELLS, built.forms, 1)
    assert (len(built.forms), shared(built.forms)) == (count, 0)
    means = [mean(form, ease) for form in built.forms]
    assert max(means) - min(means) < 0.01


def test_two_narrow_items_do_not_both_go_to_the_first_form():
    # One row takes level 3 only. Drawn one after the other, the first form could use up both items of that level.
    items = [Candidate(n, n, "A", 3 if n < 3 else 1, "numeric", False) for n in range(1, 5)]
    cells = [Cell("A", 1, level=3), Cell("A", 1)]
    for seed in range(30):
        built = build(
            cells, candidates=items, critical_count=0, seed=seed, count=2, facilities=dict.fromkeys(range(9), 0.5)
        )
        assert shared(built.forms) == 0


def test_a_small_bank_gives_the_least_in_common():
    # Three forms of 12 places from 30 items: 6 items have to be used twice.
    items = bank(30, critical=lambda n: False)
    built = build(
        [Cell("A", 12)],
        candidates=items,
        critical_count=0,
        seed=1,
        count=3,
        facilities=dict.fromkeys(range(31), 0.7),
    )

    check([Cell("A", 12)], built.forms, 0)
    assert shared(built.forms) == 6


def test_required_items_are_in_all_and_enemies_in_different_forms():
    items = bank(60, groups=lambda n: frozenset({n // 2}), required={7})
    built = build(
        CELLS, candidates=items, critical_count=1, seed=3, count=3, facilities=dict.fromkeys(range(61), 0.7)
    )

    check(CELLS, built.forms, 1)
    assert shared(built.forms) == 1
    assert all(7 in {place.candidate.item_id for place in form} for form in built.forms)


def test_what_one_form_lacks_is_said():
    built = build([Cell("B", 1)], candidates=bank(9), critical_count=0, seed=1, count=2, facilities={})

    assert (built.forms, len(built.shortages)) == ([], 1)


@settings(deadline=None, max_examples=60)
@given(
    st.integers(12, 40),
    st.integers(1, 4),
    st.integers(0, 2),
    st.integers(0, 50),
    st.dictionaries(st.integers(1, 40), st.integers(1, 6), max_size=12),
)
def test_every_form_obeys_the_blueprint(size, count, critical_count, seed, enemies):
    items = bank(
        size, groups=lambda n: frozenset({enemies[n]} if n in enemies else ()), critical=lambda n: n % 4 == 0
    )
    cells = [Cell("A.0", 2), Cell("A", 3)]
    ease = {c.version_id: c.level / 4 for c in items}
    built = build(cells, candidates=items, critical_count=critical_count, seed=seed, count=count, facilities=ease)

    assert len(built.forms) == (0 if built.shortages else count)
    check(cells, built.forms, critical_count)
    assert built == build(
        cells, candidates=items, critical_count=critical_count, seed=seed, count=count, facilities=ease
    )


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=40))
def test_edges_take_as_many_colours_as_the_busiest_end(edges):
    colours = coloured(edges)

    busiest = max([*Counter(a for a, _ in edges).values(), *Counter(b for _, b in edges).values()], default=0)
    assert len({(a, colour) for (a, _), colour in zip(edges, colours, strict=True)}) == len(edges)
    assert len({(b, colour) for (_, b), colour in zip(edges, colours, strict=True)}) == len(edges)
    assert all(0 <= colour < busiest for colour in colours)
