"""Answers questions on the screen as a person does: by touch, or by keyboard alone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from playwright.sync_api import Locator, Page

from exams.item_types import catalogue
from exams.item_types.registry import item_type
from exams.item_types.veils import veiled
from tests.flows.running import RunningSite

assert catalogue.ITEM_TYPES  # loads every type

# The paper of a module, open to somebody who has not taken the course.
EXAM_OF_MODULE = """
from exams.models import BlueprintSection, Exam
module = Exam.objects.get(code="{module}-K")
exam = Exam.objects.create(code="{code}", title="{code}", requires_course=False, is_open=True)
sections = {{}}
for section in module.sections.order_by("pk"):
    old, section.pk, section.exam = section.pk, None, exam
    section.save()
    sections[old] = section
for row in module.blueprint.order_by("pk"):
    row.pk, row.exam, row.section = None, exam, sections.get(row.section_id)
    row.save()
print(exam.public_id)
"""


@dataclass(frozen=True)
class Asked:
    """One question on the paper; `right` is the right answer under the names that the paper shows."""

    place: Locator
    kind: str
    body: dict[str, Any]
    key: dict[str, Any]
    right: Any


def questions_of(site: RunningSite, page: Page) -> list[Asked]:
    """Return every question on the paper, from the form of the attempt."""
    public_id = page.locator("#paper").get_attribute("data-attempt")
    rows = site.rows(
        "SELECT f.position, v.item_type, v.body, v.key, a.veil FROM exams_formitem f "
        "JOIN exams_attempt a ON a.form_id = f.form_id JOIN exams_itemversion v ON v.id = f.version_id "
        "WHERE a.public_id = ? ORDER BY f.position", public_id
    )  # fmt: skip
    found = []
    for n, kind, *texts, secret in rows:
        body, key = (json.loads(text) for text in texts)
        right = item_type(kind).right_value(body, key)
        shown = item_type(kind).renamed(body, right, veiled(UUID(secret), n))
        found.append(Asked(page.locator(f"#q{n}"), kind, body, key, shown))
    return found


def answer_right(site: RunningSite, page: Page) -> None:
    """Give the right answer to every question on the paper, by touch or click."""
    for asked in questions_of(site, page):
        give(asked.place, asked.kind, asked.body, asked.right)


def give(question: Locator, kind: str, body: dict[str, Any], value: Any) -> None:
    """Give one answer; `question` holds the fields of this answer and no others."""
    GIVE[kind](question, body, value)


def _choose(question: Locator, _body: dict[str, Any], value: Any) -> None:
    for option in value if isinstance(value, list) else [value]:
        question.locator(f"input[value='{str(option).lower() if isinstance(option, bool) else option}']").check()


def _fill(question: Locator, _body: dict[str, Any], value: dict[str, str]) -> None:
    for blank, text in value.items():
        question.locator(f"[data-blank='{blank}']").fill(text)


def _order(question: Locator, _body: dict[str, Any], value: list[str]) -> None:
    for place, step in enumerate(value):
        row = question.locator(f"[data-step='{step}']")
        while (now := _steps(question).index(step)) > place:
            row.locator("[data-move='-1']").click()
            assert _steps(question).index(step) == now - 1
    confirm = question.locator("[data-confirm]")
    if confirm.is_visible():
        confirm.click()


def _steps(question: Locator) -> list[str]:
    return question.locator(".order-step").evaluate_all("rows => rows.map((row) => row.dataset.step)")


def _match(question: Locator, _body: dict[str, Any], value: dict[str, str]) -> None:
    for left, right in value.items():
        question.locator(f"select[data-left='{left}']").select_option(right)


def _write(question: Locator, _body: dict[str, Any], value: str) -> None:
    question.locator("textarea").fill(value)


def _list(question: Locator, _body: dict[str, Any], value: dict[str, list[dict[str, str]]]) -> None:
    question.locator(".spot-mode input[value='list']").check()
    for mark in value["listed"]:
        row = question.locator(".spot-list > li", has=question.page.locator(f"input[value='{mark['id']}']"))
        row.locator("input").check()
        for ask in ("severity", "control"):
            if ask in mark:
                row.locator(f"[data-ask='{ask}']").select_option(mark[ask])


def _case(question: Locator, body: dict[str, Any], value: dict[str, Any]) -> None:
    for part in body["parts"]:
        holder = question.locator(f"[data-part='{part['id']}']")
        give(holder, part["item_type"], part["body"], value[part["id"]])


def _decide(question: Locator, _body: dict[str, Any], value: dict[str, list[str]]) -> None:
    for made, choice in enumerate(value["path"]):
        question.locator(f".branch[data-step='{made}']").wait_for()
        question.locator(f"input[value='{choice}']").check()
        question.locator("button[name='branch']").click()
    question.locator(f".branch[data-step='{len(value['path'])}']").wait_for()


GIVE = {
    "single_choice": _choose,
    "multiple_choice": _choose,
    "true_false": _choose,
    "numeric": _fill,
    "fill_in": _fill,
    "ordering": _order,
    "matching": _match,
    "short_answer": _write,
    "hazard_spotting": _list,
    "case": _case,
    "branching": _decide,
}
