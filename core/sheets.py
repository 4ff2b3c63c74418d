"""Reads and writes tables, and sends them: safe against bombs on the way in and against formulas on the way out."""

from __future__ import annotations

import csv
import io
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import xlsxwriter
from django.conf import settings
from django.http import FileResponse
from django.utils.translation import gettext_lazy as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from core import xlsx_reader
from core.errors import Refusal

Cell = str | int | float | Decimal | date | datetime | bool | None
ENCODINGS = ("utf-8-sig", "gb18030")
# A spreadsheet programme reads a cell that begins with one of these as a formula (ASVS 5.0, 1.2.10).
FORMULA_STARTS = tuple("=+-@＝＋－＠")
MOST_ROWS_OF_A_SHEET = 1_048_575  # and the headings: all that XLSX has room for
DAY_ZERO = date(1899, 12, 30).toordinal()  # XLSX counts days from here, right since March 1900


class TableRefused(Refusal):
    """The file is no table that can be read safely."""

    code = "table_refused"
    default_message = _("This file cannot be read as a table. Save it as XLSX or CSV and try again.")

    @property
    def message(self) -> str:
        """Return the sentence with its numbers, in the language active now."""
        return str(self._message) % self.data if self.data else str(self._message)


DAMAGED = _("The XLSX file is damaged. Open it, save it again and upload the new file.")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may cost: bytes as uploaded, bytes once unpacked, rows and columns."""

    file_bytes: int = 20 * 1024 * 1024
    unpacked_bytes: int = 200 * 1024 * 1024
    rows: int = 50_000
    columns: int = 60


@dataclass(frozen=True, slots=True)
class Table:
    """Headings and rows as text, without empty rows; each row comes with the number that the file shows."""

    headings: tuple[str, ...]
    rows: tuple[xlsx_reader.TextRow, ...]


def read_table(content: bytes, *, file_name: str, limits: Limits | None = None) -> Table:
    """Read the first sheet of an XLSX file, or a CSV file in UTF-8 or GB18030.

    Raises TableRefused for other kinds of file, for files over a limit (before unpacking them), and for
    tables without a heading row.
    """
    bounds = limits or Limits()
    if len(content) > bounds.file_bytes:
        raise TableRefused(
            _("The file has more than %(most)d MB. Split it into parts."),
            data={"most": bounds.file_bytes // 1024**2},
        )
    if content[:4] == b"PK\x03\x04":
        rows = _read_xlsx(content, bounds)
    elif file_name.lower().endswith((".csv", ".txt")):
        rows = _read_csv(content)
    else:
        raise TableRefused
    return _shaped(rows, bounds)


def _read_xlsx(content: bytes, bounds: Limits) -> Iterable[xlsx_reader.TextRow]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise TableRefused(DAMAGED) from error
    # The declared size is checked first: a file of 1 MB may unpack to hundreds. Whoever lies meets the reader's limits.
    if unpacked > bounds.unpacked_bytes:
        raise TableRefused(
            _("The file would unpack to %(size)d MB, more than %(most)d MB. Remove what is no data."),
            data={"size": unpacked // 1024**2, "most": bounds.unpacked_bytes // 1024**2},
        )
    try:
        return xlsx_reader.read_rows(content, most_rows=bounds.rows + 2)  # the headings, and one too many
    except xlsx_reader.Unreadable as error:
        too_large = _(
            "The XLSX file takes too much memory to be read: a cell stands far away from the others, or it holds "
            "much that is no data. Copy the rows into a new file."
        )
        raise TableRefused(too_large if error.is_too_large else DAMAGED) from error


def _read_csv(content: bytes) -> Iterator[xlsx_reader.TextRow]:
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return _csv_rows(text)
    raise TableRefused(_("The text of this CSV file is neither UTF-8 nor GB18030. Save it as CSV UTF-8."))


def _csv_rows(text: str) -> Iterator[xlsx_reader.TextRow]:
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline="")), start=1):
            yield number, tuple(cell.strip() for cell in cells)
    except csv.Error as error:  # a field of more than 128 kB
        raise TableRefused from error


def _shaped(rows: Iterable[xlsx_reader.TextRow], bounds: Limits) -> Table:
    headings: tuple[str, ...] = ()
    kept: list[xlsx_reader.TextRow] = []
    for number, cells in rows:
        if len(cells) > bounds.columns:
            raise TableRefused(
                _("Row %(row)d has more than %(most)d columns."), data={"row": number, "most": bounds.columns}
            )
        if not any(cells):
            continue
        if not headings:
            headings = cells
            continue
        if len(kept) == bounds.rows:
            raise TableRefused(
                _("The file has more than %(most)d rows. Split it into parts."), data={"most": bounds.rows}
            )
        width = len(headings)
        kept.append((number, (*cells[:width], *[""] * (width - len(cells)))))
    if not headings:
        raise TableRefused(_("The file is empty. The first row must hold the column headings."))
    return Table(headings, tuple(kept))


def defused(cell: Cell) -> Cell:
    """Return a CSV cell that no spreadsheet programme takes for a formula; numbers stay numbers."""
    if not isinstance(cell, str) or cell[:1].isalnum():  # most cells: letters, digits, Chinese characters
        return cell
    bare = cell.lstrip(" \t\r\n\0　")
    return f"'{cell}" if bare.startswith(FORMULA_STARTS) or cell[:1] in {"\t", "\r", "\0"} else cell


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a written table; `width` in characters."""

    heading: str
    width: int = 16


def write_csv(path: Path, *, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> int:
    """Write UTF-8 with a mark, as Excel in China expects; return the number of data rows."""
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([defused(column.heading) for column in columns])
        for row in rows:
            writer.writerow([_local_text(cell) if isinstance(cell, datetime) else defused(cell) for cell in row])
            count += 1
    return count


def _local_text(instant: datetime) -> str:
    return instant.astimezone(ZoneInfo(settings.TIME_ZONE)).strftime("%Y-%m-%d %H:%M")


@dataclass(frozen=True, slots=True)
class Facts:
    """A second sheet that says what the first one is: its title, and lines of a name and a value."""

    title: str
    lines: Sequence[tuple[str, str]]


def write_xlsx(
    path: Path,
    *,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell]],
    zone: ZoneInfo,
    facts: Callable[[int], Facts] | None = None,
) -> int:
    """Write one sheet with a frozen, filtered heading row, and one of facts; return the number of data rows.

    What one sheet cannot hold goes on in the next, under the same headings.
    `facts` is asked once all rows are written, with their number.

    Text stays text (leading zeros, long numbers, a leading =); dates and numbers are real ones; instants are
    written in `zone`. Memory does not grow with the number of rows.
    """
    settings = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    count = 0
    with xlsxwriter.Workbook(str(path), settings) as book:
        head = book.add_format({"bold": True, "bg_color": "#E4ECEC", "border": 1})
        days = book.add_format({"num_format": "yyyy-mm-dd"})
        instants = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet, line = _new_sheet(book, title[:31], columns, head=head), 0
        for row in rows:
            if line == MOST_ROWS_OF_A_SHEET:
                _filter(sheet, line, columns)
                place = count // MOST_ROWS_OF_A_SHEET + 1
                sheet, line = _new_sheet(book, f"{title[:25]} ({place})", columns, head=head), 0
            count, line = count + 1, line + 1
            _write_row(sheet, line, row, zone=zone, days=days, instants=instants)
        _filter(sheet, line, columns)
        if facts is not None:
            about = facts(count)
            _write_facts(book.add_worksheet(about.title[:31]), about, head=head)
    return count


def _new_sheet(book: xlsxwriter.Workbook, title: str, columns: Sequence[Column], *, head: Format) -> Worksheet:
    sheet = book.add_worksheet(title)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.heading, head)
    sheet.freeze_panes(1, 0)
    return sheet


def _write_row(
    sheet: Worksheet, line: int, row: Sequence[Cell], *, zone: ZoneInfo, days: Format, instants: Format
) -> None:
    for place, cell in enumerate(row):
        if isinstance(cell, str):
            sheet.write_string(line, place, cell)
        elif isinstance(cell, datetime):
            sheet.write_datetime(line, place, cell.astimezone(zone).replace(tzinfo=None), instants)
        elif isinstance(cell, date):
            sheet.write_number(line, place, cell.toordinal() - DAY_ZERO, days)
        elif cell is not None:
            sheet.write_number(line, place, float(cell))


def _filter(sheet: Worksheet, last: int, columns: Sequence[Column]) -> None:
    if columns:
        sheet.autofilter(0, 0, last, len(columns) - 1)


def _write_facts(sheet: Worksheet, facts: Facts, *, head: Format) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 80)
    for place, (name, value) in enumerate(facts.lines):
        sheet.write_string(place, 0, name, head)
        sheet.write_string(place, 1, value)


def xlsx_answer(
    name: str, *, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]
) -> FileResponse:
    """Return one sheet as a download of that name, instants in the company's zone; the rest is as `write_xlsx` says."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.xlsx"
        write_xlsx(path, title=title, columns=columns, rows=rows, zone=ZoneInfo(settings.TIME_ZONE))
        return FileResponse(path.open("rb"), as_attachment=True, filename=name)


def table_answer(
    stem: str, *, kind: str, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]
) -> FileResponse:
    """Return the table as a download, `kind` csv or xlsx; `stem` is the name without its ending."""
    if kind != "csv":
        return xlsx_answer(f"{stem}.xlsx", title=title, columns=columns, rows=rows)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        write_csv(path, columns=columns, rows=rows)
        return FileResponse(path.open("rb"), as_attachment=True, filename=f"{stem}.csv")
