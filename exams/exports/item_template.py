"""The XLSX template of items: drop-downs, example rows, and a sheet that explains every column in two languages."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter
from xlsxwriter.workbook import Workbook

from exams.domain.exchange.sheet import SCORINGS
from exams.domain.exchange.sheet_columns import COLUMNS, TYPES
from exams.models import ContentArea
from library.models import Standard

WORDS = json.loads(Path(__file__).with_name("item_template.json").read_text(encoding="utf-8"))
ROWS = 5000  # as many as an import takes
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False}
WIDE = {"stem": 48, "explanation": 48, "answer": 32, "rubric": 32, "bases": 24}
SELDOM = frozenset({"case", "branching", "hazard_spotting"})  # nobody writes these into a row


def write_items(path: Path, *, rows: Sequence[Mapping[str, str]], is_chinese: bool) -> None:
    """Write a table of items with its drop-downs and its explanation; without rows it is the template."""
    with xlsxwriter.Workbook(str(path), OPTIONS) as book:
        head = book.add_format({"bold": True, "bg_color": "#DCECEC", "border": 1, "text_wrap": True})
        must = book.add_format({"bold": True, "bg_color": "#F8E3DD", "border": 1, "text_wrap": True})
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("试题 Items")
        for place, (name, words) in enumerate(COLUMNS.items()):
            sheet.set_column(place, place, WIDE.get(name, 14), text)
            sheet.write_string(0, place, words[0 if is_chinese else 1], must if name in ("type", "stem") else head)
        for number, row in enumerate(rows, start=1):
            for place, name in enumerate(COLUMNS):
                if row.get(name):
                    sheet.write_string(number, place, row[name], text)
        sheet.freeze_panes(1, 0)
        lists = _write_lists(book)
        fields = list(COLUMNS)
        for name, source in lists.items():
            place = fields.index(name)
            sheet.data_validation(
                1, place, ROWS, place, {"validate": "list", "source": source, "error_type": "warning"}
            )
        _write_rows(
            book, "示例 Examples", [words[0 if is_chinese else 1] for words in COLUMNS.values()], _examples()
        )
        explained = [(*COLUMNS[name], said["zh"], said["en"]) for name, said in WORDS["columns"].items()]
        _write_rows(book, "说明 Help", ["列", "Column", "怎么填", "How to fill it in"], explained)


def _examples() -> list[list[str]]:
    return [[row.get(name, "") for name in COLUMNS] for row in WORDS["examples"]]


def _write_rows(book: Workbook, title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    head = book.add_format({"bold": True, "bg_color": "#DCECEC", "border": 1})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(title)
    sheet.set_column(0, len(headings) - 1, 22 if len(headings) > 4 else 30, text)
    for place, heading in enumerate(headings):
        sheet.write_string(0, place, heading, head)
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            sheet.write_string(number, place, cell, text)
    sheet.freeze_panes(1, 0)


def _write_lists(book: Workbook) -> dict[str, str | list[str]]:
    """Write what may be chosen; return the sources of the drop-downs by column."""
    areas = list(ContentArea.objects.order_by("code").values_list("code", "name"))
    standards = list(Standard.objects.order_by("code").values_list("code", "title"))
    sheet = book.add_worksheet("代码 Codes")
    sheet.set_column(0, 4, 24)
    for place, (title, rows) in enumerate((("内容领域 Content area", areas), ("标准 Standard", standards))):
        sheet.write_row(0, place * 3, [title, "名称 Name"])
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, place * 3, row)
    return {
        "area": f"='{sheet.get_name()}'!$A$2:$A${len(areas) + 1}",
        "type": [words[0] for name, words in TYPES.items() if name not in SELDOM],
        "level": ["1", "2", "3"],
        "scoring": [words[0] for words in SCORINGS.values()],
        "is_critical": ["是", "否"],
        "keep_order": ["是", "否"],
        "match_case": ["是", "否"],
    }
