"""Reads a sheet in a process of its own, so that a file made to fill the memory ends that process and nothing else.

Two cells far apart, or a stream longer than it says, make any reader ask for gigabytes. Here the system refuses them:
the process may have `MEMORY_BYTES` and `CPU_SECONDS`. Run by path, it takes the file on standard input and gives the
rows on standard output; it imports nothing of the project but itself.
"""

from __future__ import annotations

import marshal
import resource
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, time

MEMORY_BYTES = 768 * 1024**2  # the largest file that the limits of core.sheets let pass needs about half
CPU_SECONDS = 20
WALL_SECONDS = 60
MOST_ROWS_WITH_GAPS = 2  # times the rows that may hold something

# The number of a row as the file shows it, and its cells as text.
TextRow = tuple[int, tuple[str, ...]]


class Unreadable(Exception):
    """The file is damaged, or reading it takes more than the process may have (`is_too_large`)."""

    def __init__(self, *, is_too_large: bool) -> None:
        self.is_too_large = is_too_large
        super().__init__()


def read_rows(content: bytes, *, most_rows: int) -> list[TextRow]:
    """Return the rows of the first sheet that hold something, `most_rows` at most. Raises Unreadable."""
    try:
        done = subprocess.run(  # noqa: S603 -- this very file, and nothing from outside among the arguments
            [sys.executable, "-I", __file__, str(most_rows)],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=WALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable(is_too_large=True) from error
    if done.returncode != 0:
        raise Unreadable(is_too_large=True)
    rows: list[TextRow] | None = marshal.loads(done.stdout)  # noqa: S302 -- written by this very file
    if rows is None:
        raise Unreadable(is_too_large=False)
    return rows


def as_text(cell: object) -> str:
    """Return a cell as a person would type it: whole numbers without a point, days as 2026-11-01."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time.min else cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, date) else str(cell).strip()


def _rows(content: bytes, most_rows: int) -> Iterator[TextRow]:
    import io  # noqa: PLC0415 -- only the process of its own reads

    from python_calamine import CalamineWorkbook  # noqa: PLC0415 -- only the process of its own reads

    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    if sheet.end is not None and sheet.end[0] > MOST_ROWS_WITH_GAPS * most_rows:
        raise MemoryError  # one cell a million rows below the others
    found = 0
    for number, raw in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        cells = tuple(as_text(cell) for cell in raw)
        if any(cells):
            yield number, cells
            found += 1
        if found == most_rows:
            return


def main() -> None:
    """Read the file on standard input and write its rows, or None for a damaged one."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    content = sys.stdin.buffer.read()
    try:
        rows = list(_rows(content, int(sys.argv[1])))
    except MemoryError:
        sys.exit(3)
    except Exception:  # whatever is wrong with the file, it cannot be read
        rows = None
    marshal.dump(rows, sys.stdout.buffer)


if __name__ == "__main__":
    main()
