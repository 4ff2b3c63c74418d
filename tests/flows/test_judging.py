"""What people judge: a written answer marked twice and decided by a third, and an appeal with its answer."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.flows.people import DESK, Somebody
from website.demo.organisation import accounts

pytestmark = pytest.mark.browser

NUMBERS = {account.label_en: account.employee_no for account in accounts()}
CANDIDATE = NUMBERS["Auditor"]
ATTEMPT = """
from datetime import timedelta
from core import clock
from exams.actions import attempts
from exams.models import BlueprintRow, Exam, ItemVersion
from people.models import Person
at = clock.now() - timedelta(minutes=5)
person = Person.objects.get(employee_no="{candidate}")
exam = Exam.objects.create(code="{code}", title="{title}", requires_course=False, is_open=True, double_marking=True)
version = ItemVersion.objects.filter(status="approved", item_type="{kind}").select_related("item__area").first()
BlueprintRow.objects.create(exam=exam, area=version.item.area, item_type="{kind}", count=1)
run = attempts.start(exam, person=person, actor=person.user, at=at)
version = run.form.items.get().version
value = "先通风，再检测。" if version.item_type == "short_answer" else next(
    option["id"] for option in version.body["options"] if option["id"] not in version.key["correct"])
attempts.save(run, answers=[attempts.Answer(1, value, 1, "{code}")], received_at=at)
attempts.submit(run, actor=person.user, at=at)
print(run.public_id)
"""


def to_answer(marker: Somebody, title: str) -> Page:
    """Open the one answer of an exam that waits for this marker."""
    page = marker.go("/marking/")
    page.locator("tbody tr", has_text=title).get_by_role("link").click()
    page.locator("[data-marking]").wait_for()
    return page


def test_two_mark_without_seeing_each_other_and_a_third_decides(running_site, meet):
    title = "阅卷演练"
    public_id = running_site.prepare(
        ATTEMPT.format(candidate=CANDIDATE, code="MARKS", title=title, kind="short_answer")
    )
    [(name,)] = running_site.rows("SELECT name FROM people_person WHERE employee_no = ?", CANDIDATE)
    for number, key in ((NUMBERS["Trainer"], "1"), (NUMBERS["Course approver"], "3")):
        marker = meet(number, DESK)
        page = to_answer(marker, title)
        expect(page.get_by_text("先通风，再检测。")).to_be_visible()
        assert name not in page.locator("main").inner_text()
        assert page.get_by_text("评分 1").count() == 0
        marker.look()
        for _line in page.locator("fieldset.rubric-line").all():  # by keys alone
            page.keyboard.press(key)
        page.keyboard.press("Control+Enter")
        page.wait_for_url(lambda url: "/marking/" in url and public_id not in url)
        page.locator(".empty").wait_for()

    # Whoever marked does not decide; the third sees both and has to say why.
    row = marker.go("/marking/").locator("tbody tr", has_text=title)
    assert row.get_by_role("link").count() == 0
    decider = meet(NUMBERS["Safety department"])
    page = to_answer(decider, title)
    expect(page.locator("table thead th")).to_have_count(3)
    decider.look()
    for line in page.locator("fieldset.rubric-line").all():
        line.locator("input").first.check()
    page.locator("textarea").fill("要点都写到了。")
    page.get_by_role("button", name="保存").click()
    page.locator(".empty").wait_for()
    decider.look()

    candidate = meet(CANDIDATE)
    page = candidate.go(f"/attempts/{public_id}/result/")
    expect(page.get_by_text("100 %").first).to_be_visible()
    candidate.look()


def test_appeal_is_heard_and_answered_with_a_reason(running_site, meet):
    title = "申诉演练"
    public_id = running_site.prepare(
        ATTEMPT.format(candidate=CANDIDATE, code="APPEAL", title=title, kind="single_choice")
    )
    candidate = meet(CANDIDATE)
    page = candidate.go(f"/attempts/{public_id}/result/")
    candidate.press("申请成绩复核")
    page.select_option("#id_position", "1")
    page.fill("#id_text", "两个选项都对，见规程第五条。")
    candidate.look()
    page.locator("form.card button.primary").click()
    page.wait_for_url("**/result/")
    expect(page.get_by_text("两个选项都对")).to_be_visible()
    assert page.get_by_role("link", name="申请成绩复核").count() == 0

    judge = meet(NUMBERS["Trainer"], DESK)
    page = judge.go("/appeals/")
    judge.look()
    page.locator("tbody tr", has_text=title).get_by_role("link").click()
    page.locator("input[name=outcome]").first.check()
    page.fill("#id_reason", "规程第五条说的是另一种情况。")
    judge.look()
    page.locator("form.card button.primary").click()
    expect(page.get_by_text("规程第五条说的是另一种情况。")).to_be_visible()

    page = candidate.page
    page.reload()
    expect(page.get_by_text("规程第五条说的是另一种情况。")).to_be_visible()
    candidate.look()
