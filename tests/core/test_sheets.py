"""Tables in and out: exact values, no formulas, no bombs."""

import io
import resource
import struct
import time
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import openpyxl
import pytest
import xlsxwriter
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core import sheets
from core.sheets import Column, Limits, TableRefused

BEIJING = ZoneInfo("Asia/Shanghai")
NASTY = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1",
    " =HYPERLINK(1)",
    "001234",
    "11010519491231002X",
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_is_read_in_every_usual_encoding(encoding):
    content = "工号,姓名\r\n000123,买买提·吐尔逊\r\n\r\n000124,李四\r\n".encode(encoding)

    table = sheets.read_table(content, file_name="名册.csv")

    assert table.headings == ("工号", "姓名")
    assert table.rows == ((2, ("000123", "买买提·吐尔逊")), (4, ("000124", "李四")))


def test_xlsx_keeps_leading_zeros_row_numbers_and_dates():
    book = openpyxl.Workbook()
    book.active.append(["工号", "入职日期"])
    book.active.append(["000123", date(2020, 3, 1)])
    book.active.append([])
    book.active.append([10124.0, None])
    file = io.BytesIO()
    book.save(file)

    table = sheets.read_table(file.getvalue(), file_name="a.xlsx")

    assert table.rows == ((2, ("000123", "2020-03-01")), (4, ("10124", "")))


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (300 * 1024 * 1024))
    return file.getvalue()


def test_bomb_is_refused_in_under_a_second():
    content = bomb()
    began = time.process_time()

    with pytest.raises(TableRefused) as refused:
        sheets.read_table(content, file_name="a.xlsx")

    assert "300" in refused.value.message
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    ("content", "name", "limits"),
    [
        (b"", "a.csv", Limits()),
        (b"\xff\xfe\x00\x01\xff", "a.csv", Limits()),
        (b"PK\x03\x04broken", "a.xlsx", Limits()),
        (b"%PDF-1.7", "a.pdf", Limits()),
        (b"a\n1\n2\n", "a.csv", Limits(rows=1)),
        (b"a,b,c\n", "a.csv", Limits(columns=2)),
        (b"a\n" * 10, "a.csv", Limits(file_bytes=5)),
    ],
    ids=["empty", "encoding", "damaged", "kind", "rows", "columns", "bytes"],
)
def test_unreadable_file_is_refused(content, name, limits):
    with pytest.raises(TableRefused):
        sheets.read_table(content, file_name=name, limits=limits)


def test_written_xlsx_holds_text_as_text_and_no_formula(tmp_path):
    path = tmp_path / "a.xlsx"

    count = sheets.write_xlsx(
        path, title="名单", columns=[Column("值")], rows=[[text] for text in NASTY], zone=BEIJING
    )

    cells = [row[0] for row in openpyxl.load_workbook(path).active.iter_rows(min_row=2)]
    assert count == len(NASTY)
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value.replace("_x000D_", "\r") for cell in cells] == NASTY


def test_written_xlsx_holds_real_numbers_and_dates_in_the_company_zone(tmp_path):
    path = tmp_path / "a.xlsx"
    instant = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)

    sheets.write_xlsx(
        path,
        title="a",
        columns=[Column(name) for name in "abcd"],
        rows=[[Decimal("92.5"), date(2026, 11, 24), instant, None]],
        zone=BEIJING,
    )

    row = [cell.value for cell in openpyxl.load_workbook(path).active[2]]
    assert row == [92.5, datetime(2026, 11, 24), datetime(2026, 11, 24, 9, 0), None]


def test_rows_beyond_one_sheet_go_on_in_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "MOST_ROWS_OF_A_SHEET", 2)
    path = tmp_path / "a.xlsx"

    count = sheets.write_xlsx(
        path, title="名单", columns=[Column("值")], rows=[[n] for n in range(5)], zone=BEIJING,
        facts=lambda rows: sheets.Facts("说明", [("行数", str(rows))]),
    )  # fmt: skip

    book = openpyxl.load_workbook(path)
    assert count == 5
    assert {s.title: [row[0] for row in s.iter_rows(values_only=True)] for s in book} == {
        "名单": ["值", 0, 1],
        "名单 (2)": ["值", 2, 3],
        "名单 (3)": ["值", 4],
        "说明": ["行数"],
    }
    assert book["说明"]["B1"].value == "5"


def test_written_csv_is_defused_and_marked(tmp_path):
    path = tmp_path / "a.csv"

    sheets.write_csv(path, columns=[Column("值")], rows=[["=1+1"], [-5], ["001234"]])

    assert path.read_bytes() == "\ufeff值\r\n'=1+1\r\n-5\r\n001234\r\n".encode()


@given(st.text())
def test_defused_cell_never_begins_a_formula(text):
    cell = sheets.defused(text)

    assert not str(cell).lstrip(" \t\r\n\0　").startswith(sheets.FORMULA_STARTS)
    assert str(cell).endswith(text)


PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="xl/workbook.xml" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships"><Relationship Id="rId1" Target="worksheets/sheet1.xml" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/worksheet"/></Relationships>',
}


def workbook(rows: str) -> bytes:
    """Return an XLSX file whose only sheet holds these rows, as XML."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in PARTS.items():
            archive.writestr(name, text)
        sheet = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}'
        archive.writestr("xl/worksheets/sheet1.xml", f"{sheet}</sheetData></worksheet>")
    return file.getvalue()


def cell(place: str) -> str:
    return f'<c r="{place}"><v>1</v></c>'


@pytest.mark.parametrize(
    "rows",
    [
        f'<row r="1">{cell("A1")}</row><row r="1048576">{cell("XFD1048576")}</row>',
        f'<row r="1">{cell("A1")}</row><row r="1048576">{cell("A1048576")}</row>',
        f'<row r="1">{"<c><v>1</v></c>" * 16_000}</row><row r="1048576">{cell("A1048576")}</row>',
    ],
    ids=["far corner", "far below", "wide and far below"],
)
def test_small_file_with_cells_far_apart_is_refused_in_time_and_costs_no_memory(rows):
    content = workbook(rows)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    cpu = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime

    with pytest.raises(TableRefused) as refused:
        sheets.read_table(content, file_name="a.xlsx")

    assert len(content) < 10_000
    assert "1048576" not in refused.value.message
    assert "内存" in refused.value.message
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - cpu < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024


def test_stream_that_is_longer_than_it_says_is_refused():
    honest = workbook(f'<row r="1">{cell("A1")}</row>' + " " * (64 * 1024**2))
    size = zipfile.ZipFile(io.BytesIO(honest)).getinfo("xl/worksheets/sheet1.xml").file_size
    lying = honest.replace(struct.pack("<L", size), struct.pack("<L", 100))

    assert sheets.read_table(honest, file_name="a.xlsx").headings == ("1",)
    with pytest.raises(TableRefused):
        sheets.read_table(lying, file_name="a.xlsx", limits=Limits(unpacked_bytes=1024**2))


def test_file_with_more_rows_than_allowed_is_refused_by_its_number():
    rows = "".join(f'<row r="{n}">{cell(f"A{n}")}</row>' for n in range(1, 14))

    with pytest.raises(TableRefused) as refused:
        sheets.read_table(workbook(rows), file_name="a.xlsx", limits=Limits(rows=10))

    assert "10" in refused.value.message


def test_value_of_a_formula_is_read_and_never_the_formula():
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["工号", "姓名"])
        sheet.write_formula(1, 0, '=HYPERLINK("http://example.cn","000123")', value="000123")
        sheet.write_string(1, 1, "=1+1")

    table = sheets.read_table(file.getvalue(), file_name="a.xlsx")

    assert table.rows == ((2, ("000123", "=1+1")),)


def test_refusal_is_in_the_language_of_the_reader():
    with pytest.raises(TableRefused) as refused:
        sheets.read_table(b"a\n1\n2\n", file_name="a.csv", limits=Limits(rows=1))

    with translation.override("en"):
        assert refused.value.message == "The file has more than 1 rows. Split it into parts."
    with translation.override("zh-hans"):
        assert "1 行" in refused.value.message
