"""What a learner's phone has to fetch when it sees a page for the first time."""

from __future__ import annotations

import pytest

from tests.flows.people import PHONE, Somebody
from website.demo.organisation import accounts

pytestmark = pytest.mark.browser

NUMBERS = {account.label_en: account.employee_no for account in accounts()}
MOST_BYTES = 150_000
PATHS = ["/", "/courses/", "/courses/m1/", "/learning/", "/exams/", "/certificates/", "/account/"]
APART = {"Image", "Media"}


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
    learner.go(path)
    learner.page.wait_for_load_state("networkidle")
    session.detach()
    assert total
    return sum(size for request, size in total.items() if kinds.get(request) not in APART)


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
