"""Tables with pictures, QTI packages of other systems, and files that mean harm."""

import io
import time
import zipfile

import openpyxl
import pytest
from django.urls import reverse

from exams.domain.exchange.packages import packed
from exams.exports.item_template import write_items
from exams.models import ItemImport, ItemPicture, ItemVersion
from tests.exams.exchange.conftest import SAMPLES, png
from tests.exams.exchange.test_imports import apply, page, remarks

pytestmark = pytest.mark.django_db

NAMES = ["qti_choice.xml", "qti_entry.xml", "qti_point.xml", "qti_slider.xml"]


def qti_sample(**files: bytes) -> bytes:
    """Return a package as other systems pack one."""
    rows = "".join(f'<resource identifier="r{n}" type="imsqti_item_xmlv2p1" href="{n}"/>' for n in NAMES)
    manifest = (
        f'<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"><resources>{rows}</resources></manifest>'
    )
    found = {name: (SAMPLES / name).read_bytes() for name in NAMES}
    return packed({"imsmanifest.xml": manifest.encode(), "images/meter.png": png(), **found, **files})


def table(*rows: dict[str, str]) -> bytes:
    out = io.BytesIO()
    book = openpyxl.Workbook()
    headings = list(dict.fromkeys(name for row in rows for name in row))
    book.active.append(headings)
    for row in rows:
        book.active.append([row.get(name, "") for name in headings])
    book.save(out)
    return out.getvalue()


def test_qti_of_another_system(client, bring, bank, work):
    row = bring(qti_sample(), name="q.zip", area=bank[0])

    assert (row.state, row.format) == ("ready", "qti")
    assert remarks(row) == [
        (3, "note", "no_wrong_statement", ""), (4, "kept_out", "qti_interaction", "sliderInteraction")
    ]  # fmt: skip
    assert page(client, row)
    apply(client, row, work)
    several, words, points = ItemVersion.objects.order_by("pk")
    assert several.stem == "通风之后，**哪些**气体要检测？\n\n![检测仪](picture:meter)\n\n选出所有。"
    assert [option["text"] for option in several.body["options"]] == ["硫化氢 H~2~S", "氧", "氩"]
    assert several.key == {"correct": ["a", "b"], "scoring": "balanced", "feedback": {"c": "惰性气体"}}
    assert (words.stem, words.key["t"]["accepted"]) == ("先通风、再_____、后作业。", ["检测", "气体检测"])
    assert points.body["most_taps"] == 4
    assert points.key["hazards"][0]["polygon"][2] == ["0.2500", "0.5000"]
    assert list(ItemPicture.objects.values_list("code", flat=True)) == ["meter"]


def test_one_bare_qti_item(bring, bank):
    row = bring((SAMPLES / "qti_entry.xml").read_bytes(), name="q.xml", area=bank[0])

    assert (row.state, row.format, row.outcome["counts"]["new"]) == ("ready", "qti", 1)


def test_a_table_with_pictures_beside_it(client, bring, bank, work):
    rows = table(
        {"编号": "T-1", "内容领域": "检测", "题型": "判断题", "题干": "看图：合格。", "答案": "对", "图片文件": "a.png",
         "图片说明": "检测仪", "分值": "2"},
        {"编号": "T-2", "内容领域": "M1", "题型": "单选题", "题干": "选一个", "答案": "B", "选项A": "甲",
         "选项B": "乙"},
    )  # fmt: skip
    row = bring(packed({"bank/items.xlsx": rows, "bank/pictures/a.png": png()}), name="b.zip")

    assert (row.state, row.format, remarks(row)) == ("ready", "xlsx", [])
    apply(client, row, work)
    found = ItemVersion.objects.order_by("pk").values_list("item__code", "item__area__code", "points", "stem")
    assert list(found) == [
        ("T-1", "M2", 2, "看图：合格。\n\n![检测仪](picture:a)"), ("T-2", "M1", 1, "选一个")
    ]  # fmt: skip


def test_wrong_cells_name_row_and_column_in_the_readers_language(client, bring, bank):
    row = bring(
        table({"题型": "诗歌", "题干": "写诗"}, {"题型": "判断题", "题干": "缺答案"}), name="t.xlsx", area=bank[0]
    )

    assert row.state == "refused"
    assert list(row.remarks.order_by("number").values_list("number", "field", "code")) == [
        (2, "type", "type_unknown"), (3, "answer", "no_key")
    ]  # fmt: skip
    assert "Answer" in page(client, row)
    client.cookies["django_language"] = "zh-hans"
    assert "题型" in page(client, row)


def test_the_examples_of_the_template_can_be_imported(client, bring, bank, tmp_path, trainer):
    sent = client.get(reverse("exams:import_template"))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(sent.streaming_content)))
    assert book.sheetnames == ["试题 Items", "代码 Codes", "示例 Examples", "说明 Help"]
    assert book["试题 Items"].data_validations.count == 7
    assert [cell.value for cell in book["试题 Items"][1]][:3] == ["Code", "Content area", "Type"]
    example = book["示例 Examples"]
    headings = [cell.value for cell in example[1]]
    cells = [[cell or "" for cell in row] for row in example.iter_rows(2, values_only=True)]
    rows = [dict(zip(headings, row, strict=True)) for row in cells]

    row = bring(table(*rows), name="t.xlsx", area=bank[0])

    assert (row.state, remarks(row), row.outcome["counts"]["new"]) == ("ready", [], 8)


def zip_of(*entries: tuple[zipfile.ZipInfo | str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()


def link() -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo("items.xml")
    entry.external_attr = 0o120777 << 16
    return entry


MANIFEST = ("imsmanifest.xml", b"<manifest/>")
BOMB = b'<!DOCTYPE q [<!ENTITY a "0000000000">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
) + b"]><quiz>&j;</quiz>"  # fmt: skip
OUTSIDE = b'<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (BOMB, "xml_declares_entities"),
        (OUTSIDE, "xml_declares_entities"),
        (zip_of(("imsmanifest.xml", BOMB)), "xml_declares_entities"),
        (zip_of(MANIFEST, ("../../../../etc/cron.d/x", b"x")), "zip_name"),
        (zip_of(MANIFEST, ("/etc/cron.d/x", b"x")), "zip_name"),
        (zip_of(MANIFEST, ("..\\..\\x", b"x")), "zip_name"),
        (zip_of(MANIFEST, (link(), b"/etc/passwd")), "zip_link"),
        (zip_of(MANIFEST, ("items.xml", b" " * 19 * 1024 * 1024)), "zip_bomb"),
        (zip_of(MANIFEST, *((f"{n}.txt", b"") for n in range(3001))), "zip_too_many"),
        (zip_of(MANIFEST, ("A.png", b"1"), ("a.png", b"2")), "zip_name_twice"),
        (zip_of(("a.txt", b"x")), "file_kind"),
        (zip_of(MANIFEST)[:-30], "zip_broken"),
        (zip_of(("a.xlsx", b"x"), ("b.xlsx", b"x")), "zip_one_table"),
        (zip_of(("a.xlsx", b"x" * 20)), "sheet_refused"),
        (b"PK\x03\x04" + b"\xff" * 400, "zip_broken"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_hostile_files_are_refused_within_a_second(bring, bank, tmp_path, content, code):
    begin = time.process_time()

    row = bring(content, name="x.zip", area=bank[0])

    assert time.process_time() - begin < 1
    assert (row.state, [found for _n, _g, found, _v in remarks(row)]) == ("refused", [code])
    assert ItemImport.objects.count() == 1


def test_script_in_html_never_reaches_a_page(client, bring, bank):
    question = (
        '<quiz><question type="truefalse"><name><text>x</text></name><questiontext format="html"><text><![CDATA['
        "<p onclick='alert(1)'>好<script>alert(2)</script><iframe src='//x'></iframe><img src=x onerror=alert(3)>"
        "<a href='javascript:alert(4)'>点</a></p>]]></text></questiontext>"
        '<answer fraction="100"><text>true</text></answer></question></quiz>'
    )
    begin = time.process_time()
    row = bring(question.encode(), name="x.xml", area=bank[0])

    shown = page(client, row)

    assert time.process_time() - begin < 1
    assert "alert(" not in shown
    assert row.lines.get().payload["stem"] == "好![](picture:x)点"
    assert [code for _n, _g, code, _v in remarks(row)] == ["picture_missing"]


def test_the_template_is_written_for_chinese_readers_too(bank, tmp_path):
    path = tmp_path / "t.xlsx"
    write_items(path, rows=[], is_chinese=True)

    assert [cell.value for cell in openpyxl.load_workbook(path)["试题 Items"][1]][:3] == [
        "编号",
        "内容领域",
        "题型",
    ]
