"""What a learner's phone has to fetch when it sees a page for the first time."""

from __future__ import annotations

import gzip

import pytest
from playwright.sync_api import expect

from tests.flows.answering import EXAM_OF_MODULE, answer_right
from tests.flows.people import PHONE, Somebody
from website.demo.organisation import accounts

pytestmark = pytest.mark.browser

NUMBERS = {account.label_en: account.employee_no for account in accounts()}
MOST_BYTES = 150_000
LEAST_BYTES = 10_000  # the style alone is more
PATHS = ["/", "/courses/", "/courses/m1/", "/learning/", "/exams/", "/certificates/", "/account/"]
APART = {"Image", "Media"}
PACKED = {"Script", "Stylesheet"}  # by `core.storage` in production; `make run` sends them as they lie
HEADERS_BYTES = 600


def bytes_of_first_view(learner: Somebody, path: str) -> int:
    """Return the bytes that crossed the network, headers included, pictures and video aside, with an empty cache."""
    kinds, total = {}, {}
    session = learner.context.new_cdp_session(learner.page)
    session.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    session.on(
        "Network.loadingFinished",
        lambda event: total.update({event["requestId"]: event["encodedDataLength"]}),
    )
    session.send("Network.enable")
    session.send("Network.clearBrowserCache")
    session.send("Network.setBypassServiceWorker", {"bypass": True})  # what a worker fetches is not counted here
    learner.go(path)
    learner.page.wait_for_load_state("networkidle")
    for request, kind in kinds.items():
        if kind in PACKED and request in total:
            body = session.send("Network.getResponseBody", {"requestId": request})["body"]
            total[request] = min(total[request], len(gzip.compress(body.encode())) + HEADERS_BYTES)
    session.detach()
    size = sum(size for request, size in total.items() if kinds.get(request) not in APART)
    assert size > LEAST_BYTES, f"{path}: {size} bytes cannot be all of it."
    return size


def test_learner_pages_are_light(running_site, browser):
    learner = Somebody(browser, running_site, size=PHONE)
    learner.sign_in(NUMBERS["New hire (online)"])
    learner.go("/courses/m1/")
    learner.begin_course()
    learner.page.wait_for_selector("article.lesson")
    lesson = learner.page.url.removeprefix(running_site.url)

    sizes = {path: bytes_of_first_view(learner, path) for path in (*PATHS, lesson)}

    assert {path: size for path, size in sizes.items() if size > MOST_BYTES} == {}
    learner.leave()


def test_pages_of_an_exam_are_light(running_site, browser):
    introduction = f"/exams/{running_site.prepare(EXAM_OF_MODULE.format(module='M1', code='VIEW1'))}/"
    candidate = Somebody(browser, running_site, size=PHONE)
    page = candidate.sign_in(NUMBERS["New hire (online)"])
    sizes = {introduction: bytes_of_first_view(candidate, introduction)}
    candidate.press("开始考试")
    page.wait_for_selector("#paper")
    answer_right(running_site, page)
    expect(page.locator("#save-state")).to_contain_text("20 题答案已全部保存")
    paper = page.url.removeprefix(running_site.url)
    for path in (paper, f"{paper}summary/"):
        sizes[path] = bytes_of_first_view(candidate, path)
    candidate.press("确认交卷")
    page.wait_for_url("**/result/")
    sizes["result"] = bytes_of_first_view(candidate, page.url.removeprefix(running_site.url))
    expect(page.get_by_text("合格", exact=True).first).to_be_visible()

    assert len(sizes) == 4
    assert {path: size for path, size in sizes.items() if size > MOST_BYTES} == {}
    candidate.leave()
