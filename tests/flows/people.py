"""The people of a story, each in a browser window of one's own."""

from __future__ import annotations

import os
import re

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

from config.paths import REPO_DIR
from tests.flows.running import RunningSite
from website.demo.organisation import PASSWORD

PATIENCE_MS = 20_000  # of everything that a story waits for, unless it says more
# Nothing of Chromium's own that goes out or draws on a card: both cost a machine without either seconds.
CHROMIUM_SWITCHES = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PHONE, DESK = (390, 844), (1280, 900)
PICTURES, TAKES_PICTURES = REPO_DIR / "docs" / "pictures", bool(os.environ.get("PICTURES"))
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Brings nothing back but the violations: what passes is most of what axe tells.
AXE = """async (tags) => (await axe.run({ runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] }))
  .violations.flatMap((found) => found.nodes.slice(0, 3).map((node) => `${found.id}: ${node.html.slice(0, 160)}`))"""


def keep_picture(name: str, data: bytes) -> None:
    """Write a picture for the README when PICTURES is set."""
    if TAKES_PICTURES:
        PICTURES.mkdir(exist_ok=True)
        (PICTURES / f"{name}.png").write_bytes(data)


class Somebody:
    """One person with a window; keeps what went wrong in it.

    `noise` matches what a story brings about itself: it is no trouble, up to the last moment of the window.
    """

    noise = re.compile(r"(?!)")  # nothing

    def __init__(
        self,
        browser: Browser,
        site: RunningSite,
        *,
        size: tuple[int, int],
        locale: str = "zh-CN",
        touch: bool = False,
        has_worker: bool = True,
    ) -> None:
        self.site, self.has_worker = site, has_worker
        self.context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale=locale,
            accept_downloads=True,
            has_touch=touch,
            service_workers="allow" if has_worker else "block",
            reduced_motion="reduce",  # a colour that is on its way has no contrast to measure
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self.trouble: list[str] = []
        self.outside: set[str] = set()
        self.page.on("pageerror", lambda error: self.trouble.append(str(error)))
        self.page.on("console", lambda m: self.trouble.append(m.text) if m.type == "error" else None)
        self.page.on("request", self._note_request)

    def _note_request(self, request: object) -> None:
        if not request.url.startswith((self.site.url, "data:", "blob:")):
            self.outside.add(request.url)

    def go(self, path: str) -> Page:
        """Open a page of the site."""
        self.page.goto(self.site.url + path)
        return self.page

    def sign_in(self, employee_no: str, password: str = PASSWORD) -> Page:
        """Sign in and land on the start page."""
        self.go("/accounts/login/")
        self.page.fill("#id_login", employee_no)
        self.page.fill("#id_password", password)
        self.page.click("form.card button.primary")
        self.page.wait_for_url(self.site.url + "/")
        return self.page

    def press(self, name: str) -> None:
        """Press the button or link of that name."""
        self.page.get_by_role("button", name=name).or_(self.page.get_by_role("link", name=name)).first.click()

    def begin_course(self) -> None:
        """Press what leads into the course on its page, whether one is enrolled by the job role already or not."""
        self.page.locator("form[action*='/enrol/'] button, a.button.primary[href*='/learning/']").first.click()

    def look(self, picture: str | None = None) -> None:
        """Find no violation with axe on this page; keep a named picture when PICTURES is set."""
        self.page.wait_for_load_state()  # a page without its style has other sizes
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE_SCRIPT)
        violations = self.page.evaluate(AXE, TAGS)
        assert violations == [], f"{self.page.url}: {violations}"
        if picture:
            self.picture(picture)

    def picture(self, name: str) -> None:
        """Keep a picture of what is on the screen when PICTURES is set."""
        if TAKES_PICTURES:
            keep_picture(name, self.page.screenshot())

    def reload_until(self, text: str, *, tries: int = 240) -> None:
        """Reload until the worker is done, as a person would."""
        for _ in range(tries):
            if self.page.get_by_text(text).count():
                return
            self.page.wait_for_timeout(500)
            self.page.reload()
        raise AssertionError(f"{self.page.url} never showed {text!r}")

    def leave(self) -> None:
        """Close the window; nothing may have gone wrong in it, and nothing was fetched from outside."""
        self.context.close()
        trouble = [text for text in self.trouble if not self.noise.search(text)]
        assert trouble == [], trouble
        assert self.outside == set(), self.outside
