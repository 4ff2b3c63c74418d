"""One writer for each item type that QTI 2.1 can hold: declarations, interaction and response processing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element

from exams.domain.exchange.items import BankItem, shares_of
from exams.domain.exchange.moodle_parts import Unreadable
from exams.domain.exchange.picture_names import names_in
from exams.domain.exchange.qti_parts import PICTURES, plain_number, put, put_text
from exams.domain.exchange.whole import TYPES, note_of

SizeOf = Callable[[bytes], tuple[int, int] | None]
TEMPLATES = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/"


@dataclass(slots=True)
class Sheet:
    """An item as it is being written: its parts, and what only our bank knows of it."""

    item: BankItem
    root: Element
    body: Element
    pictures: Mapping[str, bytes]
    size_of: SizeOf
    own: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    template: str = ""

    def say(self, parent: Element, slot: str, text: str, *, is_line: bool = True) -> None:
        """Write one text, and keep its markup for the way back."""
        put_text(parent, text, is_line=is_line)
        self.texts[slot] = text

    def declare(self, name: str, cardinality: str, base: str, right: list[str]) -> Element:
        """Declare a response and what is right."""
        declaration = Element(
            "responseDeclaration", {"identifier": name, "cardinality": cardinality, "baseType": base}
        )
        correct = put(declaration, "correctResponse")
        for value in right:
            put(correct, "value", value)
        self.root.insert(len(self.root.findall("responseDeclaration")), declaration)
        return declaration


def _map(declaration: Element, shares: Mapping[str, Decimal], **entry: str) -> None:
    mapping = put(declaration, "mapping", lowerBound="0", upperBound="1", defaultValue="0")
    for name, share in shares.items():
        put(mapping, "mapEntry", mapKey=name, mappedValue=plain_number(share), **entry)


def _choice(sheet: Sheet) -> None:
    item = sheet.item
    options, key = item.body["options"], item.key
    is_multiple = item.item_type == "multiple_choice"
    names = [option["id"] for option in options]
    declaration = sheet.declare(
        "RESPONSE", "multiple" if is_multiple else "single", "identifier", [f"c-{name}" for name in key["correct"]]
    )
    sheet.template = "match_correct"
    if is_multiple and key.get("scoring", "all_or_nothing") != "all_or_nothing":
        shares = dict(zip(names, shares_of(names, key)[0], strict=True))
        sheet.template = "map_response"
        _map(declaration, {f"c-{name}": share for name, share in shares.items() if share})
    elif not is_multiple and key.get("weights"):
        shares = {name: Decimal(1) for name in key["correct"]}
        shares |= {name: Decimal(str(share)) for name, share in key["weights"].items()}
        sheet.template = "map_response"
        _map(declaration, {f"c-{name}": share for name, share in shares.items()})
    shuffle = "false" if item.body.get("keep_order") else "true"
    asked = put(
        sheet.body, "choiceInteraction", responseIdentifier="RESPONSE", shuffle=shuffle,
        maxChoices="0" if is_multiple else "1",
    )  # fmt: skip
    for option in options:
        name = f"c-{option['id']}"
        sheet.say(put(asked, "simpleChoice", identifier=name), name, option["text"])
    sheet.own["feedback"] = key.get("feedback")


def _true_false(sheet: Sheet) -> None:
    sheet.declare("RESPONSE", "single", "identifier", ["true" if sheet.item.key["correct"] else "false"])
    sheet.template = "match_correct"
    asked = put(sheet.body, "choiceInteraction", responseIdentifier="RESPONSE", shuffle="false", maxChoices="1")
    for name, text in (("true", "对 True"), ("false", "错 False")):
        put(asked, "simpleChoice", text, identifier=name)
    sheet.own["feedback"] = sheet.item.key.get("feedback")


def _blank(sheet: Sheet, place: int, blank: Mapping[str, Any]) -> str:
    name = f"RESPONSE{place}"
    row = put(sheet.body, "p", f"{blank.get('label', '')} ")
    row.set("class", "blank")
    entry = put(row, "textEntryInteraction", responseIdentifier=name)
    entry.tail = f" {blank.get('unit', '')}"
    return name


def _keep_blanks(sheet: Sheet) -> list[Mapping[str, Any]]:
    blanks = list(sheet.item.body["blanks"])
    sheet.own |= {
        "ids": [blank["id"] for blank in blanks],
        "labels": [blank.get("label", "") for blank in blanks],
        "units": [blank.get("unit", "") for blank in blanks],
        "has_units": any("unit" in blank for blank in blanks),
    }
    return blanks


def _numeric(sheet: Sheet) -> None:
    blanks = _keep_blanks(sheet)
    part = plain_number(Decimal(1) / len(blanks))
    processing = Element("responseProcessing")
    for place, blank in enumerate(blanks, start=1):
        name, entry = _blank(sheet, place, blank), sheet.item.key[blank["id"]]
        sheet.declare(name, "single", "float", [str(entry["value"])])
        met = put(put(processing, "responseCondition"), "responseIf")
        spread = str(entry["tolerance"])
        equal = put(met, "equal", toleranceMode="absolute", tolerance=f"{spread} {spread}")
        put(equal, "variable", identifier=name)
        put(equal, "correct", identifier=name)
        _add(met, part)
    sheet.root.append(processing)


def _add(parent: Element, part: str) -> None:
    total = put(put(parent, "setOutcomeValue", identifier="SCORE"), "sum")
    put(total, "variable", identifier="SCORE")
    put(total, "baseValue", part, baseType="float")


def _fill_in(sheet: Sheet) -> None:
    blanks = _keep_blanks(sheet)
    processing = Element("responseProcessing")
    total = put(put(processing, "setOutcomeValue", identifier="SCORE"), "sum")
    for place, blank in enumerate(blanks, start=1):
        name, entry = _blank(sheet, place, blank), sheet.item.key[blank["id"]]
        declaration = sheet.declare(name, "single", "string", [entry["accepted"][0]])
        part = Decimal(1) / len(blanks)
        case = "true" if entry.get("match_case") else "false"
        _map(declaration, dict.fromkeys(entry["accepted"], part), caseSensitive=case)
        put(total, "mapResponse", identifier=name)
    sheet.root.append(processing)


def _ordering(sheet: Sheet) -> None:
    key = sheet.item.key
    sheet.declare("RESPONSE", "ordered", "identifier", [f"c-{name}" for name in key["order"]])
    sheet.template = "match_correct"
    sheet.own["scoring"] = key.get("scoring")
    asked = put(sheet.body, "orderInteraction", responseIdentifier="RESPONSE", shuffle="true")
    for step in sheet.item.body["steps"]:
        name = f"c-{step['id']}"
        sheet.say(put(asked, "simpleChoice", identifier=name), name, step["text"])


def _matching(sheet: Sheet) -> None:
    body, key = sheet.item.body, sheet.item.key
    pairs = [f"l-{left} r-{right}" for left, right in key["pairs"].items()]
    declaration = sheet.declare("RESPONSE", "multiple", "directedPair", pairs)
    sheet.template = "match_correct"
    if key.get("scoring") == "per_pair":
        sheet.template = "map_response"
        _map(declaration, {pair: Decimal(1) / len(pairs) for pair in pairs})
    asked = put(sheet.body, "matchInteraction", responseIdentifier="RESPONSE", shuffle="true", maxAssociations="0")
    for side, most in (("left", "1"), ("right", "0")):
        group = put(asked, "simpleMatchSet")
        for row in body[side]:
            name = f"{side[0]}-{row['id']}"
            sheet.say(put(group, "simpleAssociableChoice", identifier=name, matchMax=most), name, row["text"])


def _short_answer(sheet: Sheet) -> None:
    key, most = sheet.item.key, sheet.item.body.get("most_characters")
    sheet.declare("RESPONSE", "single", "string", [])
    sheet.own |= {"rubric": key.get("rubric", []), "most_characters": most}
    asked = put(sheet.body, "extendedTextInteraction", responseIdentifier="RESPONSE")
    if most:
        asked.set("expectedLength", str(most))
    block = put(sheet.body, "rubricBlock", view="scorer")
    sheet.say(put(block, "div"), "model", str(key.get("model_answer", "")), is_line=False)
    for line in key.get("rubric", []):
        put(block, "p", f"{line['text']} ({line['share']})")


def _hazard_spotting(sheet: Sheet) -> None:
    body, key = sheet.item.body, sheet.item.key
    name = body["picture"]
    size = sheet.size_of(sheet.pictures.get(name, b""))
    if size is None:
        raise Unreadable("picture_missing", name)
    declaration = sheet.declare("RESPONSE", "multiple", "point", [])
    share = plain_number(Decimal(1) / len(key["hazards"]))
    cost = plain_number(Decimal(str(key["wrong_tap_cost"])) / len(key["hazards"]))
    areas = put(declaration, "areaMapping", lowerBound="0", upperBound="1", defaultValue=f"-{cost}")
    for hazard in key["hazards"]:
        put(areas, "areaMapEntry", shape="poly", coords=pixels(hazard["polygon"], size), mappedValue=share)
    sheet.template = "map_response_point"
    most = str(body["most_taps"])
    asked = put(sheet.body, "selectPointInteraction", responseIdentifier="RESPONSE", maxChoices=most)
    put(asked, "object", data=f"../{PICTURES}{name}", width=str(size[0]), height=str(size[1]))
    # Severity, control, names and the list form have no place in QTI.
    sheet.own["rubric"] = {"body": dict(body), "key": dict(key)}


def pixels(polygon: list[list[str]], size: tuple[int, int]) -> str:
    """Return corners as pixels of the picture, as areaMapEntry wants them."""
    return ",".join(
        str(round(Decimal(str(part)) * length))
        for corner in polygon
        for part, length in zip(corner, size, strict=True)
    )


def _whole(sheet: Sheet) -> None:
    # To other systems it is a written answer to the stem; what we ask stands in our note.
    missing = next((name for name in names_in(sheet.item) if name not in sheet.pictures), None)
    if missing is not None:
        raise Unreadable("picture_missing", missing)
    sheet.declare("RESPONSE", "single", "string", [])
    put(sheet.body, "extendedTextInteraction", responseIdentifier="RESPONSE")
    sheet.own["whole"] = note_of(sheet.item)


WRITERS: dict[str, Callable[[Sheet], None]] = {
    "single_choice": _choice,
    "multiple_choice": _choice,
    "true_false": _true_false,
    "numeric": _numeric,
    "fill_in": _fill_in,
    "ordering": _ordering,
    "matching": _matching,
    "short_answer": _short_answer,
    "hazard_spotting": _hazard_spotting,
    **dict.fromkeys(TYPES, _whole),
}
