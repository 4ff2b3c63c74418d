"""What Wagtail, allauth and Django say on our screens is said in Chinese and in plain English."""

from __future__ import annotations

import re
from importlib.metadata import version
from pathlib import Path

import django
import pytest
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.utils.translation import gettext, override

from config.paths import REPO_DIR, SITE_DIR

OURS = SITE_DIR / "locale_upstream" / "zh_Hans" / "LC_MESSAGES"
PLAIN_ENGLISH = SITE_DIR / "locale_upstream" / "en" / "LC_MESSAGES"
DOMAINS = ["django", "djangojs"]
CATALOGUES = {
    "zh": (OURS / "django.po", "django"),
    "zh for scripts": (OURS / "djangojs.po", "djangojs"),
    "en": (PLAIN_ENGLISH / "django.po", "django"),
}
# What somebody who has never heard of factors, tokens and sessions is not to read.
JARGON = re.compile(r"(?i)authenticat|two-factor|\btokens?\b|verif(y|ied|ication)|credentials?|\busername\b")
# Said only where pages are kept in several languages side by side, which WAGTAIL_I18N_ENABLED leaves off.
ABOUT_TRANSLATED_PAGES = re.compile(
    r"\b\d?(?:one )?translations?\b.*(?:page|Unpublish)|translation\.$|translation\(s\)"
)
# The same thing is meant, and our word is wanted on their screens too: spelt as in the rest of the house (账号, ……),
# or theirs says something else (格式化 is "to format", 启动于 "set going at").
SAID_OUR_WAY = {
    *("Account", "Accounts", "All", "Format", "Passkey", "Sign in with a passkey", "scheduled", "started at"),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sdr]|%[sdr]|\{\w+\}")


def folders() -> list[Path]:
    own = {config.path for config in apps.get_app_configs() if Path(config.path).is_relative_to(REPO_DIR)}
    packages = [Path(config.path) for config in apps.get_app_configs() if "site-packages" in config.path]
    assert len(own) + len(packages) > len(packages) > 10
    return [path / "locale" for path in packages] + [Path(django.__file__).parent / "conf" / "locale"]


def key(message) -> tuple[str | None, str]:
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


def messages(path: Path) -> list:
    if not path.exists():
        return []
    with path.open("rb") as file:
        return [message for message in read_po(file, locale="zh_Hans") if message.id]


def is_said(message) -> bool:
    texts = [message.string] if isinstance(message.string, str) else message.string
    return not message.fuzzy and all(texts)


def upstream(domain: str, language: str) -> list:
    return [m for folder in folders() for m in messages(folder / language / "LC_MESSAGES" / f"{domain}.po")]


@pytest.mark.skipif(
    f"\nwagtail=={version('wagtail')} " not in (REPO_DIR / "requirements.txt").read_text(),
    reason="the second catalogue follows the pinned release; what the next one says anew is written when it is pinned",
)
@pytest.mark.parametrize("domain", DOMAINS)
def test_nothing_on_our_screens_is_left_in_english(domain):
    said = {key(m) for m in upstream(domain, "zh_Hans") if is_said(m)}
    said |= {key(m) for m in messages(OURS / f"{domain}.po") if is_said(m)}

    left = sorted({key(m)[1] for m in upstream(domain, "en")} - {text for _context, text in said})

    assert [text for text in left if not ABOUT_TRANSLATED_PAGES.search(text)] == []
    assert settings.WAGTAIL_I18N_ENABLED is False


@pytest.mark.parametrize(("path", "domain"), CATALOGUES.values(), ids=CATALOGUES)
def test_second_catalogue_holds_only_what_upstream_says(path, domain):
    there = {key(m) for m in upstream(domain, "en")}

    assert [text for text in map(key, messages(path)) if text not in there] == []


@pytest.mark.parametrize(("path", "domain"), CATALOGUES.values(), ids=CATALOGUES)
def test_placeholders_are_kept(path, domain):
    wrong = [
        message.id
        for message in messages(path)
        for text in ([message.string] if isinstance(message.string, str) else message.string)
        if set(PLACEHOLDER.findall(text))
        != set(PLACEHOLDER.findall(message.id if isinstance(message.id, str) else message.id[1]))
    ]

    assert wrong == []


def test_our_own_words_win_and_the_second_catalogue_wins_over_the_packages():
    assert settings.LOCALE_PATHS == [SITE_DIR / "locale", SITE_DIR / "locale_upstream"]


def test_plain_english_replaces_theirs_alone_and_says_no_jargon():
    plain = messages(PLAIN_ENGLISH / "django.po")
    ours = {key(m) for m in messages(SITE_DIR / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po")}

    assert len(plain) > 90
    assert [key(m) for m in plain if key(m) in ours] == [], "say it in English where it is written in the code"
    assert [
        text
        for m in plain
        for text in ([m.string] if isinstance(m.string, str) else m.string)
        if JARGON.search(text)
    ] == []
    with override("en"):
        assert gettext("Two-Factor Authentication") == "Two-step sign-in"
        assert gettext("Sign in") == "Sign in"


def in_chinese(message) -> str:
    return message.string if isinstance(message.string, str) else message.string[0]


def test_our_words_do_not_change_the_meaning_of_theirs():
    """A message of ours without context is found before theirs of the same English words, on their screens too."""
    theirs: dict[tuple, set[str]] = {}
    for message in [*upstream("django", "zh_Hans"), *messages(OURS / "django.po")]:
        if is_said(message) and not message.context:
            theirs.setdefault((key(message), message.pluralizable), set()).add(in_chinese(message))
    ours = [m for m in messages(SITE_DIR / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po") if not m.context]

    other = {
        m.id: in_chinese(m)
        for m in ours
        if in_chinese(m) not in theirs.get((key(m), m.pluralizable), {in_chinese(m)})
    }

    assert other.keys() - SAID_OUR_WAY == set(), "give ours a context (pgettext), or use their word"
    assert other.keys() >= SAID_OUR_WAY, "no longer another word: take it off the list"
