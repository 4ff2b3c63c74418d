"""Files and functions stay small enough to be read in one go."""

import ast
import subprocess

import pytest

from config.paths import REPO_DIR

CEILINGS = {".py": 300, ".html": 120, ".js": 150, ".css": 200}
TEST_CEILING = 400
FUNCTION_CEILING = 40

# May be longer, each up to the length given and for the reason given. Shrink it, then take its line out.
LONGER_FILES = {
    "tests/courses/test_authoring.py": (411, "one world of authors, units and pages serves all of it"),
}
LONGER_FUNCTIONS = {
    "courses/actions/enrolments.py: enrol": (41, "conditional insert and its audit row"),
    "people/domain/roster.py: read_row": (42, "one check after another, column by column"),
}


def our_files(*suffixes):
    """Return what git keeps of these kinds, without migrations, whose length follows from the models."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=REPO_DIR, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [
        name
        for name in sorted(listed.stdout.split())
        if name.endswith(suffixes) and "/migrations/" not in name and (REPO_DIR / name).exists()
    ]


def ceiling_of(name):
    if name in LONGER_FILES:
        return LONGER_FILES[name][0]
    suffix = name[name.rindex(".") :]
    return TEST_CEILING if name.startswith("tests/") and suffix == ".py" else CEILINGS[suffix]


def functions_of(name):
    tree = ast.parse((REPO_DIR / name).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{name}: {node.name}", node.end_lineno - node.lineno + 1


def test_no_file_is_longer_than_its_ceiling():
    lengths = {name: len((REPO_DIR / name).read_text("utf-8").splitlines()) for name in our_files(*CEILINGS)}
    too_long = [
        f"{name}: {n} lines, at most {ceiling_of(name)}" for name, n in lengths.items() if n > ceiling_of(name)
    ]

    assert too_long == [], "Split the file at its second noun; a room may become a folder."


def test_no_function_is_longer_than_its_ceiling():
    too_long = [
        f"{place}: {length} lines"
        for name in our_files(".py")
        if not name.startswith("tests/")
        for place, length in functions_of(name)
        if length > LONGER_FUNCTIONS.get(place, (FUNCTION_CEILING,))[0]
    ]

    assert too_long == [], f"At most {FUNCTION_CEILING} lines: name a part of it, or move the decision to domain/."


@pytest.mark.parametrize("exceptions", [LONGER_FILES, LONGER_FUNCTIONS], ids=["files", "functions"])
def test_exceptions_name_what_exists(exceptions):
    gone = [place for place in exceptions if not (REPO_DIR / place.partition(":")[0]).is_file()]

    assert gone == [], "The file is gone: take the exception out."
