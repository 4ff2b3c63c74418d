"""How items meet their screens: the markup of their texts, and the files of their types."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from html import escape
from typing import Any

from django import template
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from exams.domain import markup as rules
from exams.queries.attempts import Question
from exams.queries.results import ExplainedItem

register = template.Library()

TICKED = {"single_choice": "radio", "multiple_choice": "checkbox"}  # types whose whole answer is options to tick
NUMBER = "\uf8ff"  # stands where the number of a question goes; a private sign, which no text of an item keeps


def _address(base: str) -> rules.PictureAddress | None:
    return (lambda code: f"{base}{code}/") if base else None


# The words of an item never change, and a room of candidates reads the same ones. Where pictures lie differs from
# attempt to attempt, so it is told only to texts that show one.
@lru_cache(maxsize=8192)
def _blocks(text: str, pictures: str) -> SafeString:
    return mark_safe(rules.blocks(text, picture=_address(pictures)))  # noqa: S308 -- the rules escape first


@lru_cache(maxsize=32768)
def _line(text: str, pictures: str) -> SafeString:
    return mark_safe(rules.line(text, picture=_address(pictures)))  # noqa: S308 -- the rules escape first


def _shown(text: str, pictures: str) -> tuple[str, str]:
    words = str(text)
    return words, pictures if rules.PICTURE_MARK in words else ""


@register.filter
def markup(text: str, pictures: str = "") -> SafeString:
    """Return a text as safe HTML with paragraphs; `pictures` begins the addresses of the pictures it shows."""
    return _blocks(*_shown(text, pictures))


@register.filter
def markup_line(text: str, pictures: str = "") -> SafeString:
    """Return a text as safe HTML without paragraphs."""
    return _line(*_shown(text, pictures))


@register.filter
def plain(text: str) -> str:
    """Return the words of a text alone."""
    return rules.plain(str(text))


@register.filter
def question_template(item_type: str) -> str:
    """Return the template that asks a question of this type."""
    return f"exams/questions/{item_type}.html"


@register.filter
def paper_template(item_type: str) -> str:
    """Return the template that prints a question of this type."""
    return f"exams/paper_questions/{item_type}.html"


@register.simple_tag
def question(
    asked: Question,
    *,
    pictures: str,
    attempt: str = "",
    door: str = "",
    list_form: bool = False,
) -> SafeString:
    """Return one question of a paper with the answer that stands.

    Final choices go to the attempt of this public id, or to `door`. With `list_form`, pictures with hazards are
    answered from a list.
    """
    name = f"q{asked.position}"
    if asked.item_type in TICKED:
        answer = _answer(name, asked, pictures)
    else:
        answer = get_template("exams/answer.html").render(
            {
                "item_type": asked.item_type,
                "name": name,
                "position": asked.position,
                "body": asked.body,
                "value": asked.value,
                "attempt": attempt,
                "door": door,
                "pictures": pictures,
                "list_form": list_form,
            }
        )
    return mark_safe(  # noqa: S308 -- a name of ours, and what is escaped already
        f'<section class="card question" id="{name}" role="group" aria-labelledby="{name}-stem"'
        f' data-position="{asked.position}">\n<div class="stem" id="{name}-stem"><span class="question-number">'
        f'{asked.position}</span><div class="rich">{markup(asked.stem, pictures)}</div></div>\n{answer}</section>\n'
    )


def _answer(name: str, asked: Question, pictures: str) -> str:
    """Return what exams/answer.html shows of options to tick, without it: a paper has hundreds of them."""
    return (
        f'<div class="answer" data-type="{asked.item_type}" data-name="{name}"'
        f' data-module="{question_module(asked.item_type)}">\n'
        f"{options(asked.item_type, name, asked.body['options'], asked.value, pictures)}\n</div>\n"
    )


# Somebody who gave the same answer to the same wording reads the same explanation: everything that is shown is in the
# row. Only its number in the paper differs, and is put in afterwards.
@lru_cache(maxsize=4096)
def _explained(row: ExplainedItem, pictures: str, _language: str) -> str:
    told = {"row": replace(row, position=NUMBER), "pictures": pictures}
    return get_template("exams/explained.html").render(told)


def _shows_picture(row: ExplainedItem) -> bool:
    mark = rules.PICTURE_MARK
    return (
        mark in row.stem
        or mark in row.explanation
        or any(mark in f"{part.label}{part.given}{part.right}{part.feedback}" for part in row.parts)
    )


@register.simple_tag
def explained(row: ExplainedItem, pictures: str) -> SafeString:
    """Return one question of a marked attempt with its explanation."""
    return explanations([row], pictures)


@register.simple_tag
def explanations(rows: Sequence[ExplainedItem], pictures: str) -> SafeString:
    """Return the questions of a marked attempt with their explanations."""
    found, language = [], get_language()
    for row in rows:
        base = pictures if row.overlays or _shows_picture(row) else ""
        render = _explained.__wrapped__ if row.overlays else _explained  # what is drawn is each candidate's own
        found.append(render(row, base, language).replace(NUMBER, str(row.position)))
    return mark_safe("\n".join(found))  # noqa: S308 -- made by a template


@register.simple_tag
def options(
    item_type: str, name: str, rows: Sequence[Mapping[str, str]], value: object, pictures: str
) -> SafeString:
    """Return the lines in which options are ticked; `value` is the answer that stands.

    Put together here, as `question` is: in templates they were most of what a paper cost.
    """
    chosen, kind = value if isinstance(value, list) else [value], TICKED[item_type]
    head = f'<label class="option"><input type="{kind}" name="{escape(name)}" value="'
    lines = [
        f'{head}{escape(row["id"])}"{" checked" if row["id"] in chosen else ""}>'
        f" <span>{markup_line(row['text'], pictures)}</span></label>"
        for row in rows
    ]
    if kind == "checkbox":
        lines.insert(0, f'<p class="soft">{gettext("More than one may be right.")}</p>')
    return mark_safe("\n".join(lines))  # noqa: S308 -- every part is escaped above


@register.simple_tag
@cache
def question_module(item_type: str) -> str:
    """Return the address of the script that reads and shows answers of this type."""
    return static(f"exams/questions/{item_type}.js")


@register.filter
def as_question(part: Mapping[str, Any], number: int) -> dict[str, Any]:
    """Return a part of a case as the printed head of a question takes it."""
    return {"position": f"({number})", "stem": part["stem"], "points": part["points"]}


@register.filter
def in_order(steps: Sequence[Mapping[str, Any]], value: Any) -> list[Mapping[str, Any]]:
    """Return steps in the order of an answer; as they are without one."""
    if not isinstance(value, list):
        return list(steps)
    return sorted(steps, key=lambda step: value.index(step["id"]))


@register.filter
def places(rows: Sequence[object]) -> range:
    """Return the places of rows, from 1."""
    return range(1, len(rows) + 1)


@register.filter
def of_id(value: Any, key: str) -> Any:
    """Return the entry of a mapping; None for no mapping and no entry."""
    return value.get(key) if isinstance(value, Mapping) else None


@register.filter
def as_json(value: Any) -> str:
    """Return a value as JSON, for a field that a script reads; empty for nothing."""
    return json.dumps(value) if value else ""


@register.filter
def listed(value: Any, statement: str) -> Mapping[str, str] | None:
    """Return what was said about a statement that is ticked; None when it is not."""
    marks = value.get("listed", []) if isinstance(value, Mapping) else []
    return next((mark for mark in marks if mark["id"] == statement), None)
