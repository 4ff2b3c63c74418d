"""What an import of a file would do: every item checked against the bank, every fault with its line and field."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from exams.domain.exchange.items import BankItem, Found, Reading, Trouble, duplicates
from exams.domain.exchange.picture_names import names_in, strings_of
from exams.domain.markup import plain
from exams.enums import Gravity, LineFate

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,19}")
LONGEST_TEXT = 10_000
MOST_ITEMS = 5000  # a bank of ten years; more at once is no bank
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
# What another system asks in a way that ours cannot: said and left out, the rest of the file comes in.
LEFT_OUT = frozenset({
    "gift_no_answers", "gift_several_numbers", "gift_partial_text", "moodle_type", "several_numbers", "several_units",
    "partial_text", "moodle_wildcard", "qti_interaction", "qti_scoring", "sheet_type",
})  # fmt: skip
# What a draft may still lack; nobody can approve it before.
TO_COMPLETE = frozenset({
    "too_few_rubric_lines", "rubric_shares_not_one", "no_model_answer", "no_wrong_statement", "too_few_statements",
})  # fmt: skip


UNSHOWABLE = frozenset({"payload_unfit", "type_unknown"})
# Codes of what keeps an item from use, by its type (exams.item_types.problems_of); none for a sound one.
Problems = Callable[[BankItem], list[str]]


@dataclass(frozen=True, slots=True)
class Known:
    """What the bank holds: area codes by code and by name, standards, pictures, items by code, text and stem.

    Codes are upper case on the left. `prints` leads from a fingerprint to a code, `stems` from plain words to a code.
    """

    areas: Mapping[str, str] = field(default_factory=dict)
    area_names: Mapping[str, str] = field(default_factory=dict)
    standards: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    pictures: frozenset[str] = frozenset()
    codes: Mapping[str, str] = field(default_factory=dict)
    prints: Mapping[str, str] = field(default_factory=dict)
    stems: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """One item of the file: where it begins, the item as it would come in, and what happens to it."""

    number: int
    item: BankItem
    fate: LineFate
    twin: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to say about a file; `line` 0 is the whole file."""

    line: int
    code: str
    gravity: Gravity
    field: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """All that an import would do, and all that is to be said of it."""

    lines: tuple[Line, ...]
    remarks: tuple[Remark, ...]

    @property
    def is_refused(self) -> bool:
        """Tell whether anything stops the file."""
        return any(remark.gravity is Gravity.ERROR for remark in self.remarks)


def fingerprint(item: BankItem) -> str:
    """Return one digest of type, stem, body and key: equal for equal questions, whatever code and area say."""
    body = json.dumps([item.item_type, item.stem.strip(), item.body, item.key], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(body.encode("utf-8", "replace")).hexdigest()


def check(reading: Reading, *, known: Known, problems: Problems, target: str = "") -> Batch:
    """Return what an import of these items would do.

    `target` is the code of the area that takes them all; `problems` tells what keeps an item from use.
    """
    remarks = [_of_trouble(trouble) for trouble in reading.troubles]
    if len(reading.found) > MOST_ITEMS:
        remarks.append(Remark(0, "too_many_items", Gravity.ERROR, value=str(len(reading.found))))
        return Batch((), tuple(remarks))
    if not reading.found and not any(remark.gravity is Gravity.ERROR for remark in remarks):
        remarks.append(Remark(0, "no_items", Gravity.ERROR))
    sound = [found for found in reading.found if _is_sound(found, problems, remarks)]
    placed = [_placed(found, known, target, remarks) for found in sound]
    return Batch(tuple(_fates(placed, known, remarks)), tuple(sorted(remarks, key=lambda r: (r.line, r.field))))


def _of_trouble(trouble: Trouble) -> Remark:
    gravity = Gravity.KEPT_OUT if trouble.code in LEFT_OUT else Gravity.ERROR
    return Remark(trouble.line, trouble.code, gravity, field=trouble.field, value=trouble.value)


def _is_sound(found: Found, problems: Problems, remarks: list[Remark]) -> bool:
    """Tell whether an item can be shown at all; what its type finds wrong is remarked either way."""
    item = found.item
    if any(_UNSEEN.search(text) for text in strings_of(item)):
        remarks.append(Remark(found.line, "control_character", Gravity.ERROR))
        return False
    if any(len(text) > LONGEST_TEXT for text in strings_of(item)):
        remarks.append(Remark(found.line, "text_too_long", Gravity.ERROR))
        return False
    codes = problems(item)
    for code in dict.fromkeys(codes if len(codes) == 1 else (c for c in codes if c != "payload_unfit")):
        gravity = Gravity.NOTE if code in TO_COMPLETE else Gravity.ERROR
        remarks.append(Remark(found.line, code, gravity, field=field_of(code)))
    return not set(codes) & UNSHOWABLE


FIELDS = {
    "option": "options", "weight": "options", "step": "steps", "left": "pairs", "right_": "pairs", "pairs": "pairs",
    "blank": "answers", "accepted": "answers", "rubric": "rubric", "model": "rubric", "statement": "statements",
    "hazard": "hazards", "polygon": "hazards", "picture": "picture", "stem": "stem", "code": "code", "area": "area",
    "standard": "basis", "role": "roles", "level": "level", "points": "points", "review": "review_by",
}  # fmt: skip


def field_of(code: str) -> str:
    """Return which field of an item a code speaks of; what speaks of none of them speaks of the key."""
    return next((name for word, name in FIELDS.items() if word in code), "key")


def _placed(found: Found, known: Known, target: str, remarks: list[Remark]) -> Found:
    """Return the item with its area as a code and with a code that our bank can use; what is unknown is remarked."""
    item, line = found.item, found.line

    def say(code: str, value: str, gravity: Gravity = Gravity.ERROR) -> None:
        remarks.append(Remark(line, code, gravity, field=field_of(code), value=value[:80]))

    area = target or area_of(item.area, known)
    if not area:
        say("area_unknown" if item.area else "area_missing", item.area)
    if not (Decimal(0) < item.points < 1000) or item.points != round(item.points, 2):
        say("points_out_of_range", str(item.points))
    for code, value in _of_extra(item.extra, known):
        say(code, value)
    for name in names_in(item):
        if name not in known.pictures:
            say("picture_missing", name)
    # Titles of other systems are no codes: such an item gets one of ours.
    code = item.code.strip() if CODE.fullmatch(item.code.strip()) else ""
    return Found(line, replace(item, area=area or "", code=code))


def _of_extra(extra: Mapping[str, Any], known: Known) -> Iterable[tuple[str, str]]:
    if extra.get("level") not in (None, 1, 2, 3) or isinstance(extra.get("level"), bool):
        yield "level_unknown", str(extra["level"])
    bases = extra.get("bases") or []
    if not isinstance(bases, list) or not all(isinstance(basis, list) and len(basis) == 2 for basis in bases):
        yield "standard_unknown", str(bases)
        return
    for standard, _clause in bases:
        if standard not in known.standards:
            yield "standard_unknown", str(standard)
    roles = extra.get("roles") or []
    for role in roles if isinstance(roles, list) else [roles]:
        if role not in known.roles:
            yield "role_unknown", str(role)
    if extra.get("review_by") and not _is_day(str(extra["review_by"])):
        yield "review_by_no_day", str(extra["review_by"])


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def area_of(path: str, known: Known) -> str:
    """Return the code of the area that a file means by a code, a name or a path of names; empty for none known."""
    last = path.rsplit("/", 1)[-1].strip()
    for said in (path.strip(), last, last.split(" ", 1)[0]):
        if code := known.areas.get(said.upper()) or known.area_names.get(said):
            return code
    return ""


def _fates(placed: list[Found], known: Known, remarks: list[Remark]) -> Iterable[Line]:
    twice = duplicates(found.item.code for found in placed)
    taken = {*known.codes, *(found.item.code.upper() for found in placed)}
    seen: dict[str, int] = {}
    reached: dict[str, int] = {}
    for found in placed:
        item, line, print_ = found.item, found.line, fingerprint(found.item)
        twin = known.prints.get(print_, "")
        if item.code.upper() in twice:
            remarks.append(Remark(line, "code_twice", Gravity.ERROR, "code", item.code))
        elif print_ in seen:
            remarks.append(Remark(line, "same_in_file", Gravity.ERROR, "stem", str(seen[print_])))
        elif known.codes.get(item.code.upper(), print_) != print_:
            remarks.append(Remark(line, "code_taken", Gravity.ERROR, "code", item.code))
        elif twin and item.code.upper() in ("", twin.upper()):
            yield Line(line, replace(item, code=twin), LineFate.EXISTS, twin)
            continue
        elif like := twin or known.stems.get(plain(item.stem)):
            remarks.append(Remark(line, "same_text", Gravity.NOTE, "stem", like))
        seen.setdefault(print_, line)
        code = item.code or _free_code(item.area, taken, reached)
        taken.add(code.upper())
        yield Line(line, replace(item, code=code), LineFate.NEW)


def _free_code(area: str, taken: set[str], reached: dict[str, int]) -> str:
    """Return the next code of an area that nobody has: M1.2-001, or with more digits when these run out."""
    stem = area[:15] or "ITEM"
    number = reached.get(stem, 0) + 1
    while f"{stem}-{number:03d}".upper() in taken:
        number += 1
    reached[stem] = number
    return f"{stem}-{number:03d}"
