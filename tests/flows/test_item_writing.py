"""Items from an empty editor to review: a choice with markup and its preview, and hazards drawn on a picture."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.flows.people import DESK, Somebody
from website.demo.organisation import accounts

pytestmark = pytest.mark.browser

NUMBERS = {account.label_en: account.employee_no for account in accounts()}
AREA = "M1.1"


@pytest.fixture
def author(running_site, browser):
    somebody = Somebody(browser, running_site, size=DESK)
    somebody.sign_in(NUMBERS["Trainer"])
    yield somebody
    somebody.leave()


def begin(author: Somebody, kind: str, code: str) -> Page:
    """Open the editor of a new item."""
    page = author.go("/bank/items/")
    page.select_option("#id_type", kind)
    page.fill("#id_code", code)
    page.select_option("#id_area", AREA)
    author.press("进入编辑")
    page.wait_for_url("**/edit/")
    return page


def corners(page: Page) -> list[list[float]]:
    """Return the corners of the first outline, as they will be stored."""
    text = page.locator("[data-corners]").first.input_value()
    return [[float(number) for number in line.split(",")] for line in text.splitlines()]


def test_choice_with_markup_is_previewed_as_a_candidate_sees_it(author):
    page = begin(author, "single_choice", "FLOW-1")
    live = page.locator("#live")

    # The buttons of the markup put their signs round what is chosen.
    stem = page.locator("#id_stem")
    stem.fill("氧含量")
    stem.press("ControlOrMeta+a")
    page.locator("[role=toolbar]:visible").get_by_role("button").first.click()
    assert stem.input_value() == "**氧含量**"
    stem.press("End")
    stem.press_sequentially("低于多少不得进入？H~2~S 呢？")
    for place, text in enumerate(("19.5 %", "18 %", "16 %", "21 %")):
        page.locator(f"[name='f.options.{place}.text']").fill(text)

    # The preview follows what is typed; the same on the width of a phone.
    expect(live.locator(".stem strong")).to_have_text("氧含量")
    expect(live.locator(".stem sub")).to_have_text("2")
    expect(live.get_by_text("21 %")).to_be_visible()
    desk = live.locator(".bank-screen").bounding_box()["width"]
    live.locator("[value=phone]").check()
    assert live.locator(".bank-screen").bounding_box()["width"] <= min(desk, 390)

    # A further option comes without losing anything, with the focus in it.
    page.get_by_role("button", name="添加选项").click()
    fifth = page.locator("[name='f.options.4.text']")
    expect(fifth).to_be_focused()
    page.keyboard.type("无要求")
    page.locator("[name='f.right']").first.check()
    author.look()

    # Saved and opened anew it is all there; sent to review it still misses its basis, and says so.
    page.get_by_role("button", name="保存草稿").last.click()
    page.wait_for_load_state()
    page.reload()
    expect(page.locator("[name='f.options.4.text']")).to_have_value("无要求")
    expect(page.locator("[name='f.right']").first).to_be_checked()
    page.get_by_role("button", name="保存并送审").click()
    expect(page.locator(".message").filter(has_text="依据").first).to_be_visible()


def test_hazard_is_outlined_by_mouse_and_by_keyboard(author):
    page = begin(author, "hazard_spotting", "FLOW-2")
    page.locator("[name='f.picture']").select_option("hazards-station")
    picture = page.locator("[data-zoom]").first
    picture.wait_for()
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()

    # By mouse: three corners, and one dragged away.
    for x, y in ((0.2, 0.2), (0.4, 0.2), (0.4, 0.5)):
        picture.click(position={"x": box["width"] * x, "y": box["height"] * y})
    assert corners(page) == [pytest.approx(c, abs=0.01) for c in ([0.2, 0.2], [0.4, 0.2], [0.4, 0.5])]
    box = picture.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.5)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.6, steps=3)
    page.mouse.up()
    assert corners(page)[2] == pytest.approx([0.6, 0.6], abs=0.01)

    # By keyboard alone: one corner more, moved, the next one removed, and taken back.
    picture.focus()
    for key in ("Enter", "ArrowLeft", "Shift+ArrowLeft"):
        picture.press(key)
    middle = [(0.6 + 0.2) / 2 - 0.022, (0.6 + 0.2) / 2]
    assert corners(page)[3] == pytest.approx(middle, abs=0.01)
    expect(page.locator("[data-say]").first).to_have_text(re.compile("38"))
    picture.press("n")
    picture.press("Delete")
    assert len(corners(page)) == 3
    picture.press("ControlOrMeta+z")
    assert len(corners(page)) == 4
    drawn = corners(page)
    expect(page.locator("#live [data-picture] img")).to_be_visible()
    author.look()

    # What was drawn is what is kept.
    page.locator("[name='f.hazards.0.name']").fill("无护罩")
    page.get_by_role("button", name="保存草稿").last.click()
    page.wait_for_load_state()
    page.reload()
    assert corners(page) == drawn
    expect(page.locator("[data-zoom] polygon").first).to_have_attribute("points", re.compile(r"\d"))
