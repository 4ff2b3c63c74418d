"""Whatever is written to the audit trail has words in both languages: nobody reads codes there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.utils.translation import override

from compliance.models.audit_labels import ACTION_LABELS, TARGET_LABELS
from config.paths import REPO_DIR

APPS = ["people", "library", "courses", "exams", "certificates", "compliance"]

CODE = re.compile(rf"(?:{'|'.join(APPS)})\.[a-z_]+")


def recorded() -> Iterator[tuple[str, str]]:
    """Yield place and code of every action that is named where the trail is written; a {…} stands for any word."""
    for app in APPS:
        for path in sorted((REPO_DIR / app).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                for keyword in getattr(node, "keywords", []):
                    if keyword.arg == "action":
                        text = ast.unparse(keyword.value).lstrip("f").strip("'\"")
                        if CODE.match(text):
                            yield f"{path.relative_to(REPO_DIR)}:{node.lineno}", text


def is_worded(code: str) -> bool:
    pattern = re.compile(re.sub(r"\{[^}]*\}", "[a-z_]+", code))
    return any(pattern.fullmatch(known) for known in ACTION_LABELS)


def test_every_action_has_words():
    without = [f"{place}: {code}" for place, code in recorded() if not is_worded(code)]

    assert without == [], (
        "Add words for it to compliance/models/audit_labels.py, and Chinese ones to the catalogue."
    )


def test_every_kind_of_object_exists():
    for label in TARGET_LABELS:
        assert apps.get_model(label)


@pytest.mark.parametrize("labels", [ACTION_LABELS, TARGET_LABELS], ids=["actions", "objects"])
def test_words_are_chinese_in_chinese(labels):
    with override("zh-hans"):
        left = [code for code, words in labels.items() if not re.search(r"[一-鿿]", str(words))]

    assert left == []
