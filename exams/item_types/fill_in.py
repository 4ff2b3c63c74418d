"""Words to fill in.

body {"blanks": [{"id", "label", "unit"}]}; key {id: {"accepted": [texts], "match_case": bool}}; value {id: text}.
"""

from __future__ import annotations

import random
import unicodedata
from decimal import Decimal
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from exams.item_types.blanks import (
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

LONGEST = 100  # a word or a short phrase; whole sentences are short answers
GUESSES = ("安全", "检测", "通风", "报告", "撤离")


def squeezed(text: str) -> str:
    """Return a text without what typing adds: full width letters, spaces around and doubled spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def is_accepted(entry: Payload, text: str) -> bool:
    """Tell whether a text is one of those accepted; capitals count only where the key says so."""
    if entry.get("match_case"):
        return squeezed(text) in {squeezed(accepted) for accepted in entry["accepted"]}
    return squeezed(text).casefold() in {squeezed(accepted).casefold() for accepted in entry["accepted"]}


@register
class FillIn(ItemType):
    """Every blank with an accepted text earns its equal share of the points."""

    code: ClassVar[str] = "fill_in"
    label: ClassVar[Promise] = gettext_lazy("fill in")
    place: ClassVar[int] = 5
    keeps_case: ClassVar[bool] = True

    def problems(self, body: Payload, key: Payload) -> list[str]:
        ids = ids_of(body.get("blanks", []))
        found = [] if ids else ["no_blank"]
        if len(set(ids)) != len(ids) or set(key) != set(ids):
            found.append("key_does_not_fit_blanks")
        for entry in key.values():
            accepted = entry.get("accepted") or []
            if not accepted or not all(squeezed(text) for text in accepted):
                found.append("blank_accepts_nothing")
            if any(len(text) > LONGEST or ";" in squeezed(text) for text in accepted):
                found.append("accepted_text_unfit")
        return found

    def is_answered(self, body: Payload, value: object) -> bool:
        return is_filled(value)

    def clean(self, body: Payload, value: object) -> object:
        return clean_blanks(body, value, longest=LONGEST)

    def share(self, body: Payload, key: Payload, value: object) -> Decimal:
        given = value if isinstance(value, dict) else {}
        return part_of(sum(is_accepted(entry, given.get(blank, "")) for blank, entry in key.items()), len(key))

    def right_value(self, body: Payload, key: Payload) -> object:
        return {blank: entry["accepted"][0] for blank, entry in sorted(key.items())}

    def guess(self, body: Payload, *, rng: random.Random) -> object:
        return {blank: rng.choice(GUESSES) for blank in sorted(ids_of(body["blanks"]))}

    def posted(self, body: Payload, data: Posted, name: str) -> object:
        return posted_blanks(body, data, name)

    def in_words(self, body: Payload, value: object) -> str:
        return blanks_in_words(body, value)

    def parts(self, body: Payload, key: Payload, value: object) -> list[Part]:
        given = value if isinstance(value, dict) else {}
        parts = []
        for blank in shown_blanks(body):
            entry, text = key[blank["id"]], given.get(blank["id"], "")
            share = Decimal(is_accepted(entry, text))
            parts.append(Part(blank["label"], text, " / ".join(entry["accepted"]), share))
        return parts

    def texts(self, body: Payload) -> list[str]:
        return [text for blank in shown_blanks(body) for text in (blank["label"], blank["unit"]) if text]

    def candidate_body(self, body: Payload, *, veil: Veil) -> dict[str, Any]:
        return {"blanks": shown_blanks(body)}

    def expected(self, body: Payload) -> str:
        count = len(body["blanks"])
        if count == 1:
            return _("the words written")
        return ngettext("%(count)d text, ; between them", "%(count)d texts, ; between them", count) % {
            "count": count
        }

    def keyed(self, body: Payload, text: str) -> str:
        parts = [squeezed(part) for part in text.split(";")]
        if len(parts) != len(body["blanks"]) or not all(parts):
            raise KeyedWrong("one_text_per_blank")
        if any(len(part) > LONGEST for part in parts):
            raise KeyedWrong("text_too_long")
        return ";".join(parts)

    def keyed_value(self, body: Payload, text: str) -> object:
        parts = zip(ids_of(body["blanks"]), text.split(";"), strict=True)
        return {blank: part for blank, part in sorted(parts) if part not in ("-", "?")} or None

    def entry(self, body: Payload, value: object) -> str:
        given = value if isinstance(value, dict) else {}
        return ";".join(squeezed(given.get(blank, "")) or "-" for blank in ids_of(body["blanks"]))
