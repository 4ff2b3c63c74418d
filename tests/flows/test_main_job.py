"""The main job from roster to report, in a browser, in Chinese, by five people."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.flows.answering import answer_right
from tests.flows.people import DESK, PHONE, Somebody
from website.demo.organisation import accounts

pytestmark = pytest.mark.browser

NUMBERS = {account.label_en: account.employee_no for account in accounts()}
NEW_NUMBER, NEW_NAME, NEW_PASSWORD = "200001", "阿依古丽·买买提", "warm-winter-2026"
CREDENTIAL = "有限空间作业安全"


def roster_with_a_new_person(site) -> bytes:
    """Return the whole workforce as it stands, and one more."""
    rows = site.rows(
        "SELECT p.employee_no, p.name, u.code, r.code, e.person_type, e.starts_on, e.employer FROM people_employment e "
        "JOIN people_person p ON p.id = e.person_id JOIN people_unit u ON u.id = e.unit_id "
        "JOIN people_jobrole r ON r.id = e.job_role_id WHERE e.ends_on IS NULL ORDER BY p.employee_no"
    )
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["工号", "姓名", "单位编码", "岗位编码", "用工类型", "到岗日期", "用人单位"])
    writer.writerows(rows)
    writer.writerow([NEW_NUMBER, NEW_NAME, "B112", "R13", "本单位", "2026-11-02", ""])
    return out.getvalue().encode("gb18030")


def take_course(learner: Somebody, *, code: str = "m1", picture: str | None = None) -> None:
    learner.go(f"/courses/{code}/")
    learner.look()
    learner.begin_course()
    learner.page.wait_for_selector("article.lesson")
    learner.look(picture)
    while learner.page.locator("article.lesson").count():
        learner.page.locator("article.lesson .actions button.primary").click()
        learner.page.wait_for_load_state()
    expect(learner.page.get_by_text("课程已学完")).to_be_visible()


def sit_exam(candidate: Somebody, *, picture: str | None = None) -> None:
    page = candidate.page
    page.wait_for_selector("#paper")
    answer_right(candidate.site, page)
    expect(page.locator("#save-state")).to_contain_text("20 题答案已全部保存")
    page.reload()
    expect(page.locator(".palette .is-answered")).to_have_count(20)
    assert page.locator(".question").count() == 20
    candidate.look(picture)
    candidate.press("检查并交卷")
    page.wait_for_url("**/summary/")
    candidate.look()
    candidate.press("确认交卷")
    page.wait_for_url("**/result/")
    candidate.look()
    expect(page.get_by_text("合格", exact=True).first).to_be_visible()
    expect(page.get_by_text("100 %")).to_be_visible()


def met(hr: Somebody) -> int:
    hr.go("/coverage/")
    return int(hr.page.locator(".tile b").first.inner_text().split("/")[0])


def test_main_job(running_site, browser, tmp_path):
    # HR imports the roster: a person who moved is new to the matrix.
    hr = Somebody(browser, running_site, size=DESK)
    hr.sign_in(NUMBERS["Human resources"])
    hr.look("hr-home")
    hr.go("/rosters/")
    hr.look()
    file = tmp_path / "名册.csv"
    file.write_bytes(roster_with_a_new_person(running_site))
    hr.page.set_input_files("input[type=file]", str(file))
    hr.press("上传并检查")
    hr.reload_until("应用此名册")
    assert hr.page.locator(".tile b").all_inner_texts() == ["1", "0", "0", "300"]
    hr.look("roster-preview")
    hr.press("应用此名册")
    hr.reload_until("已应用")

    # The job role is made to require the credential.
    hr.go("/matrix/")
    hr.page.select_option("#id_job_role", label="R13 转岗、复岗人员")
    hr.page.select_option("#id_credential", label=f"M1 {CREDENTIAL}")
    hr.press("设为要求")
    hr.page.wait_for_load_state()
    hr.look()
    before = met(hr)
    hr.look("coverage")

    # HR hands out a start code; the employee opens an account on the phone.
    hr.go(f"/people/?q={NEW_NUMBER}")
    hr.look()
    hr.press(NEW_NAME)
    hr.look()
    hr.press("发放启用码")
    code = hr.page.locator("dd strong").inner_text()
    employee = Somebody(browser, running_site, size=PHONE)
    employee.go("/start/")
    employee.look()
    employee.page.fill("#id_employee_no", NEW_NUMBER)
    employee.page.fill("#id_code", code)
    employee.page.fill("#id_password", NEW_PASSWORD)
    employee.page.fill("#id_again", NEW_PASSWORD)
    employee.press("启用账号")
    employee.page.wait_for_url(running_site.url + "/")
    expect(employee.page.get_by_text(CREDENTIAL).first).to_be_visible()
    employee.look("employee-home")

    # Course, exam online, certificate.
    take_course(employee, picture="lesson")
    employee.go("/exams/")
    employee.look()
    employee.page.locator(".card", has_text=f"{CREDENTIAL}考试").get_by_role("link", name="考试说明").click()
    employee.look()
    employee.press("开始考试")
    sit_exam(employee, picture="exam")
    employee.go("/certificates/")
    employee.reload_until("打开 PDF")
    employee.look("certificates")
    href = employee.page.get_by_role("link", name="打开 PDF").get_attribute("href")
    pdf = employee.context.request.get(running_site.url + href)
    assert (pdf.status, pdf.body()[:5]) == (200, b"%PDF-")

    # Anybody checks the certificate; only a masked name shows.
    [(public_code,)] = running_site.rows(
        "SELECT c.code FROM certificates_certificate c JOIN people_person p ON p.id = c.person_id "
        "WHERE p.employee_no = ?", NEW_NUMBER
    )  # fmt: skip
    stranger = Somebody(browser, running_site, size=PHONE)
    stranger.go(f"/verify/{public_code}/")
    expect(stranger.page.get_by_text("证书真实有效")).to_be_visible()
    assert NEW_NAME not in stranger.page.content()
    stranger.look("verify")
    stranger.leave()

    # A colleague sits the same exam on site.
    proctor = Somebody(browser, running_site, size=DESK)
    proctor.sign_in(NUMBERS["Proctor"])
    proctor.go("/sittings/")
    proctor.look()
    proctor.page.locator("tbody tr", has_text="已安排").last.get_by_role("link").click()
    proctor.press("开始本场")
    row = proctor.page.locator("tr", has_text=NUMBERS["Crew member (on site)"])
    row.get_by_role("button", name="到场").click()
    proctor.page.wait_for_load_state()
    proctor.look("proctor")
    colleague = Somebody(browser, running_site, size=PHONE)
    colleague.sign_in(NUMBERS["Crew member (on site)"])
    take_course(colleague)
    colleague.go("/exams/")
    colleague.press("进入场次")
    colleague.page.fill("#code", "000000")
    colleague.press("开始考试")
    expect(colleague.page.get_by_text("开考码不正确")).to_be_visible()
    proctor.page.reload()
    colleague.page.fill("#code", proctor.page.locator(".code-digits").inner_text())
    colleague.press("开始考试")
    sit_exam(colleague)
    proctor.page.reload()
    expect(row.get_by_text("已交卷")).to_be_visible()

    # Coverage has risen by the two, and HR downloads the report.
    colleague.go("/certificates/")
    colleague.reload_until("打开 PDF")
    assert met(hr) == before + 2
    hr.go("/reports/")
    hr.press("生成")
    hr.reload_until("XLSX ·")
    hr.look("reports")
    with hr.page.expect_download() as download:
        hr.page.get_by_role("link", name="XLSX").first.click()
    sheet = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes())).active
    found = [
        r
        for r in sheet.iter_rows(min_row=2, values_only=True)
        if r[:3] == ("检修班", "转岗、复岗人员", CREDENTIAL)
    ]
    assert found[0][4] >= 1

    for somebody in (hr, employee, proctor, colleague):
        somebody.leave()
