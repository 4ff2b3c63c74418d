"""Breaks Chinese text with Latin words into lines: no line begins with a closing mark or ends with an opening one."""

from __future__ import annotations

import re
from collections.abc import Callable

NOT_FIRST = set("，。、；：？！）》」』】〉”’…—·%℃,.;:?!)]}")
NOT_LAST = set("（《「『【〈“‘([{")
# A day stays whole, and a run of Latin letters, digits and what joins them in numbers of standards.
PIECES = re.compile(r"\d+年\d+月\d+日|[A-Za-z0-9][A-Za-z0-9./\-]*|.", re.DOTALL)
CLAUSES = re.compile(r"[^，；。]*[，；。]+[”’）》」』】〉]*|[^，；。]+")


def break_lines(text: str, *, width: float, measure: Callable[[str], float]) -> list[str]:
    """Return the lines of a text, each at most `width` wide where its pieces allow.

    A piece wider than the line is cut between characters. A line of one character may end or begin anyhow. Spaces
    at the ends of lines are dropped. An empty text gives no line.
    """
    lines: list[str] = []
    line = ""
    for piece in (
        part for found in PIECES.findall(text.strip()) for part in _cut(found, width=width, measure=measure)
    ):
        if not line or measure((line + piece).rstrip()) <= width:
            line += piece
            continue
        head, carried = line, piece
        # What must not begin a line takes its neighbour along; what must not end one goes down with what follows.
        while len(head.rstrip()) > 1 and (carried.lstrip()[:1] in NOT_FIRST or head.rstrip()[-1:] in NOT_LAST):
            head, carried = head[:-1], head[-1] + carried
        lines.append(head.rstrip())
        line = carried.lstrip()
    return [*lines, line.rstrip()] if line.strip() else lines


def break_clauses(text: str, *, width: float, measure: Callable[[str], float]) -> list[str]:
    """Return the lines of a text, broken after its clauses; within one only where it is wider than a line itself.

    A text that fits is one line. An empty text gives no line.
    """
    lines: list[str] = []
    for clause in CLAUSES.findall(text.strip()):
        if lines and measure(lines[-1] + clause) <= width:
            lines[-1] += clause
        else:
            lines += break_lines(clause, width=width, measure=measure)
    return lines


def _cut(piece: str, *, width: float, measure: Callable[[str], float]) -> list[str]:
    if measure(piece) <= width:
        return [piece]
    return list(piece)
