"""Files begin with what is right, and so do the ids of their rows: whoever answers sees neither, from any format."""

from uuid import UUID

import pytest

from exams.domain.exchange import aiken, gift, moodle_xml, qti, sheet, sheet_writers
from exams.domain.exchange.items import BankItem, texts_with_ids
from exams.domain.exchange.sheet_columns import COLUMNS
from exams.item_types.catalogue import ITEM_TYPES
from exams.item_types.registry import item_type
from exams.item_types.veils import veiled
from tests.exams.item_types.samples import HAZARD_KEY, HAZARDS, SITUATION, SITUATION_KEY
from tests.exams.item_types.test_veils import chi_square, rows_in

SECRETS = [UUID(int=number) for number in range(1, 401)]
FOUR = ["先通风", "再检测", "后作业", "留人监护"]
LEFT, RIGHT = (texts_with_ids([f"{side}{text}" for text in FOUR]) for side in ("左", "右"))
SIDES = {"left": LEFT, "right": [{**row, "id": f"r{row['id']}"} for row in RIGHT]}
BANK = [
    BankItem("single_choice", "单选", {"options": texts_with_ids(FOUR)}, {"correct": ["a"]}, code="S"),
    BankItem(
        "ordering",
        "排序",
        {"steps": texts_with_ids(FOUR)},
        {"order": list("abcd"), "scoring": "neighbours"},
        code="O",
    ),
    BankItem(
        "matching",
        "匹配",
        SIDES,
        {"pairs": {name: f"r{name}" for name in "abcd"}, "scoring": "per_pair"},
        code="M",
    ),
    BankItem("hazard_spotting", "识图", HAZARDS, HAZARD_KEY, code="H"),
    BankItem("branching", "情景", SITUATION, SITUATION_KEY, code="B"),
]
MOST = 16.27  # chi-square of three degrees of freedom, p = 0.001; the secrets are fixed, so this never wavers
assert ITEM_TYPES  # loads every type


def size_of(_content):
    return 100, 50


def by_sheet():
    rows, _kept_out = sheet_writers.write(BANK)
    table = [(number, [row.get(name, "") for name in COLUMNS]) for number, row in enumerate(rows, start=2)]
    return sheet.read([words[0] for words in COLUMNS.values()], table, {})


def by_moodle():
    return moodle_xml.read(moodle_xml.write(BANK, pictures={"station": b"x"}, size_of=size_of)[0], size_of=size_of)


def by_qti():
    return qti.read(qti.write(BANK, pictures={"station": b"x"}, size_of=size_of)[0], size_of=size_of)


def by_gift():
    return gift.read(gift.write(BANK)[0])


def by_aiken():
    return aiken.read(aiken.write(BANK)[0])


@pytest.mark.parametrize(
    ("read", "codes"),
    [(by_sheet, "SOMHB"), (by_moodle, "SOMHB"), (by_qti, "SOMHB"), (by_gift, "SM"), (by_aiken, "S")],
    ids=["xlsx", "moodle", "qti", "gift", "aiken"],
)
def test_neither_ids_of_a_file_nor_its_order_are_shown(read, codes):
    items = [found.item for found in read().found]
    assert {item.code or "S" for item in items} == set(codes)
    for item in items:
        own = list(rows_in(item.body))
        listed, first = own[0]  # the row that the file begins with, which is the right one or the first step
        ranks: dict[int, int] = {}
        for secret in SECRETS:
            veil = veiled(secret, 1)
            shown = list(rows_in(item_type(item.item_type).shown(item.body, item.key, None, veil=veil)))
            assert {name for _listed, name in shown}.isdisjoint(row_id for _listed, row_id in own)
            places = [name for at, name in shown if at == listed]
            assert places == sorted(places)
            place = places.index(veil.names(listed, [first])[first])
            ranks[place] = ranks.get(place, 0) + 1
        assert len(ranks) == len(places)
        assert chi_square(ranks.values()) < MOST, item.code
