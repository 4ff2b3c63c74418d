"""Practice on a phone: a round of five, what is right said at once, and the notebook of wrong answers."""

from __future__ import annotations

import json
from uuid import UUID

import pytest
from playwright.sync_api import expect

from exams.item_types.registry import item_type
from exams.item_types.veils import veiled
from tests.flows.answering import give
from tests.flows.people import PHONE, Somebody
from website.demo.organisation import accounts

pytestmark = pytest.mark.browser

NUMBERS = {account.label_en: account.employee_no for account in accounts()}


def questions(site, page):
    """Return type, body and right answer of the questions of the round on the screen, by the names it shows."""
    public_id = page.url.rstrip("/").rsplit("/", 1)[-1]
    rows = site.rows(
        "SELECT v.item_type, v.body, v.key, r.veil, q.position FROM exams_practicequestion q "
        "JOIN exams_practicerun r ON r.id = q.run_id "
        "JOIN exams_itemversion v ON v.id = q.version_id WHERE r.public_id = ? ORDER BY q.position", public_id
    )  # fmt: skip
    return [(kind, json.loads(body), right(kind, *rest, json.loads(body))) for kind, body, *rest in rows]


def right(kind, key, secret, position, body):
    return item_type(kind).renamed(
        body, item_type(kind).right_value(body, json.loads(key)), veiled(UUID(secret), position)
    )


def test_round_of_five_fills_the_notebook(running_site, browser):
    learner = Somebody(browser, running_site, size=PHONE)
    learner.sign_in(NUMBERS["Crew member (on site)"])
    page = learner.go("/practice/")
    learner.look()
    page.locator("section[aria-labelledby=daily] button").click()
    page.wait_for_url("**/practice/*/")
    asked = questions(running_site, page)
    assert len(asked) == 5
    known = next(place for place, (kind, _body, _value) in enumerate(asked) if kind != "branching")

    for place, (kind, body, value) in enumerate(asked):
        if place == known:
            give(page.locator("form[data-practice] .question"), kind, body, value)
            page.get_by_role("button", name="提交答案").last.click()
            expect(page.locator(".marks li").nth(place)).to_have_class("is-right")
        else:
            page.get_by_role("button", name="不知道").click()
            expect(page.locator(".marks li").nth(place)).to_have_class("is-wrong")
        if place in (0, known):
            learner.look()
        page.locator("p > a.button.primary.wide").click()

    expect(page.locator(".score")).to_have_text("1 / 5")
    learner.look()
    learner.go("/practice/notebook/")
    expect(page.locator("tbody tr")).to_have_count(4)
    learner.look()
    learner.leave()
