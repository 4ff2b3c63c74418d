"""One candidate with a paper of five questions, and three stories of a bad network: each returns what went wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from uuid import UUID

from playwright.sync_api import Browser, Page, Route, expect

from exams.item_types import catalogue
from exams.item_types.registry import item_type
from exams.item_types.veils import veiled
from tests.flows.people import PHONE, Somebody
from tests.flows.running import RunningSite
from website.demo.organisation import accounts

assert catalogue.ITEM_TYPES  # loads every type

NUMBERS = {account.label_en: account.employee_no for account in accounts()}
CANDIDATE, STRANGER, PROCTOR = (NUMBERS[n] for n in ("New hire (online)", "Crew member (on site)", "Proctor"))
NEXT_TRY_MS = 60_000  # the longest pause between two tries of sender.js is 45 s, and a try takes up to ten
EXAM = """
from collections import Counter
from datetime import timedelta
from core import clock
from exams.actions import sittings
from exams.models import BlueprintRow, BlueprintSection, Exam, ItemVersion
from people.models import Person, User
now = clock.now()
exam = Exam.objects.create(code="HOLD{n}", title="断网演练{n}", requires_course=False, is_open=True, wait_hours=0)
plain = ItemVersion.objects.filter(status="approved", item_type="single_choice").select_related("item__area")
parts = [BlueprintSection.objects.create(exam=exam, place=n, name=name) for n, name in enumerate(("规程", "计算"), 1)]
for n, (area, _count) in enumerate(Counter(version.item.area for version in plain).most_common(5)):
    BlueprintRow.objects.create(exam=exam, area=area, item_type="single_choice", count=1, section=parts[n > 2])
proctor = User.objects.get(employee_no="{proctor}")
held = sittings.schedule(exam, mode="online", location=None, opens_at=now - timedelta(hours=1),
    closes_at=now + timedelta(hours=8), proctors=[proctor], actor=proctor, at=now)
sittings.add_candidates(held, people=list(Person.objects.filter(employee_no="{candidate}")), actor=proctor, at=now)
sittings.open_sitting(held, actor=proctor, at=now)
print(exam.public_id, held.public_id)
"""


class Candidate(Somebody):
    """The candidate at one device, with a paper of five questions before the eyes."""

    noise = re.compile(r"ERR_INTERNET_DISCONNECTED|Failed to load resource")

    def begin(self, exam: str, sitting: str) -> Page:
        self.sign_in(CANDIDATE)
        if self.has_worker:
            self.page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        self.go(f"/exams/{exam}/?sitting={sitting}")
        self.press("开始考试")
        return self.ready()

    def ready(self) -> Page:
        self.page.locator(".flag").first.wait_for()
        return self.page

    def choose(self, question: int, option: int = 0) -> str:
        picked = self.page.locator(f"#q{question} input").nth(option)
        picked.check()
        return picked.get_attribute("value")


def begun(site: RunningSite, browser: Browser, paper: list[str], *, has_worker: bool = True) -> Candidate:
    """Return the candidate with the paper open on a phone."""
    somebody = Candidate(browser, site, size=PHONE, has_worker=has_worker)
    somebody.begin(*paper)
    return somebody


def standing(site: RunningSite, exam: str) -> dict[int, str]:
    """Return what is stored, by the names that the paper shows."""
    rows = site.rows(
        "SELECT r.position, r.value, a.veil, v.item_type, v.body FROM exams_response r "
        "JOIN exams_attempt a ON a.id = r.attempt_id JOIN exams_exam e ON e.id = a.exam_id "
        "JOIN exams_formitem f ON f.form_id = a.form_id AND f.position = r.position "
        "JOIN exams_itemversion v ON v.id = f.version_id WHERE e.public_id = ?", exam
    )  # fmt: skip
    return {
        n: item_type(kind).renamed(json.loads(body), json.loads(value), veiled(UUID(secret), n))
        for n, value, secret, kind, body in rows
    }


def state(somebody: Candidate):
    return somebody.page.locator("#save-state")


SAVED, HELD = re.compile("已全部保存"), re.compile("仅存本机")


REPLY = '{"saved": [%s], "state": "open", "holds_pen": true, "seconds_left": 900}'
LIES = [
    (200, "text/html", "<html><body>Wi-Fi: please sign in</body></html>"),
    (200, "application/json", "{}"),
    (200, "application/json", "null"),
    (200, "application/json", '{"saved": ['),
    (200, "application/json", '{"saved": "all", "state": "open", "holds_pen": true, "seconds_left": 900}'),
    (200, "application/json", REPLY % ""),
    (200, "application/json", REPLY % '{"position": 1, "sequence": 1, "client_id": "x", "fate": "counted"}'),
    (200, "application/json", REPLY % '{"position": 2, "sequence": 1, "client_id": "x", "fate": "counted"}'),
    (204, "text/plain", ""),
    (302, "text/html", ""),
    (401, "text/html", "<html>captive portal</html>"),
    (502, "text/html", "<html>Bad gateway</html>"),
]


def seconds(page: Page) -> int:
    minutes, rest = page.locator("#clock").inner_text().split(":")
    return int(minutes) * 60 + int(rest)


def sent(page: Page) -> None:
    """Wait for the next reply of the save door, at the latest a sign of life."""
    with page.expect_response("**/save/", timeout=NEXT_TRY_MS):
        page.evaluate("dispatchEvent(new Event('online'))")


def missing(site: RunningSite, exam: str, given: dict[int, str]) -> list[str]:
    """Return one sentence for each answer that the server does not have as it was given."""
    found = standing(site, exam)
    return [
        f"question {n}: {value} was given, {found.get(n)} stands"
        for n, value in given.items()
        if found.get(n) != value
    ]


def reload_after_a_failed_save(site: RunningSite, candidate: Candidate, exam: str) -> list[str]:
    """A save fails, the page is read again, and nobody touches anything."""
    page = candidate.page
    page.route("**/save/", lambda route: route.abort())
    given = {2: candidate.choose(2)}
    expect(state(candidate)).to_contain_text(HELD)
    page.unroute("**/save/")
    with page.expect_response("**/save/", timeout=NEXT_TRY_MS):
        page.reload()
    return missing(site, exam, given)


def network_that_lies(
    site: RunningSite, candidate: Candidate, exam: str, lies: Iterable[tuple[int, str, str]]
) -> list[str]:
    """A network answers in the place of the server; then the server does."""
    page, coming = candidate.page, iter(lies)
    told = []

    def lie(route: Route) -> None:
        status, kind, body = next(coming, (502, "text/html", ""))
        headers = {"Location": "/accounts/login/"} if status == 302 else {}
        route.fulfill(status=status, content_type=kind, body=body, headers=headers)

    page.route("**/save/", lie)
    given = {1: candidate.choose(1)}
    for _lie in lies:
        sent(page)
        expect(state(candidate)).not_to_have_attribute("data-state", "sending")
        told.append(state(candidate).inner_text())
    page.unroute("**/save/")
    sent(page)
    faults = [f"the page said: {text}" for text in told if "仅存本机 1 题" not in text]
    return faults + missing(site, exam, given)


def ten_minutes_without_a_network(site: RunningSite, candidate: Candidate, exam: str) -> list[str]:
    """Forty changes in ten minutes without a network, and then the network again."""
    page, given = candidate.page, {}
    page.clock.install()
    page.reload()
    candidate.ready()
    before = seconds(page)
    candidate.context.set_offline(True)
    for edit in range(40):
        given[edit % 5 + 1] = candidate.choose(edit % 5 + 1, edit % 3)
        page.clock.run_for(15_000)
    faults = [] if "仅存本机 5 题。" in state(candidate).inner_text() else ["the page does not hold five"]
    if abs(before - seconds(page) - 600) > 5:
        faults.append("the clock did not go on")
    candidate.context.set_offline(False)
    page.clock.resume()
    sent(page)
    return faults + missing(site, exam, given)
