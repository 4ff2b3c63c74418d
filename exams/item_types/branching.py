"""A situation that goes on as one decides: each choice is final and leads to what comes of it.

body {"start": node id, "nodes": [{"id", "text", "picture"?, "choices": [{"id", "text"}]}]}; a node without choices
is an ending. key {"leads": {choice id: node id or "end"}, "shares": {choice id: "0..1"}, "fatal": [choice ids],
"feedback": {choice id: text}}; value {"path": [choice ids]}.
"""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from exams.item_types.paths import best_path, node_at, path_of, path_problems, path_share, places, walk
from exams.item_types.registry import (
    ItemType,
    Part,
    Payload,
    Place,
    Posted,
    ids_of,
    plain_rows,
    register,
    text_of,
)
from exams.item_types.veils import Veil


def _choices(body: Payload) -> list[Payload]:
    return [choice for node in body["nodes"] for choice in node.get("choices", [])]


def _shown_node(node: Payload, veil: Veil) -> dict[str, Any]:
    choices = veil.mixed("choices", plain_rows(node["choices"])) if node.get("choices") else []
    return {"text": node["text"], "picture": node.get("picture", ""), "choices": choices}


@register
class Branching(ItemType):
    """Share = shares of the choices made ÷ choices of the best path, or of the path taken where that is longer.

    A fatal choice ends the situation and earns nothing at all, whatever came before. Choices not made earn nothing.
    A candidate sees only the nodes that the stored path has reached; the server tells the next one.
    """

    code: ClassVar[str] = "branching"
    label: ClassVar[Promise] = gettext_lazy("branching situation")
    place: ClassVar[int] = 11
    is_stepwise: ClassVar[bool] = True
    keyable: ClassVar[bool] = False

    def problems(self, body: Payload, key: Payload) -> list[str]:
        return path_problems(body, key)

    def is_answered(self, body: Payload, value: object) -> bool:
        return bool(path_of(value))

    def clean(self, body: Payload, value: object) -> object:
        if value is None:
            return None
        known = set(ids_of(_choices(body)))
        path = value.get("path") if isinstance(value, dict) and set(value) == {"path"} else None
        if not isinstance(path, list) or not all(isinstance(c, str) and c in known for c in path):
            raise ValueError("The response is no path of choices.")
        if len(set(path)) != len(path):
            raise ValueError("The response makes a choice twice.")
        return {"path": path} if path else None

    def places(self, body: Payload, key: Payload) -> list[Place]:
        return places(body, key)

    def step(self, body: Payload, key: Payload, value: object, choice: str) -> object:
        """Return the response with one more choice; raises ValueError for one that is not offered now."""
        node = node_at(body, key, path_of(value))
        if node is None or choice not in {offered["id"] for offered in node.get("choices", [])}:
            raise ValueError("This choice is not offered now.")
        return {"path": [*path_of(value), choice]}

    def share(self, body: Payload, key: Payload, value: object) -> Decimal:
        return path_share(body, key, path_of(value))

    def right_value(self, body: Payload, key: Payload) -> object:
        return {"path": best_path(body, key)}

    def guess(self, body: Payload, *, rng: random.Random) -> object:
        start = next(node for node in body["nodes"] if node["id"] == body["start"])
        return {"path": [rng.choice(start["choices"])["id"]]}

    def posted(self, body: Payload, data: Posted, name: str) -> object:
        return None  # every choice goes through the door of its own

    def renamed(self, body: Payload, value: object, veil: Veil) -> object:
        path = value.get("path") if isinstance(value, dict) else None
        if not isinstance(path, list):
            return value
        names = veil.names("choices", ids_of(_choices(body)))
        return {**value, "path": [names[choice] for choice in path]}

    def in_words(self, body: Payload, value: object) -> str:
        return " → ".join(text_of(_choices(body), choice) for choice in path_of(value))

    def parts(self, body: Payload, key: Payload, value: object) -> list[Part]:
        parts = []
        for node, chosen in walk(body, key, path_of(value)):
            if not node.get("choices"):
                continue
            best = max(node["choices"], key=lambda choice: Decimal(key["shares"][choice["id"]]))
            share = Decimal(key["shares"][chosen]) if chosen and chosen not in key["fatal"] else Decimal(0)
            said = key.get("feedback", {}).get(chosen or "", "")
            parts.append(Part(node["text"], text_of(node["choices"], chosen), best["text"], share, said))
        return parts

    def texts(self, body: Payload) -> list[str]:
        return [row["text"] for node in body["nodes"] for row in (node, *node.get("choices", []))]

    def pictures(self, body: Payload) -> list[str]:
        return [node["picture"] for node in body["nodes"] if node.get("picture")]

    def candidate_body(self, body: Payload, *, veil: Veil) -> dict[str, Any]:
        start = next(node for node in body["nodes"] if node["id"] == body["start"])
        return {"steps": [], "now": _shown_node(start, veil), "is_over": False}

    def shown(self, body: Payload, key: Payload, value: object, *, veil: Veil) -> dict[str, Any]:
        steps, now = [], None
        for node, chosen in walk(body, key, path_of(value)):
            shown = _shown_node(node, veil)
            if chosen is None:
                now = shown
            else:
                steps.append({**shown, "choices": [], "chosen": text_of(node["choices"], chosen)})
        return {"steps": steps, "now": now, "is_over": now is None or not now["choices"]}
