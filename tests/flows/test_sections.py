"""Two timed sections on a phone: gone through at one's own pace, and with the time of one over while it is open."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.flows.holding import CANDIDATE, NEXT_TRY_MS, Candidate, seconds, standing, state
from tests.flows.people import PHONE

pytestmark = pytest.mark.browser
EXAM = """
from collections import Counter
from exams.models import BlueprintRow, BlueprintSection, Exam, ItemVersion
exam = Exam.objects.create(code="{n}", title="分段演练{n}", requires_course=False, is_open=True, wait_hours=0)
plain = ItemVersion.objects.filter(status="approved", item_type="single_choice").select_related("item__area")
parts = [BlueprintSection.objects.create(exam=exam, place=n, name=name, minutes=10)
         for n, name in enumerate(("规程", "计算"), 1)]
for n, (area, _count) in enumerate(Counter(version.item.area for version in plain).most_common(4)):
    BlueprintRow.objects.create(exam=exam, area=area, item_type="single_choice", count=1, section=parts[n > 1])
print(exam.public_id)
"""
# An attempt that began so long ago that the first section has a few seconds left.
BEGUN = """
from datetime import timedelta
from core import clock
from exams.actions import attempts
from exams.models import Exam
from people.models import Person
person, at = Person.objects.get(employee_no="{candidate}"), clock.now() - timedelta(minutes=10) + timedelta(seconds=15)
print(attempts.start(Exam.objects.get(public_id="{exam}"), person=person, actor=person.user, at=at).public_id)
"""
MORE = """
from core import clock
from exams.actions import extensions
from exams.models import Attempt
run = Attempt.objects.get(public_id="{run}")
extensions.extend(run, minutes=5, reason="演练", actor=run.person.user, at=clock.now())
print("ok")
"""


def numbers(somebody):
    return [
        int(n)
        for n in somebody.page.locator(".question").evaluate_all("all => all.map((q) => q.dataset.position)")
    ]


@pytest.fixture
def somebody(running_site, browser):
    found = Candidate(browser, running_site, size=PHONE)
    found.sign_in(CANDIDATE)
    yield found
    found.leave()


def test_sections_are_gone_through_one_by_one(running_site, somebody):
    exam = running_site.prepare(EXAM.format(n="PACE")).strip()
    somebody.go(f"/exams/{exam}/")
    expect(somebody.page.get_by_text("本考试各部分单独计时")).to_be_visible()
    somebody.look()
    somebody.press("开始考试")
    somebody.ready()
    assert numbers(somebody) == [1, 2]
    assert 590 < seconds(somebody.page) <= 600
    given = {1: somebody.choose(1)}
    expect(state(somebody)).to_have_text("1 题答案已全部保存到服务器。")
    somebody.look()

    somebody.press("结束本部分")
    expect(somebody.page.get_by_text("还有 1 题未作答")).to_be_visible()
    somebody.look()
    somebody.press("开始“计算”")

    somebody.ready()
    assert numbers(somebody) == [3, 4]
    somebody.page.locator("[data-view-choice=one]").click()
    expect(somebody.page.locator("[data-place]")).to_have_text("本部分第 1 题，共 2 题")
    given[3] = somebody.choose(3)
    expect(state(somebody)).to_have_text("1 题答案已全部保存到服务器。")
    somebody.page.locator("#paper > .actions button.primary").click()
    somebody.press("确认交卷")
    expect(somebody.page).to_have_url(re.compile("/result/"))
    assert standing(running_site, exam) == given


def test_time_of_a_section_is_over_and_more_is_given(running_site, somebody):
    exam = running_site.prepare(EXAM.format(n="OVER")).strip()
    run = running_site.prepare(BEGUN.format(exam=exam, candidate=CANDIDATE)).strip()
    page = somebody.go(f"/attempts/{run}/")
    somebody.ready()
    given = {1: somebody.choose(1)}
    expect(state(somebody)).to_have_text("1 题答案已全部保存到服务器。")
    somebody.context.set_offline(True)
    given[2] = somebody.choose(2)
    expect(page.locator("#q2")).to_have_js_property("inert", True)  # the time is over, and the page stays
    expect(page.get_by_text("断网时请在此等待")).to_be_visible()
    somebody.look()
    somebody.context.set_offline(False)

    expect(page.get_by_role("heading", level=1)).to_have_text("第 1 部分时间已到", timeout=NEXT_TRY_MS)
    assert set(standing(running_site, exam)) in ({1}, {1, 2})  # the second within the grace, or kept as late
    somebody.look()

    running_site.prepare(MORE.format(run=run))
    somebody.page.locator("#q2").wait_for(timeout=NEXT_TRY_MS)
    somebody.ready()
    assert 200 < seconds(page) <= 300
    expect(page.locator("#q2")).to_have_js_property("inert", False)
