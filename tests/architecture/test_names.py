"""Names that other parts rely on exist: jobs, commands, packages."""

import ast
import re
import sys

import pytest
from django.core.management import get_commands

from config.celery import app as celery_app
from config.paths import REPO_DIR, SITE_DIR
from core import jobs

APPS = ["core", "people", "library", "courses", "exams", "certificates", "compliance", "site/website"]
PAGES = ["README.md", *sorted(str(path.relative_to(REPO_DIR)) for path in (REPO_DIR / "docs").rglob("*.md"))]


def asked_jobs():
    """Yield each job name that code asks for, with its file."""
    for app in APPS:
        for path in (REPO_DIR / app).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("enqueue_on_commit"):
                    yield str(path.relative_to(REPO_DIR)), ast.unparse(node.args[0])


@pytest.fixture
def registry():
    """The registered jobs, after Celery has looked for tasks as a worker does."""
    celery_app.loader.import_default_modules()
    return jobs.REGISTRY


def test_every_job_asked_for_is_registered(registry):
    asked = list(asked_jobs())
    unknown = [f"{file}: {name}" for file, name in asked if ast.literal_eval(name) not in registry]

    assert asked, "No job is asked for anywhere: this test looks in the wrong place."
    assert unknown == [], "Register it in a tasks module by @jobs.job, or correct the name."


def test_jobs_and_their_modules_bear_the_name_of_their_app(registry):
    strangers = [
        f"{name} in {function.__module__}"
        for name, function in registry.items()
        if function.__module__ != f"{name.partition('.')[0]}.tasks"
    ]

    assert strangers == [], "A job is called <app>.<verb_noun> and lives in <app>/tasks.py."


def test_no_package_bears_the_name_of_a_standard_module_or_tool():
    taken = sys.stdlib_module_names | {"coverage", "celery", "redis", "tests"}
    packages = {path.parent.name for root in (REPO_DIR, SITE_DIR) for path in root.glob("*/__init__.py")}

    assert packages & taken == set(), "It would hide the other one: choose another word from the glossary."


def test_no_module_is_called_after_what_it_is_not():
    empty_names = {"utils", "helpers", "common", "services", "managers", "misc", "base_utils"}
    found = [
        str(p.relative_to(REPO_DIR))
        for app in APPS
        for p in (REPO_DIR / app).rglob("*.py")
        if p.stem in empty_names
    ]

    assert found == [], "Name the noun that lives there."


def test_every_command_in_the_documents_exists():
    targets = set(re.findall(r"^([a-z-]+):", (REPO_DIR / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {page: (REPO_DIR / page).read_text(encoding="utf-8") for page in PAGES}
    missing = [
        f"{page}: {command}"
        for page, text in named.items()
        for pattern, known in ((r"manage\.py ([a-z_]+)", set(get_commands())), (r"(?m)^make ([a-z-]+)", targets))
        for command in re.findall(pattern, text)
        if command not in known
    ]

    assert missing == [], "Write the command, or correct the page."
