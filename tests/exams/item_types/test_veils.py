"""Neither the names of rows nor their order tell which is right, for whoever does not hold the secret."""

import json
from uuid import UUID

import pytest

from exams.item_types.catalogue import ITEM_TYPES
from exams.item_types.registry import item_type
from exams.item_types.veils import paper_veils, seeded, veiled, veils
from tests.exams.item_types.samples import OPTIONS, SAMPLES

LISTS = ("options", "steps", "left", "right", "statements", "choices")
SECRETS = [UUID(int=number) for number in range(1, 2001)]


def rows_in(value, listed=""):
    """Yield the id and the list of every row of a body that is told apart from others by being right or not."""
    if isinstance(value, list):
        for row in value:
            if isinstance(row, dict) and listed in LISTS:
                yield listed, row["id"]
            yield from rows_in(row)
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from rows_in(part, name)


@pytest.mark.parametrize("code", [kind.code for kind in ITEM_TYPES])
def test_no_own_id_of_a_row_is_on_the_screen(code):
    body, key = SAMPLES[code]
    shown = item_type(code).shown(body, key, None, veil=veiled(SECRETS[0], 1))

    assert {row_id for _listed, row_id in rows_in(shown)} & {row_id for _listed, row_id in rows_in(body)} == set()
    assert all(len(row_id) == 16 for _listed, row_id in rows_in(shown))


def chi_square(counts):
    expected = sum(counts) / len(counts)
    return sum((count - expected) ** 2 / expected for count in counts)


@pytest.mark.parametrize(
    ("code", "keeps_order"), [("single_choice", False), ("single_choice", True), ("ordering", False)]
)
def test_place_and_rank_of_the_name_say_nothing_about_a_row(code, keeps_order):
    kind, (body, _key) = item_type(code), SAMPLES[code]
    listed = "options" if "options" in body else "steps"
    first = body[listed][0]["text"]
    places, ranks = [0] * 4, [0] * 4
    for secret in SECRETS:
        shown = kind.candidate_body({**body, "keep_order": keeps_order}, veil=veiled(secret, 1))[listed]
        names = sorted(row["id"] for row in shown)
        place = next(n for n, row in enumerate(shown) if row["text"] == first)
        places[place] += 1
        ranks[names.index(shown[place]["id"])] += 1

    most = 11.34  # chi-square of three degrees of freedom, p = 0.01; the secrets are fixed, so this never wavers
    assert chi_square(ranks) < most
    assert places == [2000, 0, 0, 0] if keeps_order else chi_square(places) < most


def test_lists_parts_and_positions_share_no_name():
    rows = [{"id": "a", "text": "x"}]
    veil, other = veiled(SECRETS[0], 1), veiled(SECRETS[0], 2)
    names = [
        veil.named("left", rows),
        veil.named("right", rows),
        other.named("left", rows),
        veil.within("p1").named("left", rows),
        veil.within("p2").named("left", rows),
        veiled(SECRETS[1], 1).named("left", rows),
    ]

    assert len({row["id"] for [row] in names}) == len(names)


def test_same_secret_shows_the_same_again_and_paper_the_same_order():
    body, _key = SAMPLES["single_choice"]
    kind = item_type("single_choice")
    screen, again = (kind.candidate_body(body, veil=veils(SECRETS[0], seed=s)(3)) for s in ("x", "y"))
    paper = kind.candidate_body(body, veil=paper_veils(SECRETS[0], seed="x")(3))

    assert screen == again
    assert [row["text"] for row in screen["options"]] == [row["text"] for row in paper["options"]]
    assert {row["id"] for row in paper["options"]} == set("abcd")


# What was shown before there were secrets, as random.Random gave it for this seed.
FIRST_RULE = {1: "bdac", 2: "bacd", 3: "bacd"}


def test_what_was_begun_without_a_secret_stays_as_it_was_shown():
    for position, order in FIRST_RULE.items():
        for veil in (
            veils(None, seed="s")(position),
            paper_veils(None, seed="s")(position),
            seeded("s")(position),
        ):
            assert "".join(row["id"] for row in veil.mixed("options", [dict(row) for row in OPTIONS])) == order
    assert json.dumps(veiled(None, 1).names("options", "ab")) == '{"a": "a", "b": "b"}'
