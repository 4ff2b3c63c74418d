"""Items in use while a new version is being written: what has to be revised, where it is used, what teaches it."""

from datetime import date

import pytest
from django.urls import reverse

from core.models import AuditEvent
from courses.models import LessonPage
from exams.actions import authoring, bulk
from exams.actions.form_sets import build
from exams.errors.areas import LessonElsewhere
from exams.models import BlueprintRow, EnemyGroup, Exam, FixedItem, ItemBasis, ItemVersion
from exams.queries.bank import WantedItems, bank_rows, matching_items
from exams.queries.bank_counts import bank_counts
from exams.queries.standards import items_citing
from exams.queries.standards import standards as listed_standards
from library.models import Standard
from tests.exams.test_bank_scope import bank  # noqa: F401 -- the same two branches
from tests.factories.courses import make_course

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
DAY = date(2026, 11, 25)


@pytest.fixture
def trainer(bank, client):  # noqa: F811
    client.force_login(bank.users["b1_trainer"], backend=BACKEND)
    return client


@pytest.fixture
def revised(bank, at):  # noqa: F811
    """An item in use rests on a standard that is superseded and is overdue; its new draft rests on the new one."""
    item, old = bank.items["own"], Standard.objects.get()
    draft = authoring.new_version(item, actor=bank.users["b1_trainer"], at=at)
    new = Standard.objects.create(code="GB 2", title="新标准")
    ItemBasis.objects.filter(version=draft).update(standard=new)
    ItemVersion.objects.filter(pk=draft.pk).update(review_by=date(2030, 1, 1))
    ItemVersion.objects.filter(item=item, number=1).update(review_by=date(2026, 1, 1))
    old.superseded_by = new
    old.save()
    ItemBasis.objects.exclude(version__item=item).delete()
    return item


def found(item, **wanted):
    items = type(item).objects.all()
    rows = bank_rows(matching_items(items, WantedItems(**wanted), day=DAY), items=items, day=DAY)
    return [(row.version.item.code, row.is_superseded, row.due_on, row.is_overdue) for row in rows]


def test_a_draft_on_the_new_standard_does_not_hide_that_the_old_wording_is_still_drawn(revised, bank):  # noqa: F811
    flagged = [(revised.code, True, date(2026, 1, 1), True)]

    assert found(revised, finding="superseded") == flagged
    assert found(revised, due="overdue") == flagged
    assert found(revised, standard=Standard.objects.get(code="GB 46768-2025")) == flagged
    counts = bank_counts(type(revised).objects.all(), user=bank.users["b1_trainer"], day=DAY)
    assert (counts.superseded, counts.overdue) == (1, 1)
    old = Standard.objects.get(code="GB 46768-2025")
    assert [version.number for version in items_citing(old, items=type(revised).objects.all())] == [1]
    assert [(row.code, row.item_count) for row in listed_standards()] == [("GB 2", 1), ("GB 46768-2025", 1)]


def test_what_is_retired_needs_no_revision(revised, bank, at):  # noqa: F811
    authoring.discard(revised.versions.get(number=2), actor=bank.users["b1_trainer"], at=at)
    authoring.retire(revised, actor=bank.users["b1_trainer"], at=at)

    assert (found(revised, finding="superseded"), found(revised, due="overdue")) == ([], [])
    assert items_citing(Standard.objects.get(code="GB 46768-2025"), items=type(revised).objects.all()) == []


def test_the_page_of_an_item_says_which_version_rests_on_a_superseded_standard(revised, trainer):
    page = trainer.get(reverse("exams:item", args=[revised.code])).content.decode()

    assert page.count("标准已废止") == 1


def test_where_an_item_is_used_names_fixing_exams_enemies_and_sets(bank, trainer, at):  # noqa: F811
    item, user = bank.items["own"], bank.users["b1_trainer"]
    exam = Exam.objects.create(code="EX-7", title="受限空间考试", requires_course=False, is_open=True)
    BlueprintRow.objects.create(exam=exam, area=item.area, count=1)
    FixedItem.objects.create(exam=exam, item=item)
    EnemyGroup.objects.create(reason="同一算例").items.add(item, bank.items["all"])
    build(exam, name="十一月", count=2, is_for_paper=False, actor=user, at=at)

    page = trainer.get(reverse("exams:item", args=[item.code])).content.decode()
    for words in ("EX-7", "同一算例", "十一月"):
        assert words in page
    sure = trainer.post(reverse("exams:bank_many"), {"verb": "retire", "item": [item.code]}).content.decode()
    for text in (page, sure):
        assert "每份试卷都必含该题" in text


def test_the_lesson_is_set_on_the_page_of_an_item_that_nobody_sat(bank, trainer, at):  # noqa: F811
    item = bank.items["own"]
    lesson = LessonPage.objects.descendant_of(item.area.course).get()
    door = reverse("exams:item_act", args=[item.code, "lesson"])

    trainer.post(door, {"lesson": str(lesson.pk)})
    item.refresh_from_db()
    assert item.lesson == lesson
    stranger = LessonPage.objects.descendant_of(make_course(code="M9")).first()
    reply = trainer.post(door, {"lesson": str(stranger.pk)}, follow=True)
    assert "请重新选择" in reply.content.decode()
    trainer.post(door, {"lesson": ""})
    item.refresh_from_db()
    assert item.lesson is None
    with pytest.raises(LessonElsewhere):
        bulk.set_lesson(item, lesson=LessonPage.objects.get(pk=stranger.pk), actor=bank.users["b1_trainer"], at=at)


def test_the_editor_sets_the_lesson_beside_the_area_and_offers_those_of_its_course(bank, trainer, at):  # noqa: F811
    item = bank.items["own"]
    lesson = LessonPage.objects.descendant_of(item.area.course).get()
    draft = authoring.new_version(item, actor=bank.users["b1_trainer"], at=at)
    page = trainer.get(reverse("exams:item_edit", args=[item.code]))
    assert list(page.context["form"].fields["lesson"].queryset) == [lesson]

    fields = {"state": page.context["state"], "area": "M1.1", "level": "1", "points": "1", "stem": draft.stem}
    trainer.post(
        reverse("exams:item_edit", args=[item.code]), {**fields, "lesson": str(lesson.pk), "save": "stay"}
    )

    item.refresh_from_db()
    assert item.lesson == lesson
    assert AuditEvent.objects.filter(action="exams.item_lesson_set").count() == 1
