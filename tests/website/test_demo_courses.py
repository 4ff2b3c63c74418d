"""The demo courses are data: what a loader and a learner rely on is checked here without a database."""

import re
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from website.demo.page_tree import DRAWINGS

DEMO = Path(__file__).resolve().parents[2] / "site" / "website" / "demo"
CODES = ("m1", "m2", "m3")
CONTENT_HEADS = {"law", "rules", "skills", "equipment", "emergency", "other"}
ROLES = {f"R{number:02}" for number in range(1, 19)}
SEVERITIES = {"red", "orange", "yellow", "blue"}
ALLOWED_TAGS = {"p", "h2", "ul", "ol", "li", "strong", "em"}
TITLES = ("title", "title_en", "summary", "summary_en")
BLOCK_KEYS = {
    "text": {"html"},
    "picture": {"drawing", "alt", "caption"},
    "hazard_notice": {"title", "text", "severity"},
    "procedure": {"title", "steps"},
    "accident_case": {"title", "date", "place", "what_happened", "why", "lesson"},
    "limits_table": {"caption", "columns", "rows"},
    "self_check": {"question", "options"},
}
MINUTES_PER_HOUR_CREDIT = 45


def read(name):
    return tomllib.loads((DEMO / name).read_text(encoding="utf-8"))


def lessons_of(course):
    return [lesson for module in course["modules"] for lesson in module["lessons"]]


def blocks_of(course, kind):
    return [block for lesson in lessons_of(course) for block in lesson["blocks"] if block["type"] == kind]


@pytest.fixture(params=CODES)
def course(request):
    return read(f"courses/{request.param}.toml")


@pytest.fixture(scope="module")
def standards():
    return read("standards.toml")["standards"]


def test_course_head_is_complete(course):
    assert all(course[key].strip() for key in (*TITLES, "code"))
    assert course["content_head"] in CONTENT_HEADS
    assert course["validity_months"] == 12
    assert course["audience"] == sorted(set(course["audience"]))
    assert set(course["audience"]) <= ROLES


def test_course_has_six_lessons_in_titled_modules(course):
    assert len(course["modules"]) >= 2
    assert all(module[key].strip() for module in course["modules"] for key in TITLES)
    assert len(lessons_of(course)) >= 6


def test_course_hours_equal_the_minutes_of_its_lessons(course):
    minutes = sum(lesson["minutes"] for lesson in lessons_of(course))

    assert Decimal(course["hours"]) * MINUTES_PER_HOUR_CREDIT == minutes


def test_lesson_is_complete(course):
    for lesson in lessons_of(course):
        assert all(lesson[key].strip() for key in TITLES), lesson["slug"]
        assert lesson["content_head"] in CONTENT_HEADS, lesson["slug"]
        assert 4 <= len(lesson["blocks"]) <= 8, lesson["slug"]
        assert lesson["basis"], lesson["slug"]
        assert "self_check" in {block["type"] for block in lesson["blocks"]}, lesson["slug"]


def test_lesson_slugs_are_unique_over_all_courses():
    slugs = [lesson["slug"] for code in CODES for lesson in lessons_of(read(f"courses/{code}.toml"))]

    assert len(slugs) == len(set(slugs))
    assert all(re.fullmatch(r"[a-z0-9-]+", slug) for slug in slugs)


def test_blocks_have_exactly_the_keys_of_their_type(course):
    for lesson in lessons_of(course):
        for block in lesson["blocks"]:
            assert set(block) - {"type"} == BLOCK_KEYS[block["type"]], lesson["slug"]
            assert all(block.values()), lesson["slug"]


def test_text_uses_only_allowed_tags_and_closes_them(course):
    for block in blocks_of(course, "text"):
        opened = re.findall(r"<([^/>]+)>", block["html"])
        closed = re.findall(r"</([^>]+)>", block["html"])
        assert set(opened) <= ALLOWED_TAGS
        assert sorted(opened) == sorted(closed)


def test_pictures_and_notices_use_known_names(course):
    assert {block["drawing"] for block in blocks_of(course, "picture")} <= set(DRAWINGS)
    assert {path.stem for path in DEMO.glob("drawings/*.png")} == set(DRAWINGS)
    assert {block["severity"] for block in blocks_of(course, "hazard_notice")} <= SEVERITIES


def test_table_rows_are_as_wide_as_their_heading(course):
    for table in blocks_of(course, "limits_table"):
        assert {len(row) for row in table["rows"]} == {len(table["columns"])}, table["caption"]


def test_procedure_steps_have_title_and_text(course):
    for procedure in blocks_of(course, "procedure"):
        assert all(set(step) == {"title", "text"} and all(step.values()) for step in procedure["steps"])


def test_self_check_has_right_and_wrong_options_with_feedback(course):
    for check in blocks_of(course, "self_check"):
        answers = [option["correct"] for option in check["options"]]
        assert any(answers), check["question"]
        assert not all(answers), check["question"]
        assert all(option["text"].strip() and option["feedback"].strip() for option in check["options"])


def test_every_cited_standard_is_registered(course, standards):
    registered = {standard["code"] for standard in standards}
    basis = [entry for lesson in lessons_of(course) for entry in lesson["basis"]]

    assert {entry["standard"] for entry in basis} <= registered
    assert all(entry["clause"].strip() for entry in basis)


def test_standards_are_unique_and_dated(standards):
    codes = [standard["code"] for standard in standards]

    assert len(codes) == len(set(codes))
    for standard in standards:
        assert set(standard) == {"code", "title", "title_en", "in_force_since", "replaces", "note"}
        if standard["in_force_since"]:
            date.fromisoformat(standard["in_force_since"])
