"""Conditions of an exam: what one person is given, from the proposal to the paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.flows.people import DESK, PHONE
from website.demo.organisation import accounts

pytestmark = pytest.mark.browser

NUMBERS = {account.label_en: account.employee_no for account in accounts()}
CANDIDATE, PROCTOR, HR, SAFETY = (
    NUMBERS[n] for n in ("Auditor", "Proctor", "Human resources", "Safety department")
)
EXAM = """
from datetime import timedelta
from core import clock
from exams.actions import sittings
from exams.models import BlueprintRow, Exam, ItemVersion
from people.models import Person, User
now = clock.now()
exam = Exam.objects.create(code="COND{n}", title="条件演练{n}", requires_course=False, is_open=True, wait_hours=0)
for kind in ("hazard_spotting", "single_choice"):
    version = ItemVersion.objects.filter(status="approved", item_type=kind).select_related("item__area").first()
    BlueprintRow.objects.create(exam=exam, area=version.item.area, item_type=kind, count=1)
proctor = User.objects.get(employee_no="{proctor}")
held = sittings.schedule(exam, mode="online", location=None, opens_at=now - timedelta(hours=1),
    closes_at=now + timedelta(minutes=40), proctors=[proctor], actor=proctor, at=now)
sittings.add_candidates(held, people=list(Person.objects.filter(employee_no="{candidate}")), actor=proctor, at=now)
sittings.open_sitting(held, actor=proctor, at=now)
print(exam.public_id, held.public_id)
"""


@pytest.fixture
def paper(running_site, request):
    """An exam of its own for each story, with its sitting of forty minutes from now."""
    n = request.node.name[-12:]  # stories of one process share a site, and many begin alike
    return running_site.prepare(EXAM.format(n=n, proctor=PROCTOR, candidate=CANDIDATE)).split()


def test_time_print_and_list_reach_the_paper_of_the_one_who_needs_them(meet, paper):
    exam, sitting = paper
    hr = meet(HR)
    page = hr.go("/accommodations/new/")
    page.fill("#id_employee_no", CANDIDATE)
    page.fill("#id_time_factor", "1.5")
    page.check("#id_larger_print")
    page.check("#id_list_form")
    page.fill("#id_ends_on", "2099-01-01")
    page.fill("#id_reason", "右手骨折，证明见人事档案 2026-118")
    hr.press("提出")
    expect(page.locator("#id_ends_on_error")).to_contain_text("最长三年")
    hr.look()
    page.fill("#id_ends_on", page.input_value("#id_starts_on"))
    hr.press("提出")
    hr.look()
    safety = meet(SAFETY)
    safety.page.goto(page.url)
    safety.press("批准")
    expect(safety.page.get_by_text("有效", exact=True)).to_be_visible()
    safety.go("/accommodations/")
    safety.look()

    proctor = meet(PROCTOR, DESK)
    board = proctor.go(f"/sittings/{sitting}/")
    expect(board.locator(".message.warning")).to_contain_text("分钟")
    expect(board.locator("main table")).to_contain_text("加时 ×1.5")
    assert "骨折" not in board.content()

    candidate = meet(CANDIDATE)
    page = candidate.go(f"/exams/{exam}/?sitting={sitting}")
    expect(page.locator(".tile").nth(1)).to_contain_text("45")
    candidate.look()
    candidate.press("开始考试")
    page.locator(".flag").first.wait_for()
    spot = page.locator(".spot")
    spot.scroll_into_view_if_needed()
    expect(spot.locator(".spot-mode")).to_be_hidden()
    statement = spot.locator(".spot-list input[type=checkbox]").first
    statement.check()
    expect(page.locator("#save-state")).to_have_text("1 题答案已全部保存到服务器。")
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    candidate.look()
    board.reload()
    expect(board.locator("main table")).to_contain_text("场次结束时间使应给的时间少了")
    proctor.look()


def test_sitting_is_sat_in_its_network_only(meet, paper, running_site):
    exam, sitting = paper
    proctor = meet(PROCTOR)
    page = proctor.go(f"/sittings/{sitting}/")
    proctor.press("参考条件")
    page.fill("#id_networks", "10.20.30.7/24")
    proctor.press("设定")
    expect(page.locator("#id_networks_error")).to_contain_text("10.20.30.0/24")
    proctor.look()
    page.fill("#id_networks", "10.20.30.0/24")
    proctor.press("设定")
    expect(page.locator("main")).to_contain_text("只能在这些网络内参加：10.20.30.0/24")
    proctor.look()

    candidate = meet(CANDIDATE)
    seen = candidate.go(f"/exams/{exam}/?sitting={sitting}")
    candidate.look()
    candidate.press("开始考试")
    expect(seen.get_by_role("heading", name="不在场次指定的网络内")).to_be_visible()
    expect(seen.locator("main")).to_contain_text("127.0.0.1")
    candidate.look()
    candidate.trouble.clear()  # the browser calls the 403 an error

    proctor.press("参考条件")
    page.fill("#id_networks", "10.20.30.0/24\n127.0.0.1")
    proctor.press("设定")
    candidate.press("重试")
    candidate.press("开始考试")
    seen.locator(".flag").first.wait_for()


KEY = "a1" * 32
# As Safe Exam Browser does on macOS and iOS: it calls back by name, and only then the hash stands there.
PROGRAM = """
window.SafeExamBrowser = { version: "SEB_macOS_3.3", security: { configKey: "", browserExamKey: "",
  updateKeys: async ({ name }) => {
    const said = new TextEncoder().encode(location.href.split("#")[0] + "%s");
    const hash = [...new Uint8Array(await crypto.subtle.digest("SHA-256", said))];
    window.SafeExamBrowser.security.configKey = hash.map((byte) => byte.toString(16).padStart(2, "0")).join("");
    window[name]();
  } } };
"""


def test_sitting_is_sat_in_safe_exam_browser_only(meet, paper):
    exam, sitting = paper
    proctor = meet(PROCTOR)
    page = proctor.go(f"/sittings/{sitting}/conditions/")
    page.fill("#id_config_keys", KEY[:-1])
    proctor.press("设定")
    expect(page.locator("#id_config_keys_error")).to_contain_text("63 个字符")
    proctor.look()
    page.fill("#id_config_keys", KEY)
    proctor.press("设定")
    expect(page.locator("main")).to_contain_text("只能用本场次配置的 Safe Exam Browser 参加")

    candidate = meet(CANDIDATE)
    seen = candidate.go(f"/exams/{exam}/?sitting={sitting}")
    candidate.press("开始考试")
    expect(seen.get_by_role("heading", name="不在 Safe Exam Browser 中")).to_be_visible()
    expect(seen.locator("[data-state]")).to_be_hidden()
    candidate.look()
    candidate.trouble.clear()  # the browser calls the 403 an error
    seen.add_init_script(PROGRAM % ("d4" * 32))
    seen.reload()
    expect(seen.locator("[data-state]")).to_have_text("此 Safe Exam Browser 不是用本场次的配置打开的。")
    candidate.look()
    candidate.trouble.clear()
    seen.add_init_script(PROGRAM % KEY)
    seen.reload()
    seen.wait_for_url(f"**/exams/{exam}/?sitting={sitting}")
    candidate.trouble.clear()
    candidate.press("开始考试")
    seen.locator(".flag").first.wait_for()
