"""The table of items: what people write, what goes out and comes back, and what a row cannot hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.domain.exchange import sheet, sheet_writers
from exams.domain.exchange.items import BankItem
from exams.domain.exchange.sheet_columns import COLUMNS
from tests.exams.domain.exchange import strategies as made

words = st.text("甲乙丙有限空间abc 019.,:#%()*\"'，。", min_size=1, max_size=12).map(str.strip).filter(bool)
KINDS = st.one_of(
    made.single_choices(words), made.multiple_choices(words), made.true_false, made.numerics(), made.fill_ins(words),
    made.matchings(words), made.orderings(words),
    made.wholes(),
)  # fmt: skip
ENGLISH = [words[1] for words in COLUMNS.values()]


def read(*rows):
    """Read rows of cells by field."""
    table = [(number, [row.get(name, "") for name in COLUMNS]) for number, row in enumerate(rows, start=2)]
    return sheet.read(ENGLISH, table, {})


def only(**cells):
    reading = read({"stem": "题干", **cells})
    assert reading.troubles == ()
    return reading.found[0].item


@given(st.lists(made.items(KINDS, stems=words), max_size=5))
def test_what_goes_out_comes_back_the_same(bank):
    rows, kept_out = sheet_writers.write(bank)

    reading = read(*rows)
    assert reading.troubles == ()
    left = {entry.code for entry in kept_out}
    expected = [item for item in bank if item.code not in left]
    back = [found.item for found in reading.found if found.item.code not in left]
    assert [(i.code, i.area, i.points, i.extra, i.explanation) for i in back] == [
        (i.code, i.area, i.points, i.extra, i.explanation) for i in expected
    ]
    assert [(i.stem, sheet_writers.shape(i)) for i in back] == [(i.stem, sheet_writers.shape(i)) for i in expected]


def test_rows_as_people_write_them():
    choice = only(
        type="单选题", option_A="甲", option_B="乙", answer="b", shares="A=50%", feedback="A=差一点", level="2"
    )
    assert choice.key == {"correct": ["b"], "weights": {"a": "0.5"}, "feedback": {"a": "差一点"}}
    assert choice.extra == {"level": 2}
    several = only(type="多选", option_A="甲", option_B="乙", option_C="丙", answer="A、C", scoring="按对错相抵")
    assert several.key == {"correct": ["a", "c"], "scoring": "balanced"}
    assert only(type="判断题", answer="错").key == {"correct": False}
    number = only(type="数值题", answer="19.5 | 23.5", tolerance="0 | 0.1", unit="% | %", labels="下限 | 上限")
    assert number.body["blanks"][1] == {"id": "b", "label": "上限", "unit": "%"}
    assert number.key["b"] == {"value": "23.5", "tolerance": "0.1"}
    assert only(type="填空题", answer="检测; 气体检测").key == {
        "a": {"accepted": ["检测", "气体检测"], "match_case": False}
    }
    assert only(type="排序题", answer="通风\n检测\n作业").key["order"] == ["a", "b", "c"]
    pairs = only(type="匹配题", answer="甲烷 = 爆炸 | 硫化氢 = 中毒 | = 烫伤")
    assert (pairs.key["pairs"], len(pairs.body["right"])) == ({"a": "r1", "b": "r2"}, 3)
    written = only(type="简答题", answer="先报警", rubric="50=报警 | 50=通风")
    assert [line["share"] for line in written.key["rubric"]] == ["0.5", "0.5"]
    shown = only(
        type="true or false", answer="T", picture="a.png", picture_alt="井口", bases="GB 46768-2025#5.9.1"
    )
    assert shown.stem == "题干\n\n![井口](picture:a.png)"
    assert shown.extra["bases"] == [["GB 46768-2025", "5.9.1"]]


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        ({"type": "诗歌"}, "type_unknown", "type"),
        ({"type": "案例题"}, "sheet_type", "type"),
        ({"type": "案例题", "structure": "{"}, "payload_unfit", "structure"),
        ({"type": "案例题", "structure": '{"body":[],"key":{}}'}, "payload_unfit", "structure"),
        ({"type": "单选题", "stem": ""}, "no_stem", "stem"),
        ({"type": "单选题", "option_A": "甲", "option_C": "丙", "answer": "A"}, "sheet_option_gap", "option_B"),
        (
            {"type": "单选题", "option_A": "甲", "option_B": "乙", "answer": "C"},
            "aiken_letter_names_no_option",
            "answer",
        ),
        ({"type": "单选题", "option_A": "甲", "option_B": "乙"}, "sheet_no_answer", "answer"),
        (
            {"type": "单选题", "option_A": "甲", "option_B": "乙", "answer": "A", "shares": "B=much"},
            "sheet_share",
            "shares",
        ),
        (
            {"type": "单选题", "option_A": "甲", "option_B": "乙", "answer": "A", "feedback": "嗯"},
            "sheet_by_letter",
            "feedback",
        ),
        (
            {"type": "多选题", "option_A": "甲", "option_B": "乙", "answer": "A", "scoring": "随意"},
            "scoring_unknown",
            "scoring",
        ),
        ({"type": "判断题", "answer": "也许"}, "no_key", "answer"),
        ({"type": "判断题", "answer": "对", "level": "9"}, "level_unknown", "level"),
        ({"type": "判断题", "answer": "对", "points": "many"}, "points_out_of_range", "points"),
        ({"type": "判断题", "answer": "对", "is_critical": "大概"}, "sheet_yes_no", "is_critical"),
        ({"type": "数值题", "answer": "x"}, "key_is_no_number", "answer"),
        ({"type": "数值题", "answer": "1 | 2", "unit": "m"}, "sheet_counts_differ", "unit"),
        ({"type": "填空题"}, "sheet_no_answer", "answer"),
        ({"type": "排序题", "answer": "一步"}, "two_steps_at_least", "answer"),
        ({"type": "匹配题", "answer": "甲烷"}, "sheet_pair", "answer"),
        ({"type": "简答题", "rubric": "报警"}, "sheet_rubric", "rubric"),
        ({"type": "简答题", "most_characters": "-1"}, "length_out_of_range", "most_characters"),
    ],
)
def test_what_cannot_be_read_names_row_and_column(cells, code, column):
    reading = read({"stem": "题干", **cells}, {"stem": "好的", "type": "判断题", "answer": "对"})

    assert [(t.line, t.code, t.field) for t in reading.troubles] == [(2, code, column)]
    assert [found.line for found in reading.found] == [3]


def test_a_table_without_its_columns_is_refused_whole():
    assert [t.field for t in sheet.read(["编号", "答案"], [(2, ["a", "b"])], {}).troubles] == ["type", "stem"]


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (BankItem("case", "s", {"parts": ["x" * 40_000]}, {}, code="C"), "sheet_cell_full"),
        (BankItem("ordering", "s", {"steps": [{"id": "a", "text": "a | b"}, {"id": "b", "text": "c"}]},
                  {"order": ["a", "b"]}, code="O"), "sheet_signs"),
        (BankItem("true_false", "s", {}, {"correct": True, "feedback": {"true": "x"}}, code="T"), "sheet_signs"),
    ],
)  # fmt: skip
def test_what_a_row_cannot_hold_is_said(item, reason):
    assert [(entry.code, entry.reason) for entry in sheet_writers.write([item])[1]] == [(item.code, reason)]
