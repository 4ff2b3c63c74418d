"""The demo item bank: every item can be used, every key fits, every basis is registered."""

import tomllib
from collections import Counter

import pytest

from config.paths import SITE_DIR
from exams.domain.markup import picture_codes
from exams.item_types.registry import item_type
from website.demo.item_bank import TYPES_A_PAPER, body_and_key

FOLDER = SITE_DIR / "website" / "demo"
MODULES = ["m1", "m2", "m3"]
SEEDS = {
    "m1": "01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21",
    "m2": "01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 22",
    "m3": "01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 22",
}


def rows(name):
    return tomllib.loads((FOLDER / "items" / f"{name}.toml").read_text(encoding="utf-8"))["items"]


def bank(module):
    data = tomllib.loads((FOLDER / "items" / f"{module}.toml").read_text(encoding="utf-8"))
    return {**data, "items": [*data["items"], *rows(f"{module}-engine")]}


@pytest.mark.parametrize("module", MODULES)
def test_bank_is_large_enough_and_whole(module):
    data = bank(module)
    per_area = Counter(item["area"] for item in data["items"])

    assert len({item["code"] for item in data["items"]}) == len(data["items"]) >= 32
    assert set(per_area) == {area["code"] for area in data["areas"]}
    assert min(per_area.values()) >= 4
    assert sum(item["critical"] for item in data["items"]) >= 3
    seeds = {f"{module.upper()}-{number}" for number in SEEDS[module].split()}
    assert seeds <= {item["code"] for item in data["items"]}


@pytest.mark.parametrize("module", MODULES)
def test_every_item_can_be_used(module):
    standards = tomllib.loads((FOLDER / "standards.toml").read_text(encoding="utf-8"))["standards"]
    registered = {standard["code"] for standard in standards}
    for item in bank(module)["items"]:
        body, key = body_and_key(item)
        assert item_type(item["type"]).problems(body, key) == [], item["code"]
        assert item["explanation"], item["code"]
        assert {basis["standard"] for basis in item["basis"]} <= registered, item["code"]
        assert item["basis"], item["code"]


@pytest.mark.parametrize("module", MODULES)
def test_keys_are_spread_over_the_letters_and_not_always_the_longest_option(module):
    single = [item for item in bank(module)["items"] if item["type"] == "single_choice"]
    letters = Counter(item["correct"][0] for item in single)

    assert max(letters.values()) <= 0.5 * len(single)


@pytest.mark.parametrize("module", MODULES)
def test_bank_has_what_its_papers_ask_for(module):
    types = {item["type"] for item in bank(module)["items"]}

    assert set(TYPES_A_PAPER[module.upper()]) <= types
    assert not [item["code"] for item in bank(module)["items"] if item_type(item["type"]).is_manual]


def test_written_answers_have_a_rubric_and_every_picture_is_there():
    for item in rows("written"):
        assert item_type(item["type"]).problems(item["body"], item["key"]) == [], item["code"]
    pictures = tomllib.loads((FOLDER / "pictures" / "pictures.toml").read_text(encoding="utf-8"))["pictures"]
    named = set()
    for item in (item for module in MODULES for item in bank(module)["items"]):
        body, _key = body_and_key(item)
        named |= {*picture_codes(item["stem"]), *item_type(item["type"]).pictures(body)}
    assert named == {picture["code"] for picture in pictures}
    assert all((FOLDER / "pictures" / f"{picture['code']}.png").exists() for picture in pictures)
