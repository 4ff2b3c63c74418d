"""What the stories of a bad network are worth: each finds a script that forgets. And an answer that nobody can read."""

from __future__ import annotations

import contextlib

import pytest
from playwright.sync_api import Page, expect

from tests.flows.holding import (
    LIES,
    begun,
    network_that_lies,
    reload_after_a_failed_save,
    standing,
    state,
    ten_minutes_without_a_network,
)

pytestmark = pytest.mark.browser

# Script, what it says, and what a careless one would say.
BELIEVES_A_STATUS = (
    "sender",
    "return isReply(reply) ? { reply } : {};",
    "return { reply: isReply(reply) ? reply : { state: 'open', holds_pen: true, seconds_left: 900,"
    " saved: answers.map((answer) => ({ ...answer, fate: 'counted' })) } };",
)
KEEPS_IN_THE_PAGE_ONLY = (
    "journal",
    "row.sequence = await store.put(row, floor);",
    "row.sequence = floor + 1;",
)
CLEARS_WHEN_SENT = (
    "journal",
    "return this.pending().filter((row) => row.sequence)",
    "return this.pending().filter((row) => row.sequence).map((row) => Object.assign(row, { dirty: false }))",
)


@contextlib.contextmanager
def planted(page: Page, script: str, honest: str, careless: str):
    """Serve one script with a bug in it."""

    def change(route):
        reply = route.fetch()
        text = reply.text()
        assert text.count(honest) == 1, f"{script}.js says it otherwise now"
        route.fulfill(response=reply, body=text.replace(honest, careless))

    address = f"**/exams/{script}*.js"
    page.route(address, change)
    page.reload()
    page.locator(".flag").first.wait_for()
    yield
    page.unroute(address)


def test_each_story_finds_a_script_that_forgets(running_site, browser, paper):
    careless = begun(running_site, browser, paper, has_worker=False)  # it would answer before the plant
    page = careless.page
    where = running_site, careless, paper[0]

    with planted(page, *BELIEVES_A_STATUS):
        assert network_that_lies(*where, LIES[1:2]) != []
    with planted(page, *KEEPS_IN_THE_PAGE_ONLY):
        assert reload_after_a_failed_save(*where) != []
    with planted(page, *CLEARS_WHEN_SENT):
        assert ten_minutes_without_a_network(*where) != []
    careless.leave()


def test_an_answer_that_cannot_be_read_is_asked_for_again_and_stops_no_other(running_site, candidate, paper):
    page = candidate.page
    page.locator("#q1 input").first.evaluate("field => { field.value = 'nonsense'; }")
    candidate.choose(1)
    given = {2: candidate.choose(2)}

    told = "服务器已保存 1 题，仅存本机 0 题。 服务器未能识别第 1 题的答案，请重新作答。"
    expect(state(candidate)).to_have_text(told)
    expect(page.locator("#q1 [data-unread]")).to_have_text("本题答案未能识别，不计分，请重新作答。")
    candidate.look()
    page.reload()
    candidate.ready()
    expect(state(candidate)).to_have_text(told)
    expect(page.locator("#q1 [data-unread]")).to_be_visible()
    assert standing(running_site, paper[0]) == given

    given[1] = candidate.choose(1)
    expect(state(candidate)).to_have_text("2 题答案已全部保存到服务器。")
    expect(page.locator("[data-unread]")).to_have_count(0)
    assert standing(running_site, paper[0]) == given
