"""All hazards on a picture, each by a tap; or from a list of statements, for keyboard, screen reader and paper.

body {"picture": code, "most_taps": int, "asks": some of "severity", "control", "severities": [{"id", "text"}],
"controls": [{"id", "text"}], "statements": [{"id", "text"}]} (true hazards and others mixed);
key {"hazards": [{"id", "name", "polygon": [[x, y], …] in shares of the picture, "severity"?, "control"?,
"statement": id}], "wrong_tap_cost": "0.25"};
value {"taps": [{"x", "y", "severity"?, "control"?}]} or {"listed": [{"id", "severity"?, "control"?}]}.
"""

from __future__ import annotations

import json
import random
import re
from decimal import Decimal
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exams.item_types.hazards import ASKS, asked, corners, find, hazard_problems
from exams.item_types.letters import LETTERS, range_of
from exams.item_types.registry import (
    ItemType,
    KeyedWrong,
    Part,
    Payload,
    Posted,
    ids_of,
    part_of,
    plain_rows,
    register,
    text_of,
)
from exams.item_types.veils import Veil

PLACE = re.compile(r"0(\.[0-9]{1,4})?|1(\.0{1,4})?")  # to a ten-thousandth of the picture: finer than any finger


def _marks(value: object) -> list[dict[str, str]]:
    return next(iter(value.values())) if isinstance(value, dict) and value else []


def _percent(place: str) -> int:
    return round(Decimal(place) * 100)


@register
class HazardSpotting(ItemType):
    """Share = (hazards found − cost × wrong taps) ÷ hazards, at least 0.

    A hazard found is worth 1, in equal shares for finding it and for each thing asked about it. A second tap into the
    same hazard is neither found nor wrong; what the first one says counts. Statements count as taps do.
    """

    code: ClassVar[str] = "hazard_spotting"
    label: ClassVar[Promise] = gettext_lazy("hazard spotting")
    place: ClassVar[int] = 9

    def problems(self, body: Payload, key: Payload) -> list[str]:
        return hazard_problems(body, key)

    def is_answered(self, body: Payload, value: object) -> bool:
        return bool(_marks(value))

    def clean(self, body: Payload, value: object) -> object:
        if value is None:
            return None
        if not isinstance(value, dict) or len(value) != 1 or not set(value) <= {"taps", "listed"}:
            raise ValueError("The response holds neither taps nor statements.")
        [(kind, marks)] = value.items()
        if not isinstance(marks, list) or not all(isinstance(mark, dict) for mark in marks):
            raise ValueError("The response is no list of marks.")
        if len(marks) > int(body["most_taps"]):
            raise ValueError("The response holds more marks than this item takes.")
        cleaned = [self._clean_mark(body, mark, kind=kind) for mark in marks]
        if kind == "listed" and len({mark["id"] for mark in cleaned}) != len(cleaned):
            raise ValueError("The response names a statement twice.")
        return {kind: cleaned} if cleaned else None

    def _clean_mark(self, body: Payload, mark: Payload, *, kind: str) -> dict[str, str]:
        place = ("x", "y") if kind == "taps" else ("id",)
        if not set(place) <= set(mark) <= {*place, *asked(body)}:
            raise ValueError("A mark of the response holds something else.")
        if kind == "taps" and not all(PLACE.fullmatch(str(mark[axis])) for axis in place):
            raise ValueError("A mark of the response lies outside the picture.")
        if kind == "listed" and mark["id"] not in ids_of(body["statements"]):
            raise ValueError("The response names a statement that this item does not have.")
        answers = {ask: mark[ask] for ask in asked(body) if mark.get(ask)}
        if any(answer not in ids_of(body[ASKS[ask]]) for ask, answer in answers.items()):
            raise ValueError("A mark of the response says something else.")
        return {**{axis: str(mark[axis]) for axis in place}, **answers}

    def share(self, body: Payload, key: Payload, value: object) -> Decimal:
        asks, hazards = asked(body), key["hazards"]
        found = find(key, value)
        units = Decimal(0)
        for hazard in hazards:
            mark = found.marks.get(hazard["id"])
            if mark is not None:
                units += 1 + sum(mark.get(ask) == hazard.get(ask) for ask in asks)
        cost = Decimal(key["wrong_tap_cost"]) * len(found.wrong)
        return part_of(units - cost * (1 + len(asks)), len(hazards) * (1 + len(asks)))

    def right_value(self, body: Payload, key: Payload) -> object:
        asks = asked(body)
        return {"listed": [{"id": h["statement"], **{ask: h[ask] for ask in asks}} for h in key["hazards"]]}

    def guess(self, body: Payload, *, rng: random.Random) -> object:
        count = rng.randint(1, int(body["most_taps"]))
        places = [(rng.randint(0, 10000), rng.randint(0, 10000)) for _tap in range(count)]
        says = {ask: rng.choice(ids_of(body[ASKS[ask]])) for ask in asked(body)}
        return {"taps": [{"x": f"{x / 10000:.4f}", "y": f"{y / 10000:.4f}", **says} for x, y in places]}

    def posted(self, body: Payload, data: Posted, name: str) -> object:
        """See ItemType. The taps of the picture stand in one field as JSON; statements are plain boxes."""
        if "".join(data.get(f"{name}-mode", [])[:1]) == "picture":
            text = "".join(data.get(f"{name}-taps", [])[:1])
            try:
                taps = json.loads(text or "[]")
            except ValueError:
                return {"taps": text}  # refused by clean
            return {"taps": taps} if taps else None
        listed = []
        for statement in ids_of(body["statements"]):
            if statement in data.get(f"{name}-listed", []):
                says = {ask: "".join(data.get(f"{name}-{statement}-{ask}", [])[:1]) for ask in asked(body)}
                listed.append({"id": statement, **{ask: answer for ask, answer in says.items() if answer}})
        return {"listed": listed} if listed else None

    def renamed(self, body: Payload, value: object, veil: Veil) -> object:
        listed = value.get("listed") if isinstance(value, dict) else None
        if not isinstance(listed, list):
            return value
        names = veil.names("statements", ids_of(body["statements"]))
        return {**value, "listed": [{**mark, "id": names[mark["id"]]} for mark in listed]}

    def in_words(self, body: Payload, value: object) -> str:
        return "；".join(self._mark_in_words(body, mark, number) for number, mark in enumerate(_marks(value), 1))

    def _mark_in_words(self, body: Payload, mark: Payload, number: int) -> str:
        if "id" in mark:
            place = text_of(body["statements"], mark["id"])
        else:
            where = {"number": number, "x": _percent(mark["x"]), "y": _percent(mark["y"])}
            place = _("mark %(number)d (%(x)d %% from the left, %(y)d %% from the top)") % where
        says = self._says(body, mark)
        return f"{place}: {says}" if says else place

    def _says(self, body: Payload, mark: Payload) -> str:
        return ", ".join(text_of(body[ASKS[ask]], mark[ask]) for ask in asked(body) if mark.get(ask))

    def parts(self, body: Payload, key: Payload, value: object) -> list[Part]:
        found = find(key, value)
        parts = [
            self._hazard_part(body, hazard, found.marks.get(hazard["id"]), number)
            for number, hazard in enumerate(key["hazards"], start=1)
        ]
        for number, mark in found.wrong:
            words = self._mark_in_words(body, mark, number)
            parts.append(Part(_("No hazard"), words, _("Costs points."), Decimal(0)))
        return parts

    def _hazard_part(self, body: Payload, hazard: Payload, mark: Payload | None, number: int) -> Part:
        # The number is that of the outline on the picture.
        name, right = f"{number} {hazard['name']}", self._says(body, hazard) or _("to be found")
        if mark is None:
            return Part(name, _("not found"), right, Decimal(0))
        asks = asked(body)
        units = 1 + sum(mark.get(ask) == hazard.get(ask) for ask in asks)
        return Part(name, self._says(body, mark) or _("found"), right, part_of(units, 1 + len(asks)))

    def drawn(self, body: Payload, key: Payload, value: object) -> dict[str, Any]:
        """Return the picture with hazards in thousandths and signs in percent, as an SVG overlay takes them."""
        found = find(key, value)
        hazards = [
            {
                "name": hazard["name"],
                "number": number,
                "is_found": hazard["id"] in found.marks,
                "points": " ".join(f"{x * 1000:.1f},{y * 1000:.1f}" for x, y in corners(hazard)),
                "left": f"{min(x for x, _y in corners(hazard)) * 100:.2f}",
                "top": f"{min(y for _x, y in corners(hazard)) * 100:.2f}",
            }
            for number, hazard in enumerate(key["hazards"], start=1)
        ]
        taps = value.get("taps", []) if isinstance(value, dict) else []
        wrong = {number for number, _mark in found.wrong}
        marks = [
            {
                "number": number,
                "left": f"{Decimal(tap['x']) * 100:.2f}",
                "top": f"{Decimal(tap['y']) * 100:.2f}",
                "is_wrong": number in wrong,
            }
            for number, tap in enumerate(taps, start=1)
        ]
        return {"overlays": [{"picture": body["picture"], "hazards": hazards, "marks": marks}]}

    def texts(self, body: Payload) -> list[str]:
        rows = (*body["statements"], *body.get("severities", []), *body.get("controls", []))
        return [row["text"] for row in rows]

    def pictures(self, body: Payload) -> list[str]:
        return [body["picture"]]

    def candidate_body(self, body: Payload, *, veil: Veil) -> dict[str, Any]:
        rows = {ASKS[ask]: plain_rows(body[ASKS[ask]]) for ask in asked(body)}
        return {
            "picture": body["picture"],
            "most_taps": int(body["most_taps"]),
            "asks": asked(body),
            **{"severities": [], "controls": [], **rows},
            "statements": veil.mixed("statements", plain_rows(body["statements"])),
        }

    def expected(self, body: Payload) -> str:
        words = range_of(body["statements"])
        if not asked(body):
            return _("%(first)s–%(last)s, all that are ticked") % words
        return _("%(first)s–%(last)s, each with its digits: A2 C1; 0 for none") % words

    def keyed(self, body: Payload, text: str) -> str:
        tokens = re.findall(r"([A-Z])([0-9]*)", text)
        asks = asked(body)
        if not tokens or re.sub(r"[A-Z0-9\s,、;.]+", "", text):
            raise KeyedWrong("no_such_letter")
        if not {letter for letter, _digits in tokens} <= set(LETTERS[: len(body["statements"])]):
            raise KeyedWrong("no_such_letter")
        if len({letter for letter, _digits in tokens}) != len(tokens):
            raise KeyedWrong("letter_twice")
        if len(tokens) > int(body["most_taps"]):
            raise KeyedWrong("too_many_letters")
        most = [len(body[ASKS[ask]]) for ask in asks]
        for _letter, digits in tokens:
            if len(digits) != len(asks) or any(int(d) > m for d, m in zip(digits, most, strict=True)):
                raise KeyedWrong("digits_do_not_fit")
        return " ".join(letter + digits for letter, digits in sorted(tokens))

    def keyed_value(self, body: Payload, text: str) -> object:
        listed = []
        for token in text.split(" "):
            says = {
                ask: body[ASKS[ask]][int(digit) - 1]["id"]
                for ask, digit in zip(asked(body), token[1:], strict=True)
                if digit != "0"
            }
            listed.append({"id": body["statements"][LETTERS.index(token[0])]["id"], **says})
        return {"listed": listed}

    def entry(self, body: Payload, value: object) -> str:
        statements = ids_of(body["statements"])
        tokens = []
        for mark in _marks(value):
            digits = [
                str(ids_of(body[ASKS[ask]]).index(mark[ask]) + 1) if mark.get(ask) else "0" for ask in asked(body)
            ]
            tokens.append(LETTERS[statements.index(mark["id"])] + "".join(digits))
        return " ".join(sorted(tokens))
