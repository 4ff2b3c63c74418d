"""What a careful reader would ask about an item: cues, negations, numbers that contradict. Advice, never a refusal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from exams.domain.bank_search import folded
from exams.enums import Finding

# Test-wise candidates choose the longest option; half as long again and six characters more is seen at a glance.
LONGER_BY_SHARE = Decimal("1.5")
LONGER_BY_CHARACTERS = 6

_ALL_OR_NONE = re.compile(
    r"以上(各项|选项|几项|三项|四项|说法|做法)?(都|皆|均|全部?|全)?(不|没有)?(是|对|正确|错误|可以|包括|符合|需要)"
    r"|以上(都|皆|均|全部?|各项|三项|四项)|上述(都|皆|均|全部|各项)|^全选$|^全部(都|正确|是)|都(对|是)$"
    r"|\b(all|none|both) of (the|these)\b"
)
_TWICE = re.compile(
    r"不得不|不能不|不可不|不是不|不会不|并非不|并不是不|无不|没有不|未必不|不无|并非没有|不是没有|非[^，。；,.;]{1,12}不可"
    r"|\b(not|never|no)\b[^.?!;]*\b(not|never|none|nothing|neither|without)\b"
)
_ASKS_FOR_WRONG = re.compile(
    r"(不正确|错误|不恰当|不合适|不符合|不属于|不包括|不应|不该|不可以|不能|不得|不对|不是)[^。；？]{0,8}(的|是|有)?[^。；？]{0,4}"
    r"[:：（(？?]?\s*[)）]?$|\b(not|except|incorrect|wrong)\b"
)
_NEGATED = re.compile(r"^(不|未|无|没|禁止|严禁|切勿|勿|非)|\b(not|never|no|must not|cannot)\b")
_NUMBER = r"[-−]?\d+(?:\.\d+)?"


@dataclass(frozen=True, slots=True)
class Choice:
    """One option, as plain words."""

    text: str
    is_right: bool


@dataclass(frozen=True, slots=True)
class Number:
    """One number asked for, as its author wrote it; the unit may be empty."""

    value: str
    tolerance: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording in plain words, whatever its type; a case has one group of options for each of its questions."""

    stem: str
    explanation: str = ""
    groups: tuple[tuple[Choice, ...], ...] = ()
    numbers: tuple[tuple[Number, ...], ...] = ()
    has_basis: bool = True


def findings(wording: Wording) -> list[Finding]:
    """Return what is found in one wording by itself, each once."""
    found = []
    if any(_is_longest_right(group) for group in wording.groups):
        found.append(Finding.LONGEST_OPTION)
    if any(_ALL_OR_NONE.search(folded(choice.text)) for group in wording.groups for choice in group):
        found.append(Finding.ALL_OF_THE_ABOVE)
    if _has_double_negative(wording):
        found.append(Finding.DOUBLE_NEGATIVE)
    if not wording.has_basis:
        found.append(Finding.NO_BASIS)
    if any(_contradict(numbers, folded(wording.explanation)) for numbers in wording.numbers):
        found.append(Finding.KEY_AND_TOLERANCE)
    return found


def _is_longest_right(group: tuple[Choice, ...]) -> bool:
    right = [len(choice.text) for choice in group if choice.is_right]
    wrong = [len(choice.text) for choice in group if not choice.is_right]
    if not right or not wrong:
        return False
    shortest, longest = min(right), max(wrong)
    return shortest >= longest * LONGER_BY_SHARE and shortest >= longest + LONGER_BY_CHARACTERS


def _has_double_negative(wording: Wording) -> bool:
    stem = folded(wording.stem)
    if _TWICE.search(stem):
        return True
    options = [folded(choice.text) for group in wording.groups for choice in group]
    if any(_TWICE.search(option) for option in options):
        return True
    return bool(_ASKS_FOR_WRONG.search(stem)) and any(_NEGATED.search(option) for option in options)


def _read(text: str) -> Decimal | None:
    try:
        number = Decimal(folded(text).replace("−", "-"))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _ranges(numbers: tuple[Number, ...]) -> Iterator[tuple[Decimal, Decimal, Decimal, str]]:
    for number in numbers:
        value, tolerance = _read(number.value), _read(number.tolerance or "0")
        if value is not None and tolerance is not None:
            yield value, value - tolerance, value + tolerance, folded(number.unit)


def _contradict(numbers: tuple[Number, ...], explanation: str) -> bool:
    """Tell whether a tolerance admits what cannot be meant.

    Zero, or the other sign, for a value that is neither; the same answer for two blanks that differ; or none of the
    numbers that the explanation gives with the same unit.
    """
    ranges = list(_ranges(numbers))
    for place, (value, low, high, unit) in enumerate(ranges):
        if value and low <= 0 <= high:
            return True
        others = [other for other in ranges[place + 1 :] if other[3] == unit and other[0] != value]
        if any(low <= other_high and other_low <= high for _value, other_low, other_high, _unit in others):
            return True
        said = re.findall(rf"({_NUMBER})\s*{re.escape(unit)}(?![a-z])", explanation) if unit else []
        if said and not any(low <= Decimal(text.replace("−", "-")) <= high for text in said):
            return True
    return False
