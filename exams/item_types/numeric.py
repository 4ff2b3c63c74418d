"""One or more numbers.

body {"blanks": [{"id", "label", "unit"}]}, key {id: {"value", "tolerance"}}, response {id: text}.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from decimal import ROUND_DOWN, Decimal, InvalidOperation
from typing import Any, ClassVar

from exams.item_types.registry import KeyedWrong, Payload, register

LONGEST = 40
LARGEST_EXPONENT = 30  # no number on a paper is longer; keeps 1E999999 from being written out


def read_number(text: str) -> Decimal | None:
    """Return the number that somebody typed, full-width digits and decimal comma included; None for no number."""
    plain = unicodedata.normalize("NFKC", text).strip().replace("−", "-")
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _canonical(text: str) -> str:
    number = read_number(text)
    if number is None or len(text) > LONGEST or abs(number.adjusted()) > LARGEST_EXPONENT:
        raise KeyedWrong("no_number")
    return format(number.normalize(), "f") if number else "0"


@register
class Numeric:
    """Every blank within its tolerance, both ends included, earns its equal share of the points."""

    code: ClassVar[str] = "numeric"

    def problems(self, body: Payload, key: Payload) -> list[str]:
        """See ItemType."""
        ids = [blank["id"] for blank in body.get("blanks", [])]
        found = [] if ids else ["no_blank"]
        if len(set(ids)) != len(ids) or set(key) != set(ids):
            found.append("key_does_not_fit_blanks")
        for entry in key.values():
            value, tolerance = read_number(str(entry.get("value"))), read_number(str(entry.get("tolerance")))
            if value is None or tolerance is None or tolerance < 0:
                found.append("key_is_no_number")
        return found

    def is_answered(self, body: Payload, value: object) -> bool:
        """See ItemType."""
        return isinstance(value, dict) and any(str(text).strip() for text in value.values())

    def clean(self, body: Payload, value: object) -> object:
        """See ItemType."""
        if value is None:
            return None
        ids = {blank["id"] for blank in body["blanks"]}
        if not isinstance(value, dict) or not set(value) <= ids:
            raise ValueError("The response names a blank that this item does not have.")
        if any(not isinstance(text, str) or len(text) > LONGEST for text in value.values()):
            raise ValueError("A blank holds no short text.")
        return dict(sorted(value.items()))

    def share(self, body: Payload, key: Payload, value: object) -> Decimal:
        """See ItemType."""
        if not isinstance(value, dict):
            return Decimal(0)
        right = 0
        for blank, entry in key.items():
            given = read_number(str(value.get(blank, "")))
            if given is not None and abs(given - Decimal(entry["value"])) <= Decimal(entry["tolerance"]):
                right += 1
        # Ten places, cut off: three thirds must be exactly one.
        part = (Decimal(right) / len(key)).quantize(Decimal("1e-10"), rounding=ROUND_DOWN)
        return Decimal(1) if right == len(key) else part

    def keyed(self, body: Payload, text: str) -> str:
        """See ItemType. Several blanks stand with a semicolon or slash between them; - is one left blank."""
        parts = [part.strip() for part in re.split(r"[;/]", text)]
        if len(parts) != len(body["blanks"]):
            raise KeyedWrong("one_number_per_blank")
        return ";".join(part if part in ("-", "?") else _canonical(part) for part in parts)

    def keyed_value(self, body: Payload, text: str) -> object:
        """See ItemType."""
        parts = zip(body["blanks"], text.split(";"), strict=True)
        return {blank["id"]: part for blank, part in parts if part not in ("-", "?")} or None

    def candidate_body(self, body: Payload, *, order: Callable[[list[Any]], list[Any]]) -> dict[str, Any]:
        """See ItemType."""
        return {"blanks": [{k: blank.get(k, "") for k in ("id", "label", "unit")} for blank in body["blanks"]]}
