"""What stands between the rows of an item and one who is asked it: other names, and an order that follows from them.

An item's own ids say who wrote which row first, and importers and authors begin with what is right. So nobody who
answers ever sees them, nor an order that can be figured out from what a page tells.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterable, Mapping
from operator import itemgetter
from uuid import UUID

Row = dict[str, str]  # id and text
NAME_BYTES = 8  # two rows of a list share a name once in 10^17 lists


class Veil:
    """None at all: rows as the wording has them. For checks, and for those who may see the key."""

    def named(self, listed: str, rows: list[Row]) -> list[Row]:
        """Return the rows of one list of an item in their order, each under the name that is shown."""
        return rows

    def mixed(self, listed: str, rows: list[Row]) -> list[Row]:
        """Return the rows of one list in the order that is shown, each under the name that is shown."""
        return rows

    def names(self, listed: str, ids: Iterable[str]) -> Mapping[str, str]:
        """Return for ids of one list the names that are shown."""
        return {row_id: row_id for row_id in ids}

    def within(self, part: str) -> Veil:
        """Return the veil of one part of a case."""
        return self


class Seeded(Veil):
    """Rows under their own ids in an order that a seed gives: for attempts and papers begun before names were."""

    def __init__(self, seed: str) -> None:
        # One source for all lists of an item: two lists of one length must not be shuffled alike.
        self._rng = random.Random(seed)  # noqa: S311 -- must reproduce what was shown; new attempts have a secret

    def mixed(self, listed: str, rows: list[Row]) -> list[Row]:
        return self._rng.sample(rows, len(rows))


class Secret(Veil):
    """Names that follow from a secret, and rows in the order of their names; the same secret shows the same again.

    Source: keyed BLAKE2b as a pseudo-random function, RFC 7693.
    """

    def __init__(self, secret: bytes, path: str) -> None:
        self._secret, self._path = secret, path
        self._known: dict[str, str] = {}  # rows are shown, and then the answer that names them

    def _name(self, listed: str, row_id: str) -> str:
        said = f"{self._path}/{listed}/{row_id}"
        if said not in self._known:
            name = hashlib.blake2b(said.encode(), key=self._secret, digest_size=NAME_BYTES)
            self._known[said] = name.hexdigest()
        return self._known[said]

    def named(self, listed: str, rows: list[Row]) -> list[Row]:
        return [{"id": self._name(listed, row["id"]), "text": row["text"]} for row in rows]

    def mixed(self, listed: str, rows: list[Row]) -> list[Row]:
        return sorted(self.named(listed, rows), key=itemgetter("id"))

    def names(self, listed: str, ids: Iterable[str]) -> Mapping[str, str]:
        return {row_id: self._name(listed, row_id) for row_id in ids}

    def within(self, part: str) -> Veil:
        return type(self)(self._secret, f"{self._path}/{part}")


class Printed(Secret):
    """The order of a secret over the rows' own ids: paper shows letters, and what is keyed are places."""

    def named(self, listed: str, rows: list[Row]) -> list[Row]:
        return rows

    def mixed(self, listed: str, rows: list[Row]) -> list[Row]:
        return sorted(rows, key=lambda row: self._name(listed, row["id"]))


class Lifted(Secret):
    """The other way round: `names` gives ids for the names that a secret shows."""

    def names(self, listed: str, ids: Iterable[str]) -> Mapping[str, str]:
        return {name: row_id for row_id, name in super().names(listed, ids).items()}


VeilAt = Callable[[int], Veil]  # by position


def seeded(seed: str) -> VeilAt:
    """Return the veils of one who may see the key, or of an attempt of the first rule: ids as they are."""
    return lambda position: Seeded(f"{seed}:{position}")


def veils(secret: UUID | None, *, seed: str) -> VeilAt:
    """Return the veils of one attempt or round; one that was begun before it had a secret keeps the order of `seed`."""
    return seeded(seed) if secret is None else lambda position: veiled(secret, position)


def paper_veils(secret: UUID | None, *, seed: str) -> VeilAt:
    """Return the veils of one paper, as `veils` does."""
    return seeded(seed) if secret is None else lambda position: Printed(secret.bytes, str(position))


def veiled(secret: UUID | None, position: int) -> Veil:
    """Return what gives the names shown at this position, whatever order they stand in."""
    return Veil() if secret is None else Secret(secret.bytes, str(position))


def lifted(secret: UUID | None, position: int) -> Veil:
    """Return what turns names shown at this position back into ids."""
    return Veil() if secret is None else Lifted(secret.bytes, str(position))
