"""Every static file that a page or a style sheet names exists, under the name that production serves."""

import json
import os
import re
import subprocess
import sys

import pytest

from config.paths import REPO_DIR
from tests.architecture.test_sizes import our_files
from tests.config.test_environment import GOOD

NAMED = re.compile(r"""\{%\s*static\s+["']([^"'{}]+)["']""")
NAMED_IN_CODE = re.compile(r"""\bstatic\(\s*["']([^"'{}]+)["']""")


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """What collectstatic gives under production settings; it fails by itself when a style sheet names what is not."""
    folder = tmp_path_factory.mktemp("var")
    env = {name: value for name, value in os.environ.items() if name not in {"DEBUG", "DEMO_MODE"}}
    env |= {**GOOD, "DJANGO_SETTINGS_MODULE": "config.settings.production", "VAR_DIR": str(folder)}
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--no-input", "-v", "0"],
        cwd=REPO_DIR, env=env, check=True, timeout=300,
    )  # fmt: skip
    return folder / "static"


@pytest.fixture(scope="module")
def manifest(collected):
    """The name under which production serves each file."""
    return json.loads((collected / "staticfiles.json").read_text(encoding="utf-8"))["paths"]


def test_every_static_file_named_is_collected(manifest):
    named = {
        (name, path)
        for name in our_files(".html", ".py")
        if not name.startswith("tests/")
        for path in (NAMED if name.endswith(".html") else NAMED_IN_CODE).findall(
            (REPO_DIR / name).read_text("utf-8")
        )
    }

    assert len(named) > 10, "This test looks in the wrong place."
    assert sorted((name, path) for name, path in named if path not in manifest) == []


def test_names_follow_the_content_so_that_they_may_be_kept_for_ever(manifest):
    assert manifest["css/base.css"] != "css/base.css"
    assert len(set(manifest.values())) == len(manifest)


def test_module_names_the_content_of_the_module_it_imports(collected, manifest):
    script = (collected / manifest["exams/attempt.js"]).read_text(encoding="utf-8")

    assert f'"./{manifest["exams/journal.js"].rpartition("/")[2]}"' in script
    assert '"./journal.js"' not in script
