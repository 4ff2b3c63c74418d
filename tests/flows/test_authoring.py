"""The editor of pages where a story does not pass: a slow server, and a trainer who does not wait for it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route

from tests.flows.authoring import pages_named
from tests.flows.people import DESK
from website.demo.organisation import accounts

pytestmark = pytest.mark.browser

NUMBERS = {account.label_en: account.employee_no for account in accounts()}
UNTIL_IT_SAVES_ITSELF_MS = 5_000


@pytest.fixture
def catalogue(running_site):
    """The page below which courses stand."""
    [(pk,)] = running_site.rows("SELECT page_ptr_id FROM courses_cataloguepage")
    return pk


@pytest.fixture
def page(running_site, meet, catalogue):
    """A trainer with a new course before the eyes, ready to save itself."""
    page = meet(NUMBERS["Trainer"], DESK).page
    page.clock.install()
    page.goto(f"{running_site.url}/cms/pages/add/courses/coursepage/{catalogue}/")
    page.clock.fast_forward(UNTIL_IT_SAVES_ITSELF_MS)
    return page


def test_new_page_that_is_saved_while_it_saves_itself_is_one_page(running_site, page, catalogue):
    held: list[Route] = []
    page.route("**/cms/pages/add/**", lambda route: held.append(route))
    with page.expect_request("**/cms/pages/add/**"):
        page.fill("#id_title", "一次就够")
        page.clock.fast_forward(UNTIL_IT_SAVES_ITSELF_MS)

    page.get_by_role("button", name="保存草稿").click()
    held[0].continue_()
    page.wait_for_selector(".messages .success")

    assert len(held) == len(pages_named(running_site, "一次就够", parent=catalogue)) == 1


def test_new_page_does_not_save_itself_while_it_is_sent(page):
    sent: list[str] = []

    def stay(route: Route) -> None:
        """Leave the page as it is, as it stays while a slow server has not answered."""
        sent.append(route.request.method)
        route.fulfill(status=204)

    page.route("**/cms/pages/add/**", stay)
    page.fill("#id_title", "只此一页")
    page.get_by_role("button", name="保存草稿").click()
    page.clock.fast_forward(UNTIL_IT_SAVES_ITSELF_MS)
    page.evaluate("fetch('/readyz').then(() => null)")  # goes after whatever the page would have sent

    assert sent == ["POST"]
