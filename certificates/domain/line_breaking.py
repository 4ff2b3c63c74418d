"""Breaks Chinese text with Latin words into lines: no line begins with a closing mark or ends with an opening one."""

from __future__ import annotations

import re
from collections.abc import Callable

NOT_FIRST = set("，。、；：？！）》」』】〉”’…—·%℃,.;:?!)]}")
NOT_LAST = set("（《「『【〈“‘([{")
# A run of Latin letters, digits and what joins them in numbers of standards stays whole.
PIECES = re.compile(r"[A-Za-z0-9][A-Za-z0-9./\-]*|.", re.DOTALL)


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


def _cut(piece: str, *, width: float, measure: Callable[[str], float]) -> list[str]:
    if measure(piece) <= width:
        return [piece]
    return list(piece)
