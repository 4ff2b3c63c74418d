"""A running site as `make run` starts it: web server, worker and demo data; and a browser."""

from __future__ import annotations

import os
import shutil

import pytest

from tests.flows.people import CHROMIUM_SWITCHES, PATIENCE_MS
from tests.flows.running import running

# The shell draws the same pages as the browser without drawing a browser around them, for half of the processor.
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")


@pytest.fixture(scope="session")
def running_site(tmp_path_factory):
    """One site for all stories of a process, on a copy of the demo data."""
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing: apt-get install chromium-headless-shell")
        pytest.skip("Chromium is missing: apt-get install chromium-headless-shell")
    with running(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(scope="session")
def browser(running_site):
    """Headless Chromium from Debian; nothing is downloaded."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_SWITCHES)
        yield chromium
        chromium.close()


@pytest.fixture
def meet(running_site, browser):
    """Let somebody sign in, in a window of one's own; all windows close at the end."""
    from tests.flows.people import PHONE, Somebody

    met = []

    def make(number, size=PHONE):
        somebody = Somebody(browser, running_site, size=size)
        met.append(somebody)
        somebody.sign_in(number)
        return somebody

    yield make
    for somebody in met:
        somebody.leave()


@pytest.fixture
def paper(running_site, request):
    """An exam of its own for each story, with its sitting."""
    from tests.flows.holding import CANDIDATE, EXAM, PROCTOR

    n = request.node.name.removeprefix("test_")[:12]
    return running_site.prepare(EXAM.format(n=n, proctor=PROCTOR, candidate=CANDIDATE)).split()


@pytest.fixture
def candidate(running_site, browser, paper):
    """The candidate with the paper open on a phone."""
    from tests.flows.holding import begun

    somebody = begun(running_site, browser, paper)
    yield somebody
    somebody.leave()
