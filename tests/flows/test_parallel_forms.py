"""Parallel forms from the blueprint to the roster: a trainer writes, builds and compares, two candidates sit."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.flows.people import DESK, PHONE, Somebody
from website.demo.organisation import accounts

pytestmark = pytest.mark.browser

NUMBERS = {account.label_en: account.employee_no for account in accounts()}
CANDIDATES = [NUMBERS["New hire (online)"], NUMBERS["Crew member (on site)"]]


def look_at_both_widths(somebody: Somebody) -> None:
    """Find no violation on a phone and on a desk, and nothing that is wider than the phone."""
    for width, height in (PHONE, DESK):
        somebody.page.set_viewport_size({"width": width, "height": height})
        somebody.look()
        assert somebody.page.evaluate("document.documentElement.scrollWidth") <= width


def write_exam(trainer: Somebody) -> None:
    """Write an exam of two sections with an item that is in every form, checked before it is saved."""
    page = trainer.go("/bank/exams/new/")
    for name, value in {"code": "SETS", "title": "平行卷演练", "cut_percent": "60"}.items():
        page.fill(f"[name={name}]", value)
    page.uncheck("[name=requires_course]")
    page.check("[name=is_open]")
    for _section in range(2):
        trainer.press("添加一个部分")
    trainer.press("添加一行")
    for place, (name, area) in enumerate([("一、知识", "M2.1"), ("二、处置", "M2.2")]):
        page.fill(f"[name='r.sections.{place}.name']", name)
        page.select_option(f"[name='r.rows.{place}.area']", area)
        page.fill(f"[name='r.rows.{place}.count']", "300" if place else "3")
        page.select_option(f"[name='r.rows.{place}.section']", index=place + 1)
    trainer.press("对照题库检查")
    expect(page.get_by_text("题库试题不足")).to_be_visible()
    page.fill("[name='r.rows.1.count']", "2")
    page.fill("[name='r.find']", "M2")
    page.locator("#fixed").get_by_role("button", name="查找").click()
    code = page.locator("#fixed [name=pick]").first.get_attribute("value")
    page.locator("#fixed [name=pick]").first.click()
    expect(page.locator("#fixed [name='r.picked.0.code']")).to_have_value(code)
    look_at_both_widths(trainer)
    trainer.press("对照题库检查")
    expect(page.locator(".message.success")).to_be_visible()
    page.locator("button[name=save]").click()
    expect(page.get_by_role("heading", name="平行卷演练")).to_be_visible()


def build_set(trainer: Somebody) -> None:
    """Build two forms, compare them, see one as a candidate, print one with its key."""
    page = trainer.page
    page.get_by_role("link", name="平行卷", exact=True).click()
    page.fill("[name=name]", "演练")
    page.select_option("[name=count]", "2")
    page.get_by_role("button", name="组卷", exact=True).click()
    page.wait_for_url("**/bank/forms/*/")
    same = page.get_by_role("row", name="题数")
    expect(same.get_by_role("cell")).to_have_text(["5", "5", "否"])
    look_at_both_widths(trainer)
    page.get_by_role("link", name="按考生所见查看").first.click()
    expect(page.locator(".question")).to_have_count(5)
    look_at_both_widths(trainer)
    page.go_back()
    page.get_by_role("link", name="打印并附答案").last.click()
    expect(page.locator(".sheet-answer-key tbody tr")).to_have_count(5)
    look_at_both_widths(trainer)


def schedule(trainer: Somebody) -> str:
    """Schedule a sitting that follows the set, with two candidates; return its page."""
    page = trainer.go("/sittings/new/")
    page.select_option("[name=exam]", label="SETS 平行卷演练")
    page.select_option("[name=form_set]", label="SETS · 演练：A–B 卷轮换")
    page.select_option("[name=mode]", "online")
    opens_at = datetime.fromisoformat(page.input_value("[name=opens_at]")) - timedelta(hours=2)
    page.fill("[name=opens_at]", f"{opens_at:%Y-%m-%dT%H:%M}")
    page.locator("[name=proctors]").first.check()
    look_at_both_widths(trainer)
    trainer.press("安排")
    page.wait_for_url("**/candidates/")
    page.fill("[name=employee_nos]", "\n".join(CANDIDATES))
    page.locator("form:has([name=employee_nos]) button").click()
    expect(page.locator(".message.success")).to_be_visible()
    return page.url.removeprefix(trainer.site.url).partition("candidates/")[0]


def test_two_candidates_get_the_forms_of_a_set_in_turn(running_site, browser):
    trainer = Somebody(browser, running_site, size=DESK)
    trainer.sign_in(NUMBERS["Trainer"])
    write_exam(trainer)
    build_set(trainer)
    sitting = schedule(trainer)

    proctor = Somebody(browser, running_site, size=DESK)
    proctor.sign_in(NUMBERS["Proctor"])
    proctor.go(sitting)
    proctor.press("开始本场")
    [(exam,)] = running_site.rows("SELECT public_id FROM exams_exam WHERE code = 'SETS'")
    for number in CANDIDATES:
        candidate = Somebody(browser, running_site, size=PHONE)
        candidate.sign_in(number)
        candidate.go(f"/exams/{exam}/?sitting={sitting.split('/')[-2]}")
        candidate.press("开始考试")
        expect(candidate.page.locator(".question")).to_have_count(5)
        candidate.leave()

    trainer.go(sitting)
    expect(trainer.page.get_by_text("考生轮流使用平行卷“演练”中的试卷。")).to_be_visible()
    letters = [trainer.page.get_by_role("row", name=number).get_by_role("cell").nth(3) for number in CANDIDATES]
    assert sorted(cell.inner_text() for cell in letters) == ["A", "B"]
    look_at_both_widths(trainer)
    trainer.leave()
    proctor.leave()
