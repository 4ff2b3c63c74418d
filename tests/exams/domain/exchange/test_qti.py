"""QTI 2.1 packages: what goes out and comes back, and what other systems write."""

from hypothesis import given
from hypothesis import strategies as st

from exams.domain.exchange import qti
from exams.domain.exchange.items import BankItem
from exams.domain.exchange.packages import opened
from tests.exams.domain.exchange import strategies as made
from tests.exams.domain.exchange.test_moodle_xml import DOT, HAZARDS, size_of

KINDS = st.one_of(
    made.single_choices(), made.multiple_choices(), made.true_false, made.numerics(), made.fill_ins(), made.matchings(),
    made.orderings(), made.wholes(),
)  # fmt: skip


@given(st.lists(made.items(KINDS), max_size=3))
def test_what_goes_out_comes_back_the_same(bank):
    content, kept_out = qti.write(bank, pictures={}, size_of=size_of)

    assert kept_out == []
    reading = qti.read(content, size_of=size_of)
    assert reading.troubles == ()
    assert [found.item for found in reading.found] == bank


def test_pictures_blanks_rubrics_and_hazards_come_back():
    shown = BankItem("true_false", "看图：![站内](picture:room.png)", {}, {"correct": True}, code="M3-91")
    blanks = [{"id": name, "label": label, "unit": "%"} for name, label in (("a", "下限"), ("b", "上限"))]
    two = BankItem(
        "numeric", "两个数", {"blanks": blanks},
        {"a": {"value": "19.50", "tolerance": "0"}, "b": {"value": "23.5", "tolerance": "0.1"}}, code="M3-92",
    )  # fmt: skip
    written = BankItem(
        "short_answer", "写出三步", {"most_characters": 300},
        {"rubric": [{"id": "a", "text": "报警", "share": "1"}], "model_answer": "先**报警**\n\n- 通风"}, code="M3-93",
    )  # fmt: skip

    content, kept_out = qti.write([HAZARDS, shown, two, written], pictures={"room.png": DOT}, size_of=size_of)

    assert kept_out == []
    files = opened(content)
    assert set(files) == {
        "imsmanifest.xml", "pictures/room.png", *(f"items/item-0000{n}.xml" for n in range(1, 5))
    }  # fmt: skip
    assert b'coords="20,20,100,20,100,90"' in files["items/item-00001.xml"]
    assert b'<img src="../pictures/room.png"' in files["items/item-00002.xml"]
    reading = qti.read(content, size_of=size_of)
    assert [found.item for found in reading.found] == [HAZARDS, shown, two, written]
    assert reading.pictures == {"room.png": DOT}
