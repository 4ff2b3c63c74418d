"""What a process keeps in memory for a room of candidates: wordings, and explanations as shown."""

from decimal import Decimal

import pytest
from django.utils import translation

from exams.actions import attempts
from exams.item_types.registry import Part
from exams.models import ItemVersion
from exams.queries import wordings
from exams.queries.attempts import form_items
from exams.queries.results import ExplainedItem
from exams.templatetags.questions import explained
from tests.factories.exams import make_exam


@pytest.mark.django_db
def test_a_wording_is_read_once_for_all_papers(person, user, at, django_assert_num_queries):
    attempt = attempts.start(make_exam(at=at, items=3), person=person, actor=user, at=at)

    with django_assert_num_queries(2):
        first = form_items(attempt)
    with django_assert_num_queries(1):
        again = form_items(attempt)

    assert [row.version.stem for row in again] == [row.version.stem for row in first]
    assert {row.version.stem for row in again} == {"第1题", "第2题", "第3题"}


@pytest.mark.django_db
def test_only_what_the_database_freezes_is_kept(person, user, at):
    attempt = attempts.start(make_exam(at=at, items=1), person=person, actor=user, at=at)
    [row] = form_items(attempt)
    draft = ItemVersion.objects.create(item=row.version.item, number=2, level=1, stem="旧", item_type="true_false")
    row.version_id = draft.pk
    wordings.attach([row])
    ItemVersion.objects.filter(pk=draft.pk).update(stem="新")

    wordings.attach([row])

    assert row.version.stem == "新"


@pytest.mark.django_db
def test_more_wordings_than_are_kept_are_all_shown(person, user, at, monkeypatch):
    monkeypatch.setattr(wordings, "MOST", 2)
    attempt = attempts.start(make_exam(at=at, items=5), person=person, actor=user, at=at)

    for _turn in range(2):
        assert {row.version.stem for row in form_items(attempt)} == {f"第{number}题" for number in range(1, 6)}


def line(**fields):
    given = {
        "position": 1,
        "stem": "图 ![甲](picture:P1)",
        "share": Decimal(1),
        "parts": (Part("", "甲", "甲", Decimal(1)),),
        "overlays": (),
        "is_critical": False,
        "explanation": "先通风。",
        "bases": (),
        **fields,
    }
    return ExplainedItem(**given)


def test_an_explanation_once_shown_is_shown_to_each_with_what_is_one_s_own():
    mine = explained(line(), "/attempts/mine/")

    assert explained(line(), "/attempts/mine/") == mine
    assert '<h3 class="question-number">1</h3>' in mine
    assert '<h3 class="question-number">7</h3>' in explained(line(position=7), "/attempts/mine/")
    assert "/attempts/mine/P1/" in mine
    theirs = explained(line(parts=(Part("", "乙", "甲", Decimal(0)),), share=Decimal(0)), "/attempts/theirs/")
    assert "mine" not in theirs
    assert "乙" in theirs
    assert "写得清楚" in explained(line(comments=("写得清楚",)), "/attempts/mine/")
    assert "写得清楚" not in explained(line(), "/attempts/mine/")
    with translation.override("en"):
        assert "Your answer" in explained(line(), "/attempts/mine/")
