"""A course from an empty draft to the phone of a learner, by its author, an approver and an employee."""

from __future__ import annotations

import re

import pytest

from tests.flows.people import DESK, PHONE, Somebody
from website.demo.organisation import accounts

pytestmark = pytest.mark.browser

NUMBERS = {account.label_en: account.employee_no for account in accounts()}
EDITOR = re.compile(r"/cms/pages/(\d+)/edit/$")
LISTING = re.compile(r"/cms/pages/\d+/$")


def draft(author: Somebody, parent: int, model: str, title: str, **values: str) -> int:
    """Save a draft with a title and little more; return the page's id."""
    page = author.go(f"/cms/pages/add/courses/{model}/{parent}/")
    page.fill("#id_title", title)
    for name, value in values.items():
        page.fill(f"#id_{name}", value)
    with page.expect_navigation():
        page.get_by_role("button", name="保存草稿").click()
    return int(EDITOR.search(page.url)[1])


def more(somebody: Somebody, selector: str) -> None:
    """Press one of the further actions of the editor, which leads back to the list of pages."""
    somebody.page.locator("footer").get_by_role("button", name="更多动作").click()
    with somebody.page.expect_navigation(url=LISTING):
        somebody.page.locator(selector).first.click()


def test_course_is_written_reviewed_and_read(running_site, browser):
    [(catalogue,)] = running_site.rows("SELECT page_ptr_id FROM courses_cataloguepage")
    author = Somebody(browser, running_site, size=DESK)
    author.sign_in(NUMBERS["Trainer"])

    # Drafts may be half filled.
    course = draft(author, catalogue, "coursepage", "班前安全交底", code="X1")
    module = draft(author, course, "modulepage", "交底怎么讲")
    draft(author, module, "lessonpage", "三句话讲清楚")

    # The author fills the lesson in, and sends the course with all that is in it to review.
    page = author.page
    page.select_option("#id_content_head", value="rules")
    page.locator("#id_bases-ADD").click()
    page.select_option("#id_bases-0-standard", index=1)
    page.fill("#id_bases-0-clause", "第四十四条")
    page.locator("[data-contentpath=body] button.c-sf-add-button").first.click()
    page.get_by_role("option", name="文本").click()
    page.locator("[data-contentpath=body] [contenteditable=true]").first.click()
    page.keyboard.type("做什么、有什么危险、怎么防，三句话讲清楚才开工。")
    # The editor hands its text to the form a moment after the last key.
    page.locator("input[type=hidden][value*='才开工']").wait_for(state="attached")
    page.get_by_role("button", name="保存草稿").click()
    page.wait_for_selector(".messages .success")
    author.go(f"/cms/pages/{course}/edit/")
    page.select_option("#id_content_head", value="rules")
    more(author, "button[name=action-submit]")
    author.go(f"/cms/pages/{course}/edit/")
    assert page.locator("[data-workflow-action-name=approve]").count() == 0

    # A second person approves the whole; then it is in the catalogue.
    approver = Somebody(browser, running_site, size=DESK)
    approver.sign_in(NUMBERS["Course approver"])
    approver.go(f"/cms/pages/{course}/edit/")
    more(approver, "button[data-workflow-action-name=approve]")
    employee = Somebody(browser, running_site, size=PHONE)
    employee.sign_in(NUMBERS["New hire (online)"])
    employee.go("/courses/")
    employee.page.get_by_role("link", name="班前安全交底").first.click()
    employee.press("开始学习")
    employee.page.get_by_text("三句话讲清楚才开工").wait_for()
    employee.look()

    for somebody in (author, approver, employee):
        somebody.leave()
