"""Moodle XML by its public description, what goes out and comes back, and files that mean harm."""

import base64
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.domain.exchange import moodle_xml
from exams.domain.exchange.items import BankItem, Trouble
from exams.domain.exchange.rich_text import from_html
from tests.exams.domain.exchange import strategies as made

KINDS = st.one_of(
    made.single_choices(), made.multiple_choices(), made.true_false, made.numerics(), made.fill_ins(), made.matchings(),
    made.orderings(), made.wholes(),
)  # fmt: skip
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def size_of(content):
    return (200, 100) if content == DOT else None


def read(questions):
    return moodle_xml.read(f"<?xml version='1.0'?><quiz>{questions}</quiz>".encode(), size_of=size_of)


def only(questions):
    reading = read(questions)
    assert reading.troubles == ()
    [found] = reading.found
    return found.item


@given(st.lists(made.items(KINDS), max_size=5))
def test_what_goes_out_comes_back_the_same(bank):
    content, kept_out = moodle_xml.write(bank, pictures={}, size_of=size_of)

    assert kept_out == []
    reading = moodle_xml.read(content, size_of=size_of)
    assert reading.troubles == ()
    assert [found.item for found in reading.found] == bank


HAZARDS = BankItem(
    "hazard_spotting",
    "找出隐患",
    {"picture": "room.png", "most_taps": 5, "asks": ["severity"], "severities": [{"id": "h", "text": "高"}],
     "controls": [], "statements": [{"id": "s1", "text": "井口无围挡"}]},
    {"hazards": [{"id": "a", "name": "井口无围挡", "polygon": [["0.1", "0.2"], ["0.5", "0.2"], ["0.5", "0.9"]],
                  "severity": "h", "statement": "s1"}], "wrong_tap_cost": "0.25"},
    code="M3-90",
)  # fmt: skip


def test_pictures_travel_inside_and_hazards_as_markers():
    shown = BankItem("true_false", "看图：![站内](picture:room.png)", {}, {"correct": True}, code="M3-91")

    content, kept_out = moodle_xml.write([HAZARDS, shown], pictures={"room.png": DOT}, size_of=size_of)

    assert kept_out == []
    assert b"<coords>20,20;100,20;100,90</coords>" in content
    assert "![站内](@@PLUGINFILE@@/room.png)".encode() in content
    reading = moodle_xml.read(content, size_of=size_of)
    assert [found.item for found in reading.found] == [HAZARDS, shown]
    assert reading.pictures == {"room.png": DOT}


def test_markers_of_other_systems_become_hazards():
    file = f'<file name="p.png" path="/" encoding="base64">{base64.b64encode(DOT).decode()}</file>'
    item = only(
        f'<question type="ddmarker"><name><text>m</text></name><questiontext format="html"><text>Find</text>'
        f"</questiontext>{file}<drag><no>1</no><text>Leak</text></drag><drag><no>2</no><text>Gas</text></drag>"
        "<drop><no>1</no><shape>rectangle</shape><coords>20,10;40,20</coords><choice>1</choice></drop>"
        "<drop><no>2</no><shape>circle</shape><coords>100,50;10</coords><choice>2</choice></drop></question>"
    )

    first, second = item.key["hazards"]
    assert (first["name"], first["polygon"]) == (
        "Leak", [["0.1000", "0.1000"], ["0.3000", "0.1000"], ["0.3000", "0.3000"], ["0.1000", "0.3000"]]
    )  # fmt: skip
    assert len(second["polygon"]) == 16
    assert [statement["text"] for statement in item.body["statements"]] == ["Leak", "Gas"]


CHOICE = """<question type="category"><category><text>$course$/top/安全/有限空间</text></category></question>
<question type="multichoice"><name><text>Q7</text></name>
<questiontext format="html"><text><![CDATA[<p>氧含量 <b>合格</b>范围？</p><script>alert(1)</script>]]></text>
</questiontext>
<generalfeedback format="html"><text>见 4.4</text></generalfeedback><defaultgrade>2.0000000</defaultgrade>
<single>{single}</single><shuffleanswers>1</shuffleanswers>
<answer fraction="{a}" format="html"><text>19.5%～23.5%</text><feedback format="html"><text>对</text></feedback>
</answer>
<answer fraction="{b}" format="html"><text>H<sub>2</sub>S</text><feedback format="html"><text></text></feedback>
</answer>
</question>"""


def escaped_sub(text):
    return text.replace("<sub>2</sub>", "&lt;sub&gt;2&lt;/sub&gt;")


def test_single_choice_of_another_system():
    item = only(escaped_sub(CHOICE.format(single="true", a=100, b=0)))

    assert (item.code, item.area, str(item.points), item.explanation) == ("Q7", "安全/有限空间", "2", "见 4.4")
    assert item.stem == "氧含量 **合格**范围？"
    assert [option["text"] for option in item.body["options"]] == ["19.5%～23.5%", "H~2~S"]
    assert item.key == {"correct": ["a"], "feedback": {"a": "对"}}


def test_fractions_of_several_right_options():
    item = only(escaped_sub(CHOICE.format(single="false", a=50, b=50)))

    assert (item.item_type, item.key["correct"], item.key["scoring"]) == (
        "multiple_choice",
        ["a", "b"],
        "balanced",
    )


def test_html_becomes_small_markup():
    html = (
        "<p>一<br>二 3*4</p><ul><li>甲</li><li>乙</li></ul>"
        "<table><tr><td>a</td><td>b</td></tr></table><ol><li>x</li></ol>"
    )

    assert from_html(html) == "一\n二 3\\*4\n\n- 甲\n- 乙\n\n|a|b|\n\n1. x"


@pytest.mark.parametrize(
    ("questions", "trouble"),
    [
        ('<question type="calculated"/>', Trouble(1, "moodle_type", "calculated")),
        ('\n\n<question type="cloze"/>', Trouble(3, "moodle_type", "cloze")),
        (
            '<question type="description"><questiontext><text>n</text></questiontext></question>',
            Trouble(1, "moodle_type", "description"),
        ),
        (
            '<question type="description"><questiontext><text>n</text></questiontext>'
            '<annuan>{"whole":{"type":"numeric","body":{},"key":{}}}</annuan></question>',
            Trouble(1, "payload_unfit", ""),
        ),
        (CHOICE.format(single="true", a=50, b=0), Trouble(2, "none_correct", "19.5%～23.5%")),
        (CHOICE.format(single="true", a="many", b=0), Trouble(2, "moodle_fraction", "many")),
        (
            '<question type="numerical"><questiontext><text>n</text></questiontext><answer fraction="100">'
            "<text>x</text></answer></question>",
            Trouble(1, "key_is_no_number", "x ± 0"),
        ),
        (
            '<question type="shortanswer"><questiontext><text>n</text></questiontext><answer fraction="100">'
            "<text>a*b</text></answer></question>",
            Trouble(1, "moodle_wildcard", "a*b"),
        ),
    ],
    ids=[
        "unknown type",
        "third line",
        "text alone",
        "note of another type",
        "nothing fully right",
        "fraction",
        "number",
        "wildcard",
    ],
)
def test_what_cannot_be_read_is_named_by_its_line(questions, trouble):
    assert read(questions).troubles == (trouble,)


BOMB = b"""<?xml version="1.0"?><!DOCTYPE q [<!ENTITY a "0000000000">""" + b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
) + b"]><quiz>&j;</quiz>"  # fmt: skip


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (BOMB, "xml_declares_entities"),
        (b'<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>', "xml_declares_entities"),
        (b"<quiz>", "xml_broken"),
        (b"not xml", "xml_broken"),
        (b"<html/>", "xml_is_no_quiz"),
    ],
)
def test_hostile_and_broken_files_are_refused_at_once(content, code):
    begin = time.process_time()

    reading = moodle_xml.read(content, size_of=size_of)

    assert [trouble.code for trouble in reading.troubles] == [code]
    assert reading.found == ()
    assert time.process_time() - begin < 1


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (BankItem("branching", "s", {"nodes": [{"picture": "x.png"}]}, {}, code="B"), "picture_missing"),
        (BankItem("essay", "s", {}, {}, code="E"), "format_lacks_type"),
        (BankItem("numeric", "s", {"blanks": [{"id": "a"}, {"id": "b"}]}, {}, code="N"), "format_one_blank"),
        (HAZARDS, "picture_missing"),
    ],
    ids=["place without its picture", "no type of ours", "two blanks", "no picture"],
)
def test_what_the_format_cannot_hold_is_said(item, reason):
    _content, kept_out = moodle_xml.write([item], pictures={}, size_of=size_of)

    assert [(entry.code, entry.reason) for entry in kept_out] == [(item.code, reason)]
