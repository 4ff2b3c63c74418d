"""Templates keep to the content policy, and shared pieces say what they take."""

import re

import pytest

from config.paths import REPO_DIR, SITE_DIR
from tests.architecture.test_sizes import our_files

# Markup that never reaches a browser: xhtml2pdf draws it.
NOT_FOR_BROWSERS = ("certificates/exports/",)
INLINE = {
    "a <style> block": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"<[a-z][^<>]*\sstyle\s*=", re.IGNORECASE),
    "an event handler": re.compile(r"<[a-z][^<>]*\son[a-z]+\s*=", re.IGNORECASE),
    "an inline script": re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*application/json)", re.IGNORECASE),
    "a javascript: address": re.compile(r"[\"']javascript:", re.IGNORECASE),
}


def inline_parts(text):
    return [kind for kind, pattern in INLINE.items() if pattern.search(text)]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ('<p class="a">only style= in words</p>', []),
        ('<script type="module" src="/a.js"></script>', []),
        ('<script id="d" type="application/json">{}</script>', []),
        ('<div style="color: red">', ["a style attribute"]),
        ('<button onclick="go()">', ["an event handler"]),
        ("<script>go()</script>", ["an inline script"]),
        ("<style>p {}</style>", ["a <style> block"]),
        ('<a href="javascript:go()">', ["a javascript: address"]),
    ],
)
def test_inline_parts_are_told_from_words(text, kinds):
    assert inline_parts(text) == kinds


def test_no_template_has_inline_style_script_or_handler():
    found = [
        f"{name}: {kind}"
        for name in our_files(".html")
        if not name.startswith(NOT_FOR_BROWSERS)
        for kind in inline_parts((REPO_DIR / name).read_text(encoding="utf-8"))
    ]

    assert found == [], "The content policy blocks it: use a class, a data- attribute and a module under static/."


def test_every_component_says_what_it_takes():
    silent = [
        path.name
        for path in sorted((SITE_DIR / "templates" / "components").glob("*.html"))
        if not re.match(
            r"\{# .*([Vv]ariables: |no variables).* #\}", path.read_text(encoding="utf-8").splitlines()[0]
        )
    ]

    assert silent == [], "Begin with {# What it shows. Variables: … #}, or say: no variables."


def test_what_is_made_once_for_everybody_shows_nothing_of_anybody():
    pages = {name: (REPO_DIR / name).read_text(encoding="utf-8") for name in our_files(".html")}
    used = {made for text in pages.values() for made in re.findall(r'\{% unchanging "([^"]+)" %\}', text)}
    telling = [
        name
        for name, text in pages.items()
        if any(name.endswith(f"/templates/{made}") for made in used)
        and re.search(r"\{\{|csrf_token|\{% (?:include|if|for|with) ", text)
    ]

    assert len(used) >= 5
    assert telling == [], (
        "A piece of `unchanging` is kept for all who read its language. Use include for this one."
    )
