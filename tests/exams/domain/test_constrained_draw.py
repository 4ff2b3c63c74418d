"""The draw with fixed items, enemies, critical items and wear: solved whenever anything solves it."""

from collections import Counter
from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exams.domain.assembly import draw
from exams.domain.blueprint import Candidate, Cell, Lack, Shortage


def item(n, area="A", level=1, **fields):
    fields = {"is_critical": False, **fields}
    return Candidate(n, n, area, level, "numeric", **fields)


def brute_force(cells, candidates, critical_count):
    """Tell whether any form exists, by trying all."""
    places = [cell for cell in cells for _ in range(cell.count)]
    required = {c for c in candidates if c.is_required}
    for chosen in combinations(candidates, len(places)):
        if not required <= set(chosen) or sum(c.is_critical for c in chosen) < critical_count:
            continue
        if any(a.groups & b.groups for a, b in combinations(chosen, 2)):
            continue
        orders = permutations(chosen)
        if any(all(cell.admits(c) for cell, c in zip(places, order, strict=True)) for order in orders):
            return True
    return False


CANDIDATES = st.lists(
    st.builds(
        lambda area, level, critical, required, groups: (area, level, critical, required == 0, groups),
        st.sampled_from(["A", "A.1", "B"]),
        st.integers(1, 2),
        st.booleans(),
        st.integers(0, 7),
        st.frozensets(st.integers(1, 4), max_size=2),
    ),
    max_size=8,
).map(
    lambda rows: [
        item(n, area, level, is_critical=critical, is_required=required, groups=groups)
        for n, (area, level, critical, required, groups) in enumerate(rows, start=1)
    ]
)
CELLS = st.lists(
    st.builds(Cell, st.sampled_from(["A", "A.1", "B"]), st.integers(1, 2), st.sampled_from([None, 1, 2])),
    min_size=1,
    max_size=3,
).filter(lambda cells: sum(cell.count for cell in cells) <= 5)


@settings(deadline=None, max_examples=300)
@given(CELLS, CANDIDATES, st.integers(0, 2), st.integers(0, 9))
def test_a_form_is_found_whenever_there_is_one(cells, candidates, critical_count, seed):
    found = draw(cells, candidates=candidates, critical_count=critical_count, seed=seed)

    assert bool(found.placed) != bool(found.shortages)
    assert bool(found.placed) == brute_force(cells, candidates, critical_count)
    if found.placed:
        chosen = [place.candidate for place in found.placed]
        assert len(set(chosen)) == len(chosen)
        assert not any(a.groups & b.groups for a, b in combinations(chosen, 2))
        assert {c for c in candidates if c.is_required} <= set(chosen)
        assert sum(c.is_critical for c in chosen) >= critical_count
        assert Counter(place.row for place in found.placed) == {n: cell.count for n, cell in enumerate(cells)}
        assert all(cells[place.row].admits(place.candidate) for place in found.placed)
        assert found == draw(cells, candidates=candidates[::-1], critical_count=critical_count, seed=seed)


@pytest.mark.parametrize(
    ("cells", "candidates", "critical_count", "missing"),
    [
        (
            [Cell("A", 1), Cell("A", 2, level=1), Cell("B", 1)],
            [item(1), item(2), item(3, "B"), item(4, "B")],
            0,
            # Which of the two rows stays short is chance; that they share too few items is not.
            Shortage(1, 3, 2, rows=(0, 1)),
        ),
        (
            [Cell("A", 1), Cell("B", 1)],
            [item(1), item(2, "B"), item(3, "C", is_required=True)],
            0,
            Shortage(-1, 1, 0, Lack.FIXED, items=(3,)),
        ),
        (
            [Cell("A", 2)],
            [
                item(1, is_required=True, groups=frozenset({7})),
                item(2, is_required=True, groups=frozenset({7})),
                item(3),
            ],
            0,
            Shortage(-1, 1, 2, Lack.FIXED_ENEMIES, items=(1, 2)),
        ),
        (
            [Cell("A", 3)],
            [item(n, groups=frozenset({n // 2})) for n in (2, 3, 4, 5)],
            0,
            Shortage(-1, 3, 2, Lack.ENEMIES),
        ),
        ([Cell("A", 2)], [item(1, is_critical=True), item(2)], 2, Shortage(-1, 2, 1, Lack.CRITICAL)),
    ],
    ids=["shared", "fixed without a place", "fixed enemies", "enemies", "critical"],
)
def test_what_is_missing_is_named(cells, candidates, critical_count, missing):
    for seed in range(5):
        [found] = draw(cells, candidates=candidates, critical_count=critical_count, seed=seed).shortages
        assert (found.wanted, found.available, found.lack, found.rows, set(found.items)) == (
            missing.wanted,
            missing.available,
            missing.lack,
            missing.rows,
            set(missing.items),
        )


def test_enemies_are_told_apart_where_the_first_choice_leads_nowhere():
    # 1 is an enemy of 2 and of 3: whoever takes 1 finds no second item.
    items = [item(1, groups=frozenset({1, 2})), item(2, groups=frozenset({1})), item(3, groups=frozenset({2}))]
    for seed in range(20):
        placed = draw([Cell("A", 2)], candidates=items, critical_count=0, seed=seed).placed
        assert {place.candidate.item_id for place in placed} == {2, 3}


def test_every_candidate_of_a_row_has_the_same_chance():
    items = [item(n, groups=frozenset({n}) if n < 3 else frozenset()) for n in range(1, 11)]
    counts = Counter(
        place.candidate.item_id
        for seed in range(2000)
        for place in draw([Cell("A", 3)], candidates=items, critical_count=0, seed=seed).placed
    )

    assert set(counts) == set(range(1, 11))
    # 600 expected; five standard deviations to either side.
    assert all(500 < count < 700 for count in counts.values())


def test_worn_items_come_last_and_only_where_nothing_else_is_left():
    items = [*(item(n) for n in range(1, 4)), *(item(n, wear=1) for n in range(4, 8))]
    for seed in range(20):
        placed = draw([Cell("A", 4)], candidates=items, critical_count=0, seed=seed).placed
        assert sum(place.candidate.wear for place in placed) == 1


def test_sections_stand_in_their_order():
    cells = [Cell("A", 3, section=2), Cell("B", 3, section=1), Cell("A.1", 2, section=1)]
    items = [
        *(item(n) for n in range(9)),
        *(item(n, "B") for n in range(9, 15)),
        *(item(n, "A.1") for n in range(15, 19)),
    ]
    placed = draw(cells, candidates=items, critical_count=0, seed=3).placed

    assert [cells[place.row].section for place in placed] == [1] * 5 + [2] * 3


def test_a_large_bank_with_enemies_is_drawn():
    bank = [
        item(
            n,
            f"A.{n % 20}",
            n % 3 + 1,
            is_critical=n % 50 == 0,
            groups=frozenset({n // 3}) if n < 900 else frozenset(),
        )
        for n in range(10_000)
    ]
    cells = [*(Cell(f"A.{area}", 2) for area in range(20)), Cell("A", 10, level=3)]
    placed = draw(cells, candidates=bank, critical_count=3, seed=7).placed

    assert len(placed) == 50
    assert Counter(place.row for place in placed) == {**dict.fromkeys(range(20), 2), 20: 10}


def test_a_bank_of_nothing_but_enemies_comes_to_an_end():
    # Every item meets every third one: a hard one to decide, and it is decided or given up, never endless.
    bank = [item(n, groups=frozenset({n % 40, 40 + n % 37})) for n in range(120)]
    found = draw([Cell("A", 41)], candidates=bank, critical_count=0, seed=1)

    assert [shortage.lack for shortage in found.shortages] in ([Lack.ENEMIES], [Lack.UNDECIDED])
