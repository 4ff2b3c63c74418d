"""Tables in and out: exact values, no formulas, no bombs."""

import io
import time
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import openpyxl
import pytest
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
    began = time.perf_counter()

    with pytest.raises(TableRefused) as refused:
        sheets.read_table(content, file_name="a.xlsx")

    assert "300" in refused.value.message
    assert time.perf_counter() - began < 1


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


def test_written_csv_is_defused_and_marked(tmp_path):
    path = tmp_path / "a.csv"

    sheets.write_csv(path, columns=[Column("值")], rows=[["=1+1"], [-5], ["001234"]])

    assert path.read_bytes() == "\ufeff值\r\n'=1+1\r\n-5\r\n001234\r\n".encode()


@given(st.text())
def test_defused_cell_never_begins_a_formula(text):
    cell = sheets.defused(text)

    assert not str(cell).lstrip(" \t\r\n\0　").startswith(sheets.FORMULA_STARTS)
    assert str(cell).endswith(text)
