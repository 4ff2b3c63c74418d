"""Writes pages in the authoring screens as a trainer does."""

from __future__ import annotations

import re

from tests.flows.people import Somebody
from tests.flows.running import RunningSite

EDITOR = re.compile(r"/cms/pages/(\d+)/edit/$")
LISTING = re.compile(r"/cms/pages/\d+/$")


def draft(author: Somebody, parent: int, model: str, title: str, **values: str) -> int:
    """Save a draft with a title and little more; return the page's id."""
    page = author.go(f"/cms/pages/add/courses/{model}/{parent}/")
    for name, value in {"title": title, **values}.items():
        page.fill(f"#id_{name}", value)
    save(author)
    found = pages_named(author.site, title, parent=parent)
    assert found == [int(EDITOR.search(page.url)[1])]
    return found[0]


def pages_named(site: RunningSite, title: str, *, parent: int) -> list[int]:
    """Return the pages of this title right below another."""
    rows = site.rows(
        "SELECT child.id FROM wagtailcore_page child JOIN wagtailcore_page parent ON parent.id = ? "
        "AND substr(child.path, 1, length(parent.path)) = parent.path AND child.depth = parent.depth + 1 "
        "WHERE child.title = ?", parent, title
    )  # fmt: skip
    return [pk for (pk,) in rows]


def rest_on(author: Somebody, standard: str, clause: str) -> None:
    """Say what the lesson that is open teaches, and what it rests on."""
    page = author.page
    [(pk,)] = author.site.rows("SELECT id FROM library_standard WHERE code = ?", standard)
    page.select_option("#id_content_head", value="rules")
    page.locator("#id_bases-ADD").click()
    page.select_option("#id_bases-0-standard", str(pk))
    page.fill("#id_bases-0-clause", clause)


def add_block(author: Somebody, label: str, *, place: int) -> None:
    """Add a block of this name behind those that are there."""
    page = author.page
    page.locator("[data-contentpath=body] button.c-sf-add-button").nth(place).click()
    page.get_by_role("option", name=label, exact=True).click()


def add_picture(author: Somebody, title: str, *, place: int, alt: str) -> None:
    """Add a picture of the library."""
    add_block(author, "图片", place=place)
    page = author.page
    page.locator("[data-contentpath=body] [data-contentpath=image]").last.get_by_role("button").first.click()
    chooser = page.locator(".modal")
    chooser.get_by_role("link", name=title).first.click()
    chooser.wait_for(state="hidden")
    page.locator("[data-contentpath=body] [data-contentpath=alt] input").last.fill(alt)


def write_text(author: Somebody, text: str) -> None:
    """Type into the running text that was added last."""
    page = author.page
    page.locator("[data-contentpath=body] [contenteditable=true]").last.click()
    page.keyboard.type(text)
    # The editor hands its text to the form a moment after the last key.
    page.locator(f"input[type=hidden][value*='{text[-6:]}']").wait_for(state="attached")


def save(author: Somebody) -> None:
    """Save the draft that is open."""
    author.page.evaluate("document.querySelector('.messages')?.replaceChildren()")  # what the last save said
    author.page.get_by_role("button", name="保存草稿").click()
    author.page.wait_for_selector(".messages .success")


def further(somebody: Somebody, selector: str) -> None:
    """Press one of the further actions of the editor, which leads back to the list of pages."""
    somebody.page.locator("footer").get_by_role("button", name="更多动作").click()
    with somebody.page.expect_navigation(url=LISTING):
        somebody.page.locator(selector).first.click()
