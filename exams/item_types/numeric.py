"""One or more numbers.

body {"blanks": [{"id", "label", "unit"}]}; key {id: {"value", "tolerance"}}; value {id: text}.
"""

from __future__ import annotations

import random
import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exams.item_types.blanks import (
    LONGEST,
    blanks_in_words,
    clean_blanks,
    is_filled,
    posted_blanks,
    shown_blanks,
)
from exams.item_types.registry import (
    ItemType,
    KeyedWrong,
    Part,
    Payload,
    Posted,
    ids_of,
    part_of,
    register,
)
from exams.item_types.veils import Veil

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


def _is_within(entry: Payload, text: object) -> bool:
    given = read_number(str(text))
    return given is not None and abs(given - Decimal(entry["value"])) <= Decimal(entry["tolerance"])


@register
class Numeric(ItemType):
    """Every blank within its tolerance, both ends included, earns its equal share of the points."""

    code: ClassVar[str] = "numeric"
    label: ClassVar[Promise] = gettext_lazy("numeric")
    place: ClassVar[int] = 4

    def problems(self, body: Payload, key: Payload) -> list[str]:
        ids = ids_of(body.get("blanks", []))
        found = [] if ids else ["no_blank"]
        if len(set(ids)) != len(ids) or set(key) != set(ids):
            found.append("key_does_not_fit_blanks")
        for entry in key.values():
            value, tolerance = read_number(str(entry.get("value"))), read_number(str(entry.get("tolerance")))
            if value is None or tolerance is None or tolerance < 0:
                found.append("key_is_no_number")
        return found

    def is_answered(self, body: Payload, value: object) -> bool:
        return is_filled(value)

    def clean(self, body: Payload, value: object) -> object:
        return clean_blanks(body, value, longest=LONGEST)

    def share(self, body: Payload, key: Payload, value: object) -> Decimal:
        given = value if isinstance(value, dict) else {}
        return part_of(sum(_is_within(entry, given.get(blank, "")) for blank, entry in key.items()), len(key))

    def right_value(self, body: Payload, key: Payload) -> object:
        return {blank: entry["value"] for blank, entry in sorted(key.items())}

    def guess(self, body: Payload, *, rng: random.Random) -> object:
        return {blank: str(rng.randint(0, 100)) for blank in sorted(ids_of(body["blanks"]))}

    def posted(self, body: Payload, data: Posted, name: str) -> object:
        return posted_blanks(body, data, name)

    def in_words(self, body: Payload, value: object) -> str:
        return blanks_in_words(body, value)

    def parts(self, body: Payload, key: Payload, value: object) -> list[Part]:
        given = value if isinstance(value, dict) else {}
        return [_part(blank, key[blank["id"]], given.get(blank["id"], "")) for blank in shown_blanks(body)]

    def texts(self, body: Payload) -> list[str]:
        return [text for blank in shown_blanks(body) for text in (blank["label"], blank["unit"]) if text]

    def candidate_body(self, body: Payload, *, veil: Veil) -> dict[str, Any]:
        return {"blanks": shown_blanks(body)}

    def expected(self, body: Payload) -> str:
        return " ; ".join(_("number %(unit)s") % {"unit": blank["unit"]} for blank in body["blanks"])

    def keyed(self, body: Payload, text: str) -> str:
        """See ItemType. Several blanks stand with a semicolon or slash between them; - is one left blank."""
        parts = [part.strip() for part in re.split(r"[;/]", text)]
        if len(parts) != len(body["blanks"]):
            raise KeyedWrong("one_number_per_blank")
        return ";".join(part if part in ("-", "?") else _canonical(part) for part in parts)

    def keyed_value(self, body: Payload, text: str) -> object:
        parts = zip(ids_of(body["blanks"]), text.split(";"), strict=True)
        return {blank: part for blank, part in sorted(parts) if part not in ("-", "?")} or None

    def entry(self, body: Payload, value: object) -> str:
        given = value if isinstance(value, dict) else {}
        return ";".join(_canonical(given[blank]) if given.get(blank) else "-" for blank in ids_of(body["blanks"]))


def _part(blank: Payload, entry: Payload, given: str) -> Part:
    unit = f" {blank['unit']}" if blank["unit"] else ""
    right = f"{entry['value']}{unit}"
    if Decimal(entry["tolerance"]):
        right = f"{entry['value']} ± {entry['tolerance']}{unit}"
    share = Decimal(_is_within(entry, given))
    return Part(blank["label"], f"{given}{unit}" if given else "", right, share)
