"""Nothing is lost on a device: network gone, network that lies, signed out, two devices, more time."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.flows.holding import (
    CANDIDATE,
    EXAM,
    LIES,
    NEXT_TRY_MS,
    NUMBERS,
    PROCTOR,
    SAVED,
    STRANGER,
    Candidate,
    network_that_lies,
    reload_after_a_failed_save,
    seconds,
    standing,
    state,
    ten_minutes_without_a_network,
)
from tests.flows.people import DESK, PHONE, Somebody
from website.demo.organisation import PASSWORD

pytestmark = pytest.mark.browser


def test_goes_on_without_a_network_and_through_a_reload(running_site, candidate, paper):
    given = {1: candidate.choose(1)}
    expect(state(candidate)).to_have_text("1 题答案已全部保存到服务器。")

    candidate.context.set_offline(True)
    given |= {n: candidate.choose(n) for n in (2, 3)}
    given[1] = candidate.choose(1, 1)
    expect(state(candidate)).to_contain_text("服务器已保存 0 题，仅存本机 3 题。")
    assert standing(running_site, paper[0])[1] != given[1]
    candidate.page.reload()
    candidate.ready()
    expect(state(candidate)).to_contain_text("仅存本机 3 题。")
    for n, value in given.items():
        expect(candidate.page.locator(f"#q{n} input[value='{value}']")).to_be_checked()
    candidate.look()

    candidate.context.set_offline(False)
    expect(state(candidate)).to_have_text("3 题答案已全部保存到服务器。", timeout=NEXT_TRY_MS)
    assert standing(running_site, paper[0]) == given


def test_save_that_failed_is_sent_after_a_reload_without_a_touch(running_site, candidate, paper):
    assert reload_after_a_failed_save(running_site, candidate, paper[0]) == []
    candidate.ready()
    expect(state(candidate)).to_have_text("1 题答案已全部保存到服务器。", timeout=NEXT_TRY_MS)


def test_network_that_lies_never_makes_the_page_say_saved(running_site, candidate, paper):
    assert network_that_lies(running_site, candidate, paper[0], LIES) == []
    expect(state(candidate)).to_have_text("1 题答案已全部保存到服务器。", timeout=NEXT_TRY_MS)


def test_ten_minutes_without_a_network(running_site, candidate, paper):
    assert ten_minutes_without_a_network(running_site, candidate, paper[0]) == []
    expect(state(candidate)).to_have_text(SAVED, timeout=NEXT_TRY_MS)


def test_second_device_takes_over_knowingly(running_site, browser, candidate, paper):
    given = {1: candidate.choose(1)}
    expect(state(candidate)).to_contain_text(SAVED)
    second = Candidate(browser, running_site, size=DESK)
    second.sign_in(CANDIDATE)
    second.go(candidate.page.url.removeprefix(running_site.url))
    expect(second.page.get_by_role("heading", level=2)).to_have_text("这份试卷正在另一台设备上作答")
    assert second.page.locator(".question").count() == 0
    second.look()
    second.press("换到本机继续作答")
    second.ready()
    expect(second.page.locator(f"#q1 input[value='{given[1]}']")).to_be_checked()

    expect(candidate.page.locator("#elsewhere")).to_be_visible(timeout=11_000)
    candidate.look()
    given[2] = second.choose(2)
    expect(state(second)).to_contain_text("2 题答案已全部保存")
    assert standing(running_site, paper[0]) == given
    second.leave()


def test_more_time_is_on_the_screen_within_ten_seconds(running_site, browser, candidate, paper):
    proctor = Somebody(browser, running_site, size=DESK)
    proctor.sign_in(PROCTOR)
    proctor.go(f"/sittings/{paper[1]}/")
    row = proctor.page.locator("tbody tr", has_text=CANDIDATE)
    row.locator("summary", has_text="至").click()
    row.locator("input[name=minutes]").fill("20")
    row.locator("input[name=reason]").fill("停电")
    before = seconds(candidate.page)
    row.get_by_role("button", name="延长").or_(row.locator("form[action$='/extend/'] button")).first.click()
    proctor.page.wait_for_load_state()

    more = (before + 20 * 60) // 60
    expect(candidate.page.locator("#clock")).to_have_text(re.compile(f"^({more}|{more - 1}):"), timeout=10_000)
    proctor.leave()


def test_answer_given_before_the_scripts_are_there_is_sent_too(running_site, candidate, paper):
    page = candidate.page
    page.add_init_script(
        "document.addEventListener('readystatechange', () => "
        "document.readyState === 'interactive' && document.querySelector('#q1 input')?.click())"
    )
    page.reload()
    candidate.ready()

    expect(state(candidate)).to_contain_text("1 题答案已全部保存")
    assert standing(running_site, paper[0]) == {1: page.locator("#q1 input").first.get_attribute("value")}


def test_signs_in_again_without_leaving_the_page_and_only_as_oneself(running_site, candidate, paper):
    page = candidate.page
    given = {1: candidate.choose(1)}
    expect(state(candidate)).to_contain_text(SAVED)
    candidate.context.clear_cookies(name="sessionid")
    given[2] = candidate.choose(2)
    expect(page.locator("#sign-in")).to_be_visible()
    candidate.look()
    page.fill("#again-password", "not the password")
    page.locator("#sign-in button.primary").click()
    expect(page.locator("#sign-in [data-trouble]")).to_contain_text("工号或密码不正确")
    page.fill("#again-password", PASSWORD)
    page.locator("#sign-in button.primary").click()
    expect(page.locator("#sign-in")).to_be_hidden()
    expect(state(candidate)).to_contain_text("2 题答案已全部保存")
    assert standing(running_site, paper[0]) == given

    # Somebody else signs in at the same device, in another tab.
    candidate.context.clear_cookies(name="sessionid")
    other = candidate.context.new_page()
    other.goto(f"{running_site.url}/accounts/login/")
    other.fill("#id_login", STRANGER)
    other.fill("#id_password", PASSWORD)
    other.click("form.card button.primary")
    other.wait_for_url(f"{running_site.url}/")
    page.bring_to_front()  # what lies behind another tab sends at its leisure
    given[3] = candidate.choose(3)
    expect(page.locator("#sign-in [data-trouble]")).to_contain_text("他人账号")
    assert 3 not in standing(running_site, paper[0])
    page.fill("#again-password", PASSWORD)
    page.locator("#sign-in button.primary").click()
    expect(state(candidate)).to_contain_text("3 题答案已全部保存")
    assert standing(running_site, paper[0]) == given


def test_paper_is_worked_by_keyboard_one_question_at_a_time(running_site, candidate, paper):
    page = candidate.page
    candidate.press("逐题")
    assert page.locator(".question:visible").count() == 1
    expect(page.locator(".part-head h2:visible")).to_have_text(["规程"])
    expect(page.locator("[data-place]")).to_have_text("第 1 题，共 5 题 · 本部分第 1 题，共 3 题")
    page.locator("[data-palette='4']").click()
    expect(page.locator(".part-head h2:visible")).to_have_text(["计算"])
    expect(page.locator("[data-place]")).to_have_text("第 4 题，共 5 题 · 本部分第 1 题，共 2 题")
    page.locator("[data-palette='1']").click()
    page.keyboard.press("Alt+n")
    expect(page.locator("#q2")).to_be_visible()
    page.keyboard.press("Alt+m")
    expect(page.locator("[data-palette='2']")).to_have_attribute("aria-label", "2, 未作答, 已标记")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("[data-palette='2']")).to_have_attribute("aria-label", "2, 已作答, 已标记")
    page.locator("[data-resize='1']").click()
    candidate.look()
    expect(state(candidate)).to_contain_text(SAVED)
    page.reload()
    candidate.ready()
    assert page.locator(".question:visible").count() == 1
    assert page.locator("#paper").get_attribute("data-size") == "2"
    expect(page.locator(".palette .is-flagged")).to_have_count(1)
    page.keyboard.press("Alt+t")
    expect(page.locator("#announce")).to_contain_text("分钟")


def answers_in_a_file(candidate: Candidate) -> tuple[dict[int, str], str]:
    """Answer three questions without a network and save them as a file; return the answers and the file."""
    candidate.context.set_offline(True)
    given = {n: candidate.choose(n) for n in (1, 2, 4)}
    expect(state(candidate)).to_contain_text("仅存本机 3 题。")
    candidate.page.locator(".answer-file summary").click()
    with candidate.page.expect_download() as download:
        candidate.press("把答案保存为文件")
    return given, download.value.path().read_text()


def test_sealed_file_brings_the_answers_where_no_network_comes_back(
    running_site, browser, candidate, paper, tmp_path
):
    given, text = answers_in_a_file(candidate)
    changed = tmp_path / "changed.json"
    changed.write_text(text[:-9] + ("A" if text[-9] != "A" else "B") + text[-8:])
    sealed = tmp_path / "answers.json"
    sealed.write_text(text)

    proctor = Somebody(browser, running_site, size=DESK)
    proctor.sign_in(PROCTOR)
    for file, told in ((changed, "被改动过"), (sealed, "已读取 3 个答案，其中 3 个计分")):
        proctor.go(f"/sittings/{paper[1]}/")
        proctor.page.locator("summary", has_text="上传答案文件").click()
        proctor.page.set_input_files("#answer-file", str(file))
        proctor.press("上传文件")
        expect(proctor.page.locator(".message").first).to_contain_text(told)
    assert standing(running_site, paper[0]) == given
    proctor.look()
    proctor.leave()


def test_sealed_file_of_an_attempt_outside_a_sitting_goes_to_who_keeps_the_exam(running_site, browser, tmp_path):
    code = EXAM.partition("proctor = ")[0] + "print(exam.public_id)"
    exam = running_site.prepare(code.format(n="OUT"))
    candidate, trainer = Candidate(browser, running_site, size=PHONE), Somebody(browser, running_site, size=DESK)
    candidate.sign_in(CANDIDATE)
    candidate.go(f"/exams/{exam}/")
    candidate.press("开始考试")
    candidate.ready()
    given, text = answers_in_a_file(candidate)
    sealed = tmp_path / "answers.json"
    sealed.write_text(text)

    trainer.sign_in(NUMBERS["Trainer"])
    page = trainer.go(f"/analysis/{exam}/attempts/")
    page.locator("summary", has_text="上传答案文件").click()
    trainer.look()
    page.set_input_files("#answer-file", str(sealed))
    trainer.press("上传文件")
    expect(page.locator(".message").first).to_contain_text("已读取 3 个答案，其中 3 个计分")
    expect(page.locator("main")).to_contain_text("answers.json")
    assert standing(running_site, exam) == given
    trainer.look()
    for somebody in (trainer, candidate):
        somebody.leave()
