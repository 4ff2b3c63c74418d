"""Letters that stand for rows on a printed paper: A is the first row that the paper shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from exams.item_types.registry import KeyedWrong, Payload, ids_of

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def without_marks(text: str) -> str:
    """Return a keyed text without the marks that people put between letters."""
    return re.sub(r"[\s,、;.]+", "", text)


def known_letters(text: str, rows: Sequence[Payload]) -> str:
    """Return the letters keyed, in the order keyed; raises KeyedWrong for none and for one that no row has."""
    letters = without_marks(text)
    if not letters or not set(letters) <= set(LETTERS[: len(rows)]):
        raise KeyedWrong("no_such_letter")
    return letters


def ids_at(letters: Iterable[str], rows: Sequence[Payload]) -> list[str]:
    """Return the ids of the rows at these letters."""
    ids = ids_of(rows)
    return [ids[LETTERS.index(letter)] for letter in letters]


def letters_for(ids: Iterable[str], rows: Sequence[Payload]) -> list[str]:
    """Return the letters of these ids, in their order."""
    places = {row_id: place for place, row_id in enumerate(ids_of(rows))}
    return [LETTERS[places[row_id]] for row_id in ids]


def range_of(rows: Sequence[Payload]) -> dict[str, str]:
    """Return first and last letter, for words that say what may be keyed."""
    return {"first": LETTERS[0], "last": LETTERS[len(rows) - 1]}
