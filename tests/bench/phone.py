"""A paper of 200 questions on a slow phone: Chromium at 390 × 844 with its processor slowed down sixfold.

Each touch is timed by the browser's own clock of interactions, from the finger to the next picture (Event Timing). The
floor is a page of as many bare questions, touched alike in the same browser.
"""

from __future__ import annotations

import shutil
import time
from collections import defaultdict
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

from tests.bench.report import Run, measure
from tests.stack.client import percentile
from tests.stack.server import Server

QUESTIONS = 200
SLOWER = 6  # times, as a phone of the lower class against a desk
TOUCHES = 30
PATIENCE_MS = 60_000
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
LEAST = 0.016  # seconds; the browser names no interaction that is faster
LISTEN = """
window.interactions = [];
new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
  if (entry.interactionId) window.interactions.push([entry.interactionId, entry.duration]);
})).observe({ type: "event", durationThreshold: 16, buffered: true });
"""
# Two pictures after the last touch, all of it is told.
TOLD = """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => {
  const told = window.interactions; window.interactions = []; done(told);
}, 200))))"""
BARE = "".join(
    f'<p><a href="#q{n}" data-palette>{n}</a></p><fieldset id="q{n}"><legend>{n}</legend>'
    + "".join(f'<label><input type="radio" name="q{n}" value="{o}"> {o}</label>' for o in "abcd")
    + "</fieldset>"
    for n in range(1, QUESTIONS + 1)
)


@measure("phone", seconds=60)
def phone(run: Run) -> None:
    """Open the paper, choose answers all over it, and jump by the palette."""
    env = run.stack.env() | {
        "DJANGO_SETTINGS_MODULE": "tests.bench.browser_settings",
        "ALLOWED_HOSTS": "127.0.0.1",
    }
    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    with (
        Server("config.wsgi:application", env, run.stack.folder) as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=SWITCHES)
        with slow_phone(browser) as page:
            page.set_content(BARE)
            page.evaluate(LISTEN)
            floor = {"choose": choose(page), "jump": jump(page)}
        with slow_phone(browser) as page:
            opened = open_paper(run, site, page)
            run.tell("phone.paper.open", opened, "ms", n=1, note=f"{QUESTIONS} questions, from start to ready")
            for step, touch in (("choose", choose), ("jump", jump)):
                found, bare = touch(page), percentile(floor[step], 0.95)
                note = f"p95 of finger to picture; at most {max(found) * 1000:.0f} ms"
                run.tell(f"phone.paper.{step}", percentile(found, 0.95), "ms", n=len(found), floor=bare, note=note)
        browser.close()


@contextmanager
def slow_phone(browser: Browser):
    """Give a page of a phone with a slow processor."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    yield page
    context.close()


def open_paper(run: Run, site: Server, page: Page) -> float:
    """Start the exam as the last of the people; return the milliseconds until the paper can be written on."""
    address = f"http://127.0.0.1:{site.port}"
    page.context.add_cookies([{"name": "sessionid", "value": run.people[-1].session, "url": address}])
    page.goto(f"{address}/exams/{run.exams[QUESTIONS]}/")
    page.add_init_script(LISTEN)
    begun = time.monotonic()
    page.locator("main form button.primary").click()
    page.locator(".flag").last.wait_for()
    return (time.monotonic() - begun) * 1000


def choose(page: Page) -> list[float]:
    """Touch an answer of every few questions; return the seconds of each touch."""
    for number in range(1, QUESTIONS, QUESTIONS // TOUCHES):
        page.locator(f"#q{number} label").nth(number % 3).tap()
    return told(page)


def jump(page: Page) -> list[float]:
    """Touch numbers of the palette, far from one another; return the seconds of each touch."""
    numbers = page.locator("[data-palette]")
    for number in range(0, QUESTIONS, QUESTIONS // TOUCHES):
        numbers.nth((number * 7) % QUESTIONS).tap()
    return told(page)


def told(page: Page) -> list[float]:
    """Return the longest time of each interaction since the last call, in seconds."""
    longest: dict[int, float] = defaultdict(float)
    for interaction, duration in page.evaluate(TOLD):
        longest[interaction] = max(longest[interaction], duration / 1000)
    return [*longest.values()] or [LEAST]
