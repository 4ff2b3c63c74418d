"""Forms drawn from a bank: fixed items, enemies, exposure, points and sections as frozen."""

from collections import Counter
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from exams.actions import attempts
from exams.actions.assembly import blueprint_rows, draw_form, load_bank
from exams.actions.authoring import retire
from exams.actions.form_sets import build
from exams.domain.blueprint import Lack
from exams.errors import BankTooSmall
from exams.models import (
    BlueprintRow,
    BlueprintSection,
    ContentArea,
    EnemyGroup,
    Exam,
    ExamForm,
    FixedItem,
    Item,
    ItemVersion,
)
from exams.queries.paper_limits import paper_limits
from exams.queries.policies import shortage_words
from people.models import Person
from tests.factories.exams import WRITTEN, make_exam, make_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def exam(at):
    """Draw three of ten items."""
    made = make_exam(at=at, items=10)
    made.blueprint.update(count=3)
    return made


def items_of(form):
    return [row.version.item.code for row in form.items.order_by("position").select_related("version__item")]


def test_fixed_item_is_in_every_form_at_a_place_of_its_row(exam, at):
    FixedItem.objects.create(exam=exam, item=Item.objects.get(code="E1-07"))

    for seed in range(10):
        codes = items_of(draw_form(exam, at=at, seed=seed))
        assert "E1-07" in codes
        assert len(set(codes)) == 3


def test_fixed_item_that_fits_no_row_is_named(exam, at):
    stray = make_item(1, ContentArea.objects.create(code="X", name="别处"), at=at)
    FixedItem.objects.create(exam=exam, item=stray.item)

    with pytest.raises(BankTooSmall) as refused:
        draw_form(exam, at=at)

    [shortage] = refused.value.data["shortages"]
    assert (shortage.lack, shortage.items) == (Lack.FIXED, (stray.item_id,))


@pytest.mark.parametrize("status", ["retired", "draft"])
def test_a_fixed_item_without_an_approved_wording_keeps_every_form_back_and_is_named(
    exam, person, user, at, status
):
    item = Item.objects.get(code="E1-07")
    FixedItem.objects.create(exam=exam, item=item)
    fields = {"status": status, "approved_at": None if status == "draft" else at}
    ItemVersion.objects.create(item=item, number=2, item_type="single_choice", level=1, **fields)
    retire(item, actor=user, at=at)

    with pytest.raises(BankTooSmall) as refused:
        attempts.start(exam, person=person, actor=user, at=at)

    [shortage] = refused.value.data["shortages"]
    assert (shortage.lack, shortage.items) == (Lack.FIXED_NOT_APPROVED, (item.pk,))
    with translation.override("en"):
        assert shortage_words([shortage])[0].startswith("In every form, but without an approved version: E1-07.")
    with pytest.raises(BankTooSmall):
        build(exam, name="A", count=2, is_for_paper=False, actor=user, at=at)


def test_an_older_wording_of_a_fixed_item_is_never_drawn_beside_the_approved_one(exam, at):
    item = Item.objects.get(code="E1-07")
    FixedItem.objects.create(exam=exam, item=item)
    ItemVersion.objects.create(item=item, number=2, item_type="single_choice", level=1)

    bank = load_bank(exam)

    assert [c.version_id for c in bank.candidates if c.is_required] == [item.versions.get(number=1).pk]
    assert len(bank.candidates) == 10


def test_enemies_never_meet(exam, at):
    whole = EnemyGroup.objects.create(reason="同一算例")
    whole.items.set(Item.objects.filter(code__lte="E1-08"))
    pair = EnemyGroup.objects.create(reason="题干给出答案")
    pair.items.set(Item.objects.filter(code__in=["E1-08", "E1-09"]))

    for seed in range(20):
        codes = set(items_of(draw_form(exam, at=at, seed=seed)))
        assert len(codes & {f"E1-0{n}" for n in range(1, 9)}) == 1
        assert not {"E1-08", "E1-09"} <= codes


def test_too_many_enemies_are_said(exam, at):
    EnemyGroup.objects.create(reason="同一算例").items.set(Item.objects.filter(code__lte="E1-09"))

    with pytest.raises(BankTooSmall) as refused:
        draw_form(exam, at=at)

    [shortage] = refused.value.data["shortages"]
    assert (shortage.lack, shortage.wanted, shortage.available) == (Lack.ENEMIES, 3, 2)


def test_points_and_sections_are_frozen_with_the_form(exam, at):
    second = BlueprintSection.objects.create(
        exam=exam, place=2, name="计算", name_en="Sums", minimum_percent=Decimal(60)
    )
    first = BlueprintSection.objects.create(exam=exam, place=1, name="规程")
    area = ContentArea.objects.create(code="C", name="计算")
    for number in range(1, 5):
        make_item(number, area, at=at, points=3)
    exam.blueprint.update(section=first, points=Decimal("1.5"))
    BlueprintRow.objects.create(exam=exam, area=area, count=2, section=second)

    form = draw_form(exam, at=at)
    BlueprintSection.objects.update(name="改名", minimum_percent=None)

    rows = list(form.items.order_by("position").values_list("section", "points"))
    assert rows == [(1, Decimal("1.5"))] * 3 + [(2, Decimal(3))] * 2
    assert ExamForm.objects.get(pk=form.pk).sections == [
        {"place": 1, "name": "规程", "name_en": "", "minimum_percent": None, "minutes": None},
        {"place": 2, "name": "计算", "name_en": "Sums", "minimum_percent": "60.00", "minutes": None},
    ]


def test_an_item_above_the_exposure_limit_rests_until_others_caught_up(exam, user, at):
    Exam.objects.filter(pk=exam.pk).update(exposure_percent=40)
    exam.refresh_from_db()
    FixedItem.objects.create(exam=exam, item=Item.objects.get(code="E1-01"))
    for number in range(20):
        person = Person.objects.create(employee_no=f"P{number}", name="某人")
        attempts.start(exam, person=person, actor=user, at=at)
    FixedItem.objects.all().delete()

    uses = Counter(code for seed in range(20) for code in items_of(draw_form(exam, at=at, seed=seed)))

    assert "E1-01" not in uses
    exam.blueprint.update(count=10)
    assert "E1-01" in items_of(draw_form(exam, at=at))  # better seen often than no exam


def test_the_bank_is_one_query_however_many_enemies_and_fixed_items(exam):
    group = EnemyGroup.objects.create(reason="同一算例")
    for code in ("E1-01", "E1-02", "E1-03"):
        group.items.add(Item.objects.get(code=code))
        FixedItem.objects.create(exam=exam, item=Item.objects.get(code=code))
        rows = list(blueprint_rows(exam))
        with CaptureQueriesContext(connection) as captured:
            bank = load_bank(exam, blueprint=rows)
        assert len(captured) == 1
    assert (len(bank.candidates), sum(c.is_required for c in bank.candidates)) == (10, 3)


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Exam, {"exposure_percent": 0}),
        (Exam, {"exposure_percent": 101}),
        (BlueprintRow, {"points": 0}),
        (BlueprintSection, {"place": 0}),
        (BlueprintSection, {"minimum_percent": 101}),
    ],
)
def test_impossible_blueprint_is_refused(exam, model, change):
    BlueprintSection.objects.create(exam=exam, place=1, name="规程")

    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**change)


def test_an_item_is_fixed_once(exam):
    item = Item.objects.get(code="E1-01")
    FixedItem.objects.create(exam=exam, item=item)

    with pytest.raises(IntegrityError), transaction.atomic():
        FixedItem.objects.create(exam=exam, item=item)


def test_what_paper_leaves_out_is_said_row_by_row_and_item_by_item(exam, at):
    written = make_item(11, ContentArea.objects.get(code="E1"), at=at, **WRITTEN)
    FixedItem.objects.create(exam=exam, item=written.item)
    FixedItem.objects.create(exam=exam, item=Item.objects.get(code="E1-01"))
    area = ContentArea.objects.get(code="E1")
    BlueprintRow.objects.create(exam=exam, area=area, count=1, item_type="short_answer")

    with translation.override("en"):
        said = paper_limits(exam)

    assert said == [
        "Row 2 asks for the type “short answer”, which paper cannot take: other items of E1 内容E1 go there.",
        "In every form on a screen, but on no paper, because of their type: E1-11.",
    ]
    on_paper = items_of(draw_form(exam, at=at, bank=load_bank(exam, is_for_paper=True)))
    assert ("E1-01" in on_paper, "E1-11" in on_paper, len(on_paper)) == (True, False, 4)
    assert paper_limits(make_exam(at=at, code="E2")) == []


@pytest.mark.django_db
def test_a_row_for_what_paper_cannot_take_takes_another_item_of_its_area_there(at):
    exam = make_exam(at=at, items=2)
    exam.blueprint.update(item_type="branching")

    assert len(draw_form(exam, at=at, seed=1, bank=load_bank(exam, is_for_paper=True)).items.all()) == 2
    with pytest.raises(BankTooSmall):
        draw_form(exam, at=at, seed=1)
