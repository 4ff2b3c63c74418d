"""The main screens of everybody, on a phone and a desk, in both languages: nothing cut off, tiny or untranslated."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.flows.people import DESK, PHONE, Somebody
from website.demo.organisation import accounts

pytestmark = pytest.mark.browser

NUMBERS = {account.label_en: account.employee_no for account in accounts()}
LANGUAGES = {"zh-hans": "zh-Hans", "en": "en"}
SIZES = (PHONE, DESK)
ANYBODY = ("/accounts/login/", "/start/", "/accounts/password/reset/", "/verify/", "/offline/zh/")
LEARNER = ("/", "/learning/", "/courses/", "/courses/m1/", "/exams/", "/practice/", "/certificates/", "/account/")
SIGN_IN = ("/accounts/password/change/", "/accounts/2fa/", "/accounts/sessions/")
SCREENS = {
    "New hire (online)": LEARNER + SIGN_IN,
    "Crew member (on site)": ("/", "/exams/"),
    "Office director": ("/", "/coverage/", "/people/?q=100013"),
    "Human resources": ("/", "/reports/", "/rosters/", "/accommodations/"),
    "Safety department": ("/", "/administration/", "/exemptions/"),
    "Trainer": ("/", "/bank/?q=M1-C-001"),
    "Course approver": ("/",),
    "Proctor": ("/", "/sittings/"),
    "Auditor": ("/", "/certificate-register/?q=100013"),
    "Administrator": ("/", "/administration/accounts/"),
}
# What is pressed or filled in, as large as a finger; links within sentences may be smaller.
SMALL = """() => [...document.querySelectorAll(".button, .site-nav a, summary, select, label.check,"
    + " input:not([type=hidden], [type=checkbox], [type=radio])")]
  .filter((one) => one.getClientRects().length && Math.round(one.getBoundingClientRect().height) < 44)
  .map((one) => one.outerHTML.slice(0, 120))"""
# Words of the house: names of people, courses and places stand elsewhere, and stay in Chinese.
CHINESE = """() => [...document.querySelectorAll(".button:not([lang]), .site-nav a, .field > label, thead th, legend")]
  .map((one) => one.textContent.trim()).filter((text) => /[\\u4e00-\\u9fff]/.test(text))"""
WIDTH = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def faults_of(page: Page, *, language: str, size: tuple[int, int]) -> list[str]:
    """Return what is wrong with the page that is open."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    faults = []
    if (wider := page.evaluate(WIDTH)) > 0:
        faults.append(f"{wider} pixels wider than the screen")
    if size == PHONE:
        faults += [f"too small for a finger: {one}" for one in page.evaluate(SMALL)]
    if language == "en":
        faults += [f"not in English: {text}" for text in page.evaluate(CHINESE)]
    return [f"{page.url} {language} {size[0]}: {fault}" for fault in faults]


def look_at(somebody: Somebody, screens: tuple[str, ...]) -> list[str]:
    """Open each screen in each language, measure it at each size, and let axe look once a language."""
    faults = []
    for (language, named), axe_size in zip(LANGUAGES.items(), SIZES, strict=True):
        somebody.context.add_cookies([{"name": "django_language", "value": language, "url": somebody.site.url}])
        for screen in screens:
            answer = somebody.page.goto(somebody.site.url + screen)
            assert answer.status == 200, screen
            if not screen.startswith("/offline/"):
                assert somebody.page.locator("html").get_attribute("lang") == named, screen
                for size in sorted(SIZES, key=lambda size: size == axe_size):
                    faults += faults_of(somebody.page, language=language, size=size)
            somebody.look()
    return faults


@pytest.mark.parametrize("role", SCREENS)
def test_screens_of(running_site, browser, role):
    somebody = Somebody(browser, running_site, size=PHONE)
    somebody.sign_in(NUMBERS[role])

    assert look_at(somebody, SCREENS[role]) == []
    somebody.leave()


def test_screens_of_anybody(running_site, browser):
    visitor = Somebody(browser, running_site, size=PHONE)

    assert look_at(visitor, ANYBODY) == []
    visitor.leave()


def test_wrong_address_shows_our_own_page(running_site, browser):
    visitor = Somebody(browser, running_site, size=PHONE)

    answer = visitor.page.goto(running_site.url + "/no-such-page/")

    assert answer.status == 404
    assert visitor.page.get_by_role("link", name="返回首页").is_visible()
    visitor.look()
    visitor.context.close()
