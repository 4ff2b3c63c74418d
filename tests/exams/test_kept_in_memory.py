"""What a process keeps in memory for a room of candidates: wordings, and explanations as shown."""

from decimal import Decimal

import pytest
from django.utils import translation

from core.templatetags import fragments
from exams.actions import attempts
from exams.item_types.registry import Part
from exams.models import ItemVersion, KeyCorrection, Response
from exams.queries import wordings
from exams.queries.attempts import current_score, form_items, standing_answers
from exams.queries.results import ExplainedItem
from exams.queries.results import explained as explained_of
from exams.templatetags.questions import explained
from people.models import User
from tests.factories.exams import make_exam, sat


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
    wordings.wordings_of([draft.pk])
    ItemVersion.objects.filter(pk=draft.pk).update(stem="新")

    assert wordings.wordings_of([draft.pk])[draft.pk].stem == "新"


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


@pytest.mark.django_db
def test_an_explanation_follows_from_the_answer_and_the_language_and_a_corrected_key_holds_at_once(person, at):
    exam = make_exam(at=at, items=1, like={"item_type": "true_false", "body": {}, "key": {"correct": True}})
    wrong = sat(person, exam, answers={1: False}, at=at)
    score = current_score(wrong)
    [mine] = explained_of(wrong, score)
    assert explained_of(wrong, score) == [mine]
    assert (mine.position, mine.share, mine.whole.given) == (1, 0, "错误")
    with translation.override("en"):
        assert explained_of(wrong, score)[0].whole.given == "False"

    version = form_items(wrong)[0].version
    one, other = User.objects.create(employee_no="A1"), User.objects.create(employee_no="A2")
    KeyCorrection.objects.create(
        version=version,
        kind="new_key",
        key={"correct": False},
        reason="x",
        proposed_by=one,
        proposed_at=at,
        state="approved",
        decided_by=other,
        decided_at=at,
    )
    [corrected] = explained_of(wrong, score)
    assert (mine.whole.right, corrected.whole.right, corrected.changed) == ("正确", "错误", "new_key")


@pytest.mark.django_db
def test_answers_that_stand_are_those_of_the_view_however_often_they_were_changed(person, user, at):
    attempt = attempts.start(make_exam(at=at, items=3), person=person, actor=user, at=at)
    told = [(1, "a", 1), (2, "b", 5), (1, "c", 3), (1, "d", 2), (2, None, 6)]
    for position, value, sequence in told:
        sent = attempts.Answer(position, value, sequence, f"{position}-{sequence}")
        attempts.save(attempt, answers=[sent], received_at=at)

    assert standing_answers(attempt) == [(1, "c", 3), (2, None, 6)]
    view = Response.objects.filter(attempt=attempt).order_by("position")
    assert list(view.values_list("position", "value", "sequence")) == standing_answers(attempt)


def test_a_piece_that_never_changes_is_made_once_for_each_language(settings, monkeypatch):
    made = []
    honest = fragments.get_template
    monkeypatch.setattr(fragments, "get_template", lambda name: made.append(name) or honest(name))
    fragments._made.cache_clear()

    chinese = [fragments.unchanging("components/foot.html") for _turn in range(2)]
    with translation.override("en"):
        english = fragments.unchanging("components/foot.html")

    assert (len(made), chinese[0]) == (2, chinese[1])
    assert "Annuan: safety training" in english
    settings.DEBUG = True
    assert fragments.unchanging("components/foot.html") == chinese[0]
    assert len(made) == 3
