"""One registry of item types; a type is one file that registers itself. Everything about a type is asked here."""

from __future__ import annotations

import random
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Any, ClassVar, TypeVar

from django.utils.functional import Promise

from exams.domain.marking import Line, Written
from exams.item_types.veils import Veil

Payload = Mapping[str, Any]
Posted = Mapping[str, Sequence[str]]
Registered = TypeVar("Registered", bound="type[ItemType]")


class KeyedWrong(ValueError):
    """What somebody keyed from a paper cannot be an answer to this item; `code` says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an answered item as explained after release; `label` is empty when the item is one whole.

    `share` is None while a marker has not decided. `feedback` is what the author says to this very answer.
    """

    label: str
    given: str
    right: str
    share: Decimal | None
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of an item that is answered by choosing, and whether it is right, for those who may see the key."""

    id: str
    text: str
    is_right: bool


@dataclass(frozen=True, slots=True)
class Way:
    """One choice of a place and what comes of it: the number of the next place, or None where it ends."""

    text: str
    leads_to: int | None
    share: str
    is_fatal: bool
    feedback: str


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a situation, for those who may see the key; without ways it is an ending."""

    number: int
    text: str
    picture: str
    ways: list[Way]


class ItemType(ABC):
    """What every item type can do. All are pure functions of plain values; words are in the reader's language.

    `body` is what a candidate may see, `key` what nobody may see before release, `value` a response as stored; None is
    no answer. Their shapes stand at the head of each type's file. Numbers are written as decimal strings.
    """

    code: ClassVar[str]
    label: ClassVar[Promise]
    place: ClassVar[int]  # in menus, the commonest first
    is_manual: ClassVar[bool] = False  # a person marks it
    is_stepwise: ClassVar[bool] = False  # answered step by step through a door of its own; each step is final
    keyable: ClassVar[bool] = True  # an answer on paper can be keyed as one line
    keeps_case: ClassVar[bool] = False  # capitals in what is keyed mean something

    @abstractmethod
    def problems(self, body: Payload, key: Payload) -> list[str]:
        """Return codes of what is wrong with body and key; none when the item can be used."""

    @abstractmethod
    def is_answered(self, body: Payload, value: object) -> bool:
        """Tell whether a response holds an answer."""

    @abstractmethod
    def clean(self, body: Payload, value: object) -> object:
        """Return the response as it is stored; raises ValueError for one that no screen of ours can send."""

    @abstractmethod
    def share(self, body: Payload, key: Payload, value: object) -> Decimal | None:
        """Return the share of the points earned, 0 to 1; 0 for no answer, None when a marker has to decide."""

    def needs_marker(self, body: Payload) -> bool:
        """Tell whether a person marks an answer, or some part of it."""
        return self.is_manual

    def can_be_keyed(self, body: Payload) -> bool:
        """Tell whether an answer on paper can be keyed as one line."""
        return self.keyable

    def written(self, body: Payload, key: Payload, value: object) -> list[Written]:
        """Return what a marker reads of a response; none where a rule marks all of it."""
        return []

    def rubric(self, body: Payload, key: Payload, value: object) -> list[Line]:
        """Return the lines that a marker decides on for this response; none where a rule marks all of it."""
        return []

    def settled(self, body: Payload, key: Payload, value: object, decided: Decimal) -> Decimal:
        """Return the share of the whole item when markers gave `decided` of what they mark."""
        return decided

    def decided(self, body: Payload, key: Payload, value: object, share: Decimal) -> Decimal:
        """Return the share of what markers mark, from that of the whole item; the other way round of `settled`."""
        return share

    @abstractmethod
    def right_value(self, body: Payload, key: Payload) -> object:
        """Return a response that earns everything; for a type that is marked by a person, a model answer."""

    @abstractmethod
    def guess(self, body: Payload, *, rng: random.Random) -> object:
        """Return an answer that somebody might give who knows nothing."""

    @abstractmethod
    def posted(self, body: Payload, data: Posted, name: str) -> object:
        """Return the response in a plain HTML form, sent without script; `name` begins the names of its fields."""

    @abstractmethod
    def in_words(self, body: Payload, value: object) -> str:
        """Return a response as a person reads it; empty for no answer."""

    @abstractmethod
    def texts(self, body: Payload) -> list[str]:
        """Return all texts of the body that somebody sees; for search, lint and the scan for leaks."""

    @abstractmethod
    def candidate_body(self, body: Payload, *, veil: Veil) -> dict[str, Any]:
        """Return what a candidate may see: never the key, and rows under the names and in the order of the veil."""

    def shown(self, body: Payload, key: Payload, value: object, *, veil: Veil) -> dict[str, Any]:
        """Return what a candidate sees who has given `value`; only a type that discloses by steps looks at the key."""
        return self.candidate_body(body, veil=veil)

    def renamed(self, body: Payload, value: object, veil: Veil) -> object:
        """Return a response with the names that the veil gives in place of those of the rows that it names.

        Raises KeyError or TypeError for a row that there is not. What has no shape of a response stays as it is.
        """
        return value

    def step(self, body: Payload, key: Payload, value: object, choice: str) -> object:
        """Return the response of a stepwise type with one more step; raises ValueError for one not offered."""
        raise ValueError("This item is not answered by steps.")

    def places(self, body: Payload, key: Payload) -> list[Place]:
        """Return all places that a stepwise type may come to, also of one half written; none for other types."""
        return []

    def pictures(self, body: Payload) -> list[str]:
        """Return the codes of pictures that the body shows outside its texts."""
        return []

    def parts(self, body: Payload, key: Payload, value: object) -> list[Part]:
        """Return what was right and wrong, part by part; for after release only."""
        given, right = self.in_words(body, value), self.in_words(body, self.right_value(body, key))
        return [Part("", given, right, self.share(body, key, value), self.feedback(key, value))]

    def feedback(self, key: Payload, value: object) -> str:
        """Return what the author says to the options chosen; `feedback` in a key goes by option."""
        said = key.get("feedback", {})
        chosen = value if isinstance(value, list) else [value]
        return "\n".join(said[str(part).lower()] for part in chosen if said.get(str(part).lower()))

    def drawn(self, body: Payload, key: Payload, value: object) -> dict[str, Any]:
        """Return what the result page draws besides words; for after release only."""
        return {}

    def key_choices(self, body: Payload, key: Payload) -> list[Choice]:
        """Return the options of an item that is answered by choosing; none for all other types."""
        return []

    def key_of_choices(self, body: Payload, key: Payload, chosen: Sequence[str]) -> dict[str, Any]:
        """Return the key under which just these options are right; the rest of the key stays."""
        raise ValueError("This item is not answered by choosing.")

    def chosen(self, value: object) -> tuple[str, ...]:
        """Return the options that a response of such an item names."""
        return ()

    def expected(self, body: Payload) -> str:
        """Return in a few words what may be keyed from a paper; only of types that are keyable."""
        raise KeyedWrong("not_keyable")

    def keyed(self, body: Payload, text: str) -> str:
        """Return in its one canonical spelling what was keyed from a paper; raises KeyedWrong.

        `body` is what the paper shows; `text` is plain (NFKC, no space at its ends, upper case unless `keeps_case`).
        """
        raise KeyedWrong("not_keyable")

    def keyed_value(self, body: Payload, text: str) -> object:
        """Return the response that a canonical spelling stands for."""
        raise KeyedWrong("not_keyable")

    def entry(self, body: Payload, value: object) -> str:
        """Return the canonical spelling of an answer; the other way round of `keyed_value`."""
        raise KeyedWrong("not_keyable")

    def keyed_words(self, text: str) -> str:
        """Return a canonical spelling as a person reads it."""
        return text


REGISTRY: dict[str, ItemType] = {}


def register(cls: Registered) -> Registered:
    """Register an item type under its code."""
    if cls.code in REGISTRY:
        raise ValueError(f"Two item types are called {cls.code}.")
    REGISTRY[cls.code] = cls()
    return cls


def item_type(code: str) -> ItemType:
    """Return the type of this code; KeyError names an unknown one."""
    return REGISTRY[code]


def part_of(right: Decimal | int, whole: Decimal | int) -> Decimal:
    """Return right ÷ whole, at most 1 and at least 0, cut off after ten places: only all of it is exactly one."""
    if right >= whole:
        return Decimal(1)
    return max(Decimal(0), (Decimal(right) / whole).quantize(Decimal("1e-10"), rounding=ROUND_DOWN))


def ids_of(rows: Sequence[Payload]) -> list[str]:
    """Return the ids of rows that have id and text."""
    return [row["id"] for row in rows]


def row_problems(rows: Sequence[Payload], *, least: int, kind: str) -> list[str]:
    """Return what is wrong with rows of id and text; codes end in `kind`, such as option or step."""
    ids = [row.get("id") for row in rows]
    found = [f"too_few_{kind}s"] if len(rows) < least else []
    if len(set(ids)) != len(ids) or not all(isinstance(row_id, str) and row_id for row_id in ids):
        found.append(f"{kind}_id_twice")
    if any(not str(row.get("text", "")).strip() for row in rows):
        found.append(f"{kind}_without_text")
    return found


def plain_rows(rows: Sequence[Payload]) -> list[dict[str, str]]:
    """Return rows with id and text only, so that nothing else ever reaches a screen."""
    return [{"id": row["id"], "text": row["text"]} for row in rows]


def text_of(rows: Sequence[Payload], row_id: object) -> str:
    """Return the text of one row; empty for an unknown id."""
    return next((str(row["text"]) for row in rows if row["id"] == row_id), "")


def read_decimal(text: object) -> Decimal | None:
    """Return the number that an author wrote as text; None for none."""
    try:
        number = Decimal(str(text))
    except ArithmeticError:
        return None
    return number if number.is_finite() else None
