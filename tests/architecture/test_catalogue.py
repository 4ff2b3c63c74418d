"""Every sentence on a screen is in the Chinese catalogue, translated."""

import shutil

import pytest
from babel.messages.pofile import read_po
from django.core.management import call_command

from config.paths import REPO_DIR, SITE_DIR

CATALOGUE = "zh_Hans/LC_MESSAGES/django.po"
SOURCES = ["site", "core", "people", "library", "courses", "exams", "certificates", "compliance"]


def untranslated(path):
    with path.open("rb") as file:
        messages = [message for message in read_po(file, locale="zh_Hans") if message.id]
    return [m.id for m in messages if m.fuzzy or not all([m.string] if isinstance(m.string, str) else m.string)]


def test_catalogue_holds_no_untranslated_or_fuzzy_sentence():
    assert untranslated(SITE_DIR / "locale" / CATALOGUE) == []


@pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext collects the sentences")
def test_catalogue_holds_every_sentence_of_code_and_templates(settings, tmp_path, monkeypatch):
    # In a copy: collecting sentences rewrites the catalogues that it finds.
    for folder in SOURCES:
        shutil.copytree(REPO_DIR / folder, tmp_path / folder, ignore=shutil.ignore_patterns("fonts", "*.mo"))
    settings.LOCALE_PATHS = [tmp_path / "site" / "locale"]
    monkeypatch.chdir(tmp_path)

    call_command("makemessages", locale=["zh_Hans"], no_obsolete=True, verbosity=0)

    assert untranslated(tmp_path / "site" / "locale" / CATALOGUE) == []
