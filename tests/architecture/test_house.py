"""The house keeps its own rules."""

import re
import subprocess
import tomllib

import pytest
from django.apps import apps
from django.core.management import call_command

from config.paths import REPO_DIR

OURS = {"website", "compliance", "certificates", "exams", "courses", "library", "people", "core"}


def test_every_app_is_in_the_floor_plan():
    config = tomllib.loads((REPO_DIR / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    floors = {name.strip() for layer in config["contracts"][0]["layers"] for name in layer.split("|")}

    assert floors == OURS | {"config"}
    assert set(config["root_packages"]) == floors


@pytest.mark.django_db
def test_no_migration_is_pending():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_are_named_by_meaning_and_linear():
    for app in OURS & {config.label for config in apps.get_app_configs()}:
        folder = next(c.path for c in apps.get_app_configs() if c.label == app)
        names = sorted(path.stem for path in (REPO_DIR / folder / "migrations").glob("0*.py"))
        assert [name[:4] for name in names] == [f"{n:04d}" for n in range(1, len(names) + 1)], app
        assert not [name for name in names if re.search(r"_(auto|initial|alter|remove)_?", name)], app


def test_decisions_are_numbered_once_each():
    pages = sorted((REPO_DIR / "docs" / "decisions").glob("*.md"))
    numbers = [f"{n:04d}" for n in range(1, len(pages) + 1)]

    assert [page.name[:4] for page in pages] == numbers
    assert [page.read_text(encoding="utf-8")[2:6] for page in pages] == numbers


def test_git_would_keep_the_site_folder():
    answer = subprocess.run(["git", "check-ignore", "site/config/__init__.py"], cwd=REPO_DIR, check=False)

    assert answer.returncode == 1


def test_settings_hold_the_swapped_models():
    assert apps.get_model("people.User").USERNAME_FIELD == "employee_no"
    assert apps.get_model("library.CustomRendition")._meta.get_field("image")
