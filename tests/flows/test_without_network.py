"""A learner goes underground: lessons stay readable, steps wait, and signing out leaves nothing on the phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.flows.people import PHONE, Somebody
from website.demo.organisation import accounts

pytestmark = pytest.mark.browser

NUMBERS = {account.label_en: account.employee_no for account in accounts()}
LOST = "网络已断开。本机已有的内容仍可阅读，您所做的都不会丢失。"
RETRY_MS = 10_000  # until a page asks again for the server, as in connection.js
# The network comes back to a page before it comes back to its worker, or without a word.
PAGE_FIRST = "window.fetch = async () => new Response(); dispatchEvent(new Event('online'))"
UNTOLD = "addEventListener('online', (event) => event.stopImmediatePropagation(), true)"
ALWAYS_ONLINE = "Object.defineProperty(Navigator.prototype, 'onLine', { get: () => true })"


def kept_pages(somebody: Somebody) -> list[str]:
    return somebody.page.evaluate(
        "caches.has('annuan-kept').then((has) => has ? caches.open('annuan-kept').then((c) => c.keys()) : [])"
        ".then((keys) => keys.map((key) => new URL(key.url).pathname).filter((path) => path.endsWith('/')))"
    )


def test_reads_on_without_a_network_and_leaves_nothing_behind(running_site, browser):
    learner = Somebody(browser, running_site, size=PHONE)
    learner.noise = re.compile("ERR_INTERNET_DISCONNECTED")
    page = learner.sign_in(NUMBERS["New hire (online)"])
    page.wait_for_function("navigator.serviceWorker.controller")
    learner.go("/courses/m2/")
    learner.begin_course()
    page.wait_for_selector("article.lesson")
    learner.go("/courses/m2/")
    learner.press("保存到本机")
    expect(page.locator("[data-keep]")).to_contain_text("已于")
    learner.look()
    learner.begin_course()
    page.wait_for_selector("article.lesson")
    lesson, title = page.url, page.title()
    enrolment, number = lesson.rstrip("/").split("/")[-2:]

    page.clock.install()
    learner.context.set_offline(True)
    page.reload()
    assert page.title() == title
    expect(page.locator(".connection")).to_contain_text(LOST)
    assert page.evaluate("[...document.images].every((image) => image.loading === 'lazy' || image.naturalWidth)")

    learner.go("/certificates/")
    expect(page.get_by_role("heading", level=1)).to_have_text("网络已断开")
    expect(page.locator("[data-at-hand]")).to_contain_text(title.split(" · ")[0])
    page.evaluate("window.isSame = true; dispatchEvent(new Event('online'))")  # a network that lies
    learner.look()
    assert page.evaluate("window.isSame")

    page.goto(lesson)
    page.locator("form[action$='/done/'] button").click()
    page.wait_for_url(lambda url: url != lesson)
    expect(page.locator(".connection")).to_contain_text("暂时只保存在本机")
    done = (
        "SELECT count(*) FROM courses_lessonprogress p JOIN courses_enrolment e ON e.id = p.enrolment_id"
        " WHERE e.public_id = ? AND p.lesson_id = ? AND p.completed_at IS NOT NULL"
    )
    assert running_site.rows(done, enrolment, number) == [(0,)]

    page.evaluate(PAGE_FIRST)
    page.evaluate(UNTOLD)
    expect(page.locator("[data-lost]")).to_be_hidden()
    learner.context.set_offline(False)
    page.clock.fast_forward(RETRY_MS)
    expect(page.locator(".connection")).to_contain_text("学习进度已全部保存到服务器", timeout=4 * RETRY_MS)
    assert running_site.rows(done, enrolment, number) == [(1,)]
    assert kept_pages(learner) != []

    page.reload()
    learner.press("退出")
    page.wait_for_url("**/accounts/login/**")
    assert kept_pages(learner) == []
    learner.context.set_offline(True)
    page.add_init_script(ALWAYS_ONLINE)
    page.goto(lesson)
    expect(page.get_by_role("heading", level=1)).to_have_text("网络已断开")
    page.evaluate(UNTOLD)
    learner.context.set_offline(False)
    page.clock.fast_forward(RETRY_MS)
    page.wait_for_url("**/accounts/login/**", timeout=4 * RETRY_MS)
    learner.leave()
