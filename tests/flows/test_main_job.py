"""The main job from roster to report, in a browser, in Chinese, each person in a window of one's own."""

from __future__ import annotations

import csv
import io
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.flows.answering import answer_right
from tests.flows.authoring import add_block, add_picture, draft, further, rest_on, save, write_text
from tests.flows.people import DESK, PHONE, Somebody, keep_picture
from tests.flows.running import RunningSite
from website.demo.organisation import accounts

pytestmark = pytest.mark.browser

NUMBERS = {account.label_en: account.employee_no for account in accounts()}
# Two people who come back to a crew, a job role that nothing is required of yet, and what they must learn.
ONLINE, ON_SITE = ("200001", "阿依古丽·买买提"), ("200002", "赵铁山")
UNIT, JOB_ROLE = "检修班", "转岗、复岗人员"
CODE, COURSE = "M4", "转岗复岗安全教育"
PASSWORD = "warm-winter-2026"
QUESTIONS = 10


def roster(site: RunningSite) -> bytes:
    """Return the whole workforce as it stands, and two more."""
    rows = site.rows(
        "SELECT p.employee_no, p.name, u.code, r.code, e.person_type, e.starts_on, e.employer FROM people_employment e "
        "JOIN people_person p ON p.id = e.person_id JOIN people_unit u ON u.id = e.unit_id "
        "JOIN people_jobrole r ON r.id = e.job_role_id WHERE e.ends_on IS NULL ORDER BY p.employee_no"
    )
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["工号", "姓名", "单位编码", "岗位编码", "用工类型", "到岗日期", "用人单位"])
    writer.writerows(rows)
    writer.writerows([*one, "B112", "R13", "本单位", "2026-11-02", ""] for one in (ONLINE, ON_SITE))
    return out.getvalue().encode("gb18030")


def import_roster(hr: Somebody, file: Path) -> None:
    """Bring the two in: what changes is shown first, then applied by the worker."""
    file.write_bytes(roster(hr.site))
    hr.go("/rosters/")
    hr.look()
    hr.page.set_input_files("input[type=file]", str(file))
    hr.press("上传并检查")
    hr.reload_until("应用此名册")
    assert hr.page.locator(".tile b").all_inner_texts() == ["2", "0", "0", "300"]
    hr.look("roster-preview")
    hr.press("应用此名册")
    hr.reload_until("已应用")


def write_course(author: Somebody) -> int:
    """Write a course of two lessons, half filled at first, and send it to review with all that is in it."""
    [(catalogue,)] = author.site.rows("SELECT page_ptr_id FROM courses_cataloguepage")
    course = draft(author, catalogue, "coursepage", COURSE, code=CODE)
    module = draft(author, course, "modulepage", "回到班组之前")
    draft(author, module, "lessonpage", "离岗半年，现场变了什么")
    page = author.page
    page.fill("#id_summary", "先认现场，再动手：设备、人员和风险都可能跟离岗前不一样。")
    rest_on(author, "GB 46768-2025", "4.4.3")
    add_block(author, "文本", place=0)
    write_text(author, "离岗六个月以上再上岗，先由班长带着走一遍现场，说清楚做什么、有什么危险、怎么防。")
    add_picture(author, "热力小室", place=1, alt="热力小室剖面：井口、爬梯、供水管、回水管、集水坑")
    add_block(author, "危险告知", place=2)
    body = page.locator("[data-contentpath=body]")
    body.locator("[data-contentpath=title] input").last.fill("以前下去过，不等于今天能下去")
    body.locator("[data-contentpath=text] textarea").last.fill("能不能进，只看今天的检测结果和审批。")
    save(author)
    author.picture("authoring")
    draft(author, module, "lessonpage", "三句话讲清楚再开工", summary="班前交底的三句话。")
    rest_on(author, "安全生产法", "第四十四条")
    add_block(author, "文本", place=0)
    write_text(author, "做什么、有什么危险、怎么防，三句话讲清楚才开工。")
    save(author)
    author.go(f"/cms/pages/{course}/edit/")
    page.fill("#id_summary", "离岗六个月以上或换了岗位的人，回到班组之前学什么、由谁带、怎样才算可以单独作业。")
    page.select_option("#id_content_head", value="rules")
    further(author, "button[name=action-submit]")
    author.go(f"/cms/pages/{course}/edit/")
    assert page.locator("[data-workflow-action-name=approve]").count() == 0
    return course


def write_exam(trainer: Somebody) -> None:
    """Write the exam of the course from what the bank holds."""
    page = trainer.go("/bank/exams/new/")
    for name, value in {"code": f"{CODE}-K", "title": f"{COURSE}考试", "cut_percent": "80"}.items():
        page.fill(f"[name={name}]", value)
    page.select_option("[name=course]", label=f"{CODE} {COURSE}")
    page.check("[name=is_open]")
    trainer.press("添加一行")
    for place, (area, kind, count) in enumerate(
        [("M1", "hazard_spotting", 1), ("M1", "single_choice", QUESTIONS - 1)]
    ):
        page.select_option(f"[name='r.rows.{place}.area']", area)
        page.select_option(f"[name='r.rows.{place}.type']", kind)
        page.fill(f"[name='r.rows.{place}.count']", str(count))
    trainer.press("对照题库检查")
    expect(page.locator(".message.success")).to_be_visible()
    trainer.look()
    page.locator("button[name=save]").click()
    expect(page.get_by_role("heading", level=1, name=f"{COURSE}考试")).to_be_visible()


def require(safety: Somebody) -> None:
    """Let course and exam earn a credential, and a job role require it."""
    page = safety.go("/credentials/new/")
    page.fill("#id_code", CODE)
    page.fill("#id_name", COURSE)
    page.select_option("#id_course", label=f"{CODE} {COURSE}")
    page.select_option("#id_exam", label=f"{CODE}-K {COURSE}考试")
    safety.look()
    safety.press("保存")
    page.wait_for_url("**/credentials/")
    safety.go("/matrix/")
    page.select_option("#id_job_role", label=f"R13 {JOB_ROLE}")
    page.select_option("#id_credential", label=f"{CODE} {COURSE}")
    safety.press("设为要求")
    expect(page.locator(".message.success")).to_be_visible()
    safety.look()


def open_account(hr: Somebody, learner: Somebody, number: str, name: str) -> None:
    """Hand a start code to somebody, who chooses a password with it on the phone."""
    hr.go(f"/people/?q={number}")
    hr.look()
    hr.press(name)
    hr.look()
    hr.press("发放启用码")
    code = hr.page.locator("dd strong").inner_text()
    page = learner.go("/start/")
    learner.look()
    for field, value in {"employee_no": number, "code": code, "password": PASSWORD, "again": PASSWORD}.items():
        page.fill(f"#id_{field}", value)
    learner.press("启用账号")
    page.wait_for_url(learner.site.url + "/")


def take_course(learner: Somebody, *, picture: str | None = None) -> None:
    """Begin the course from the start page and read it to its end."""
    page = learner.page
    learner.press("开始学习")
    page.wait_for_selector("article.lesson")
    expect(page.get_by_text("第 1 课")).to_be_visible()
    learner.look(picture)
    while page.locator("article.lesson").count():
        page.locator("article.lesson .actions button.primary").click()
        page.wait_for_load_state()
    expect(page.get_by_text("课程已学完")).to_be_visible()


def sit_exam(candidate: Somebody, *, picture: str | None = None) -> None:
    """Answer everything right, reload on the way, and submit."""
    page = candidate.page
    page.wait_for_selector("#paper")
    answer_right(candidate.site, page)
    expect(page.locator("#save-state")).to_contain_text(f"{QUESTIONS} 题答案已全部保存")
    page.reload()
    expect(page.locator(".palette .is-answered")).to_have_count(QUESTIONS)
    assert page.locator(".question").count() == QUESTIONS
    candidate.look(picture)
    candidate.press("检查并交卷")
    page.wait_for_url("**/summary/")
    candidate.look()
    candidate.press("确认交卷")
    page.wait_for_url("**/result/")
    candidate.look()
    expect(page.get_by_text("合格", exact=True).first).to_be_visible()
    expect(page.get_by_text("100 %")).to_be_visible()


def certificate_of(holder: Somebody, *, picture: str | None = None) -> bytes:
    """Wait until the worker has made the certificate, and return its file."""
    holder.go("/certificates/")
    holder.reload_until("打开 PDF")
    holder.look(picture)
    href = holder.page.get_by_role("link", name="打开 PDF").get_attribute("href")
    pdf = holder.context.request.get(holder.site.url + href)
    assert (pdf.status, pdf.body()[:5]) == (200, b"%PDF-")
    return pdf.body()


def code_on(pdf: bytes, folder: Path) -> str:
    """Print a certificate and read its QR code as a phone does; keep the print for the README."""
    (folder / "certificate.pdf").write_bytes(pdf)
    for name, dpi in (("print", "110"), ("small", "55")):
        command = ["pdftoppm", "-r", dpi, "-png", "-singlefile", "certificate.pdf", name]
        subprocess.run(command, cwd=folder, check=True)
    keep_picture("certificate", (folder / "small.png").read_bytes())
    read = subprocess.run(["zbarimg", "-q", "--raw", "print.png"], cwd=folder, capture_output=True, check=True)
    return read.stdout.decode().strip()


def schedule(trainer: Somebody, number: str) -> str:
    """Schedule a sitting in a room from now on, with one person on the roster; return its address."""
    page = trainer.go("/sittings/new/")
    page.select_option("[name=exam]", label=f"{CODE}-K {COURSE}考试")
    page.select_option("[name=mode]", "on_site")
    page.select_option("[name=location]", index=1)
    opens_at = datetime.fromisoformat(page.input_value("[name=opens_at]")) - timedelta(hours=2)
    page.fill("[name=opens_at]", f"{opens_at:%Y-%m-%dT%H:%M}")
    page.locator("[name=proctors]").first.check()
    trainer.press("安排")
    page.wait_for_url("**/candidates/")
    page.fill("[name=employee_nos]", number)
    page.locator("form:has([name=employee_nos]) button").click()
    expect(page.locator(".message.success")).to_be_visible()
    return page.url.removeprefix(trainer.site.url).partition("candidates/")[0]


def sit_on_site(proctor: Somebody, candidate: Somebody, sitting: str, number: str) -> None:
    """Sit in the room: identity is checked, the code of the minute lets in, and the proctor sees who has finished."""
    board = proctor.go(sitting)
    proctor.press("开始本场")
    row = board.locator("tr", has_text=number)
    row.get_by_role("button", name="到场").click()
    board.wait_for_load_state()
    page = candidate.go("/exams/")
    candidate.look()
    candidate.press("进入场次")
    page.fill("#code", "000000")
    candidate.press("开始考试")
    expect(page.get_by_text("开考码不正确")).to_be_visible()
    board.reload()
    page.fill("#code", board.locator(".code-digits").inner_text())
    candidate.press("开始考试")
    page.wait_for_selector("#paper")
    board.reload()
    proctor.look("proctor")
    sit_exam(candidate)
    board.reload()
    expect(row.get_by_text("已交卷")).to_be_visible()


def met(hr: Somebody) -> tuple[int, int]:
    """Return how many of those who need the credential hold it."""
    hr.go("/coverage/")
    hr.page.select_option("#id_credential", label=f"{CODE} {COURSE}")
    hr.press("显示")
    hr.page.wait_for_url("**credential=**")
    met, required = hr.page.locator(".tile b").first.inner_text().split("/")
    return int(met), int(required)


def download(hr: Somebody, link: str) -> list[dict[str, object]]:
    """Download a sheet and return its rows by their headings."""
    with hr.page.expect_download() as taken:
        hr.page.get_by_role("link", name=link).first.click()
    sheet = openpyxl.load_workbook(io.BytesIO(taken.value.path().read_bytes())).active
    heads, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def named(hr: Somebody) -> dict[str, tuple[object, object]]:
    """Go on from the coverage of the unit to its people; return state and mode of the last exam by name."""
    cell = hr.page.locator("tbody tr", has_text=UNIT).filter(has_text=JOB_ROLE)
    cell.locator("a[href*='state=all']").click()
    hr.page.wait_for_url("**/coverage/not-done/**")
    hr.look()
    return {row["姓名"]: (row["状态"], row["最近考试方式"]) for row in download(hr, "XLSX")}


def completion(hr: Somebody) -> list[dict[str, object]]:
    """Let the completion report be made, and return its rows."""
    hr.go("/reports/")
    hr.press("生成")
    hr.reload_until("XLSX ·")
    hr.look("reports")
    return download(hr, "XLSX")


def test_main_job(running_site, browser, tmp_path):
    def somebody(size: tuple[int, int] = DESK, number: str = "") -> Somebody:
        one = Somebody(browser, running_site, size=size)
        windows.append(one)
        if number:
            one.sign_in(number)
        return one

    windows: list[Somebody] = []
    hr = somebody(number=NUMBERS["Human resources"])
    hr.look("hr-home")
    import_roster(hr, tmp_path / "名册.csv")

    # A trainer writes the course, a second person publishes it, and a job role is made to require it.
    trainer = somebody(number=NUMBERS["Trainer"])
    course = write_course(trainer)
    approver = somebody(number=NUMBERS["Course approver"])
    approver.go(f"/cms/pages/{course}/edit/")
    further(approver, "button[data-workflow-action-name=approve]")
    write_exam(trainer)
    require(somebody(number=NUMBERS["Safety department"]))
    before, required = met(hr)

    # The employee opens an account on the phone, takes the course and sits the exam online.
    employee = somebody(PHONE)
    open_account(hr, employee, *ONLINE)
    employee.reload_until(COURSE)
    employee.look("employee-home")
    take_course(employee, picture="lesson")
    employee.go("/exams/")
    employee.look()
    employee.page.locator(".card", has_text=f"{COURSE}考试").get_by_role("link", name="考试说明").click()
    employee.look()
    employee.press("开始考试")
    sit_exam(employee, picture="exam")

    # Anybody checks the certificate by the code on its print; only a masked name shows.
    address = code_on(certificate_of(employee, picture="certificates"), tmp_path)
    assert address.startswith(f"{running_site.url}/verify/")
    stranger = somebody(PHONE)
    stranger.page.goto(address)
    expect(stranger.page.get_by_text("证书真实有效")).to_be_visible()
    expect(stranger.page.locator("main")).to_contain_text(COURSE)
    assert ONLINE[1] not in stranger.page.content()
    stranger.look("verify")

    # A colleague takes the course too, and sits the exam on site.
    sitting = schedule(trainer, ON_SITE[0])
    colleague = somebody(PHONE)
    open_account(hr, colleague, *ON_SITE)
    colleague.reload_until(COURSE)
    take_course(colleague)
    sit_on_site(somebody(number=NUMBERS["Proctor"]), colleague, sitting, ON_SITE[0])
    certificate_of(colleague)

    # Coverage has risen by the two; the list of names and the completion report say so, and how each sat the exam.
    assert met(hr) == (before + 2, required)
    hr.look()
    found = named(hr)
    assert {name: found[name] for _number, name in (ONLINE, ON_SITE)} == {
        ONLINE[1]: ("有效", "线上"), ON_SITE[1]: ("有效", "现场"),
    }  # fmt: skip
    hr.go("/coverage/")
    hr.look("coverage")
    where = {"单位": UNIT, "岗位": JOB_ROLE, "资格": COURSE}
    [row] = [row for row in completion(hr) if where.items() <= row.items()]
    assert (row["已达标"], row["完成人数"], row["线上"], row["现场"]) == (2, 2, 1, 1)
    for one in windows:
        one.leave()
