"""Sections of a form: named where the candidate reads, in the palette, and on paper; nothing of them without any."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from exams.actions import attempts, papers
from exams.actions.form_sets import build
from exams.models import BlueprintRow, BlueprintSection, Candidate
from exams.queries.attempts import form_items
from exams.queries.parts import Heading, parts_of
from exams.queries.prepared_forms import shown_form
from tests.factories.exams import make_exam, make_sitting

pytestmark = pytest.mark.django_db


@pytest.fixture
def exam(at):
    """Two questions of no section, then three of the rules with a minimum, then two to calculate."""
    exam = make_exam(at=at, items=7)
    [row] = exam.blueprint.all()
    rules = BlueprintSection.objects.create(
        exam=exam, place=2, name="规程", name_en="Rules", minimum_percent="62.5"
    )
    sums = BlueprintSection.objects.create(exam=exam, place=5, name="计算")
    BlueprintRow.objects.filter(pk=row.pk).update(count=2)
    BlueprintRow.objects.create(exam=exam, area=row.area, count=3, section=rules, points="1.5")
    BlueprintRow.objects.create(exam=exam, area=row.area, count=2, section=sums)
    return exam


def test_rows_stand_by_section(exam, person, at):
    run = attempts.start(exam, person=person, actor=person.user, at=at)

    parts = parts_of(run.form, form_items(run), "abcdefg")

    assert [(part.heading, part.rows) for part in parts] == [
        (None, ["a", "b"]),
        (Heading(1, 2, "规程", 3, 5, "4.5", Decimal("62.5")), ["c", "d", "e"]),
        (Heading(2, 2, "计算", 6, 7, "2", None), ["f", "g"]),
    ]


def test_form_without_sections_is_one_part_without_heading(person, at):
    run = attempts.start(make_exam(at=at, items=3), person=person, actor=person.user, at=at)

    [part] = parts_of(run.form, form_items(run), "abc")

    assert (part.heading, part.rows) == (None, ["a", "b", "c"])


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("第 ", "第")


def test_paper_names_its_sections_and_so_does_the_palette(client, exam, person, user, at, monkeypatch):
    monkeypatch.setattr("core.clock.now", lambda: at)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    run = attempts.start(exam, person=person, actor=user, at=at)

    page = client.get(reverse("exams:attempt", args=[run.public_id])).content.decode()

    found = re.findall(r'<h2 id="part-\d">(\S+)</h2>|id="q(\d)"', page)
    assert [name or place for name, place in found] == ["1", "2", "规程", "3", "4", "5", "计算", "6", "7"]
    assert "第1 部分，共 2 部分 · 第3–5 题 · 4.5 分 · 本部分得分不低于 62.50 %，否则考试不合格" in words(page)
    palette = re.search(r'<nav class="palette".*?</nav>', page, re.S)[0]
    assert re.findall(r'aria-label="(规程|计算)"|data-palette="(\d)"', palette) == [
        *[("", str(n)) for n in (1, 2)],
        ("规程", ""),
        *[("", str(n)) for n in (3, 4, 5)],
        ("计算", ""),
        *[("", str(n)) for n in (6, 7)],
    ]


def test_section_with_a_time_of_its_own_tells_its_minutes(exam, person, at):
    exam.sections.filter(place=5).update(minutes=9)

    run = attempts.start(exam, person=person, actor=person.user, at=at)

    parts = parts_of(run.form, form_items(run), "abcdefg")
    assert [part.heading and part.heading.minutes for part in parts] == [None, None, 9]


@pytest.fixture
def printer(client, exam, django_user_model, person, at, monkeypatch):
    """A proctor who prints, and a sitting on paper of the exam with its papers drawn."""
    monkeypatch.setattr("core.clock.now", lambda: at)
    proctor = django_user_model.objects.create_user("P1", "correct-horse-7")
    sitting = make_sitting(exam, at=at, mode="paper")
    sitting.proctors.add(proctor)
    Candidate.objects.create(sitting=sitting, person=person)
    papers.draw_papers(sitting, actor=proctor, at=at)
    client.force_login(proctor, backend="allauth.account.auth_backends.AuthenticationBackend")
    return lambda: client.get(reverse("exams:papers_print", args=[sitting.public_id])).content.decode()


def test_printed_paper_names_its_sections(printer):
    text = words(printer())

    assert text.index(" 2. ") < text.index("规程 第1 部分，共 2 部分") < text.index(" 3. ")
    assert text.index(" 5. ") < text.index("计算 第2 部分，共 2 部分 · 第6–7 题 · 2 分") < text.index(" 6. ")


def test_prepared_form_is_shown_by_section(exam, user, at):
    prepared = build(exam, name="x", count=1, is_for_paper=False, seed=3, actor=user, at=at).prepared.get()
    rows = shown_form(prepared)

    parts = parts_of(prepared.form, [row.row for row in rows], rows)

    assert [part.heading and part.heading.name for part in parts] == [None, "规程", "计算"]
    assert [row.question.position for part in parts for row in part.rows] == list(range(1, 8))


@pytest.fixture
def timed(exam):
    exam.blueprint.filter(section=None).delete()
    exam.sections.update(minutes=9)


def test_printed_paper_tells_the_minutes_of_its_sections(timed, printer):
    text = words(printer())

    assert "规程 第1 部分，共 2 部分 · 第1–3 题 · 4.5 分 · 9 分钟 · 本部分得分不低于" in text
    assert "计算 第2 部分，共 2 部分 · 第4–5 题 · 2 分 · 9 分钟" in text
