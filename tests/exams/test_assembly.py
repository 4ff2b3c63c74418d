"""Forms drawn from a bank: fixed items, enemies, exposure, points and sections as frozen."""

from collections import Counter
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from exams.actions import attempts
from exams.actions.assembly import blueprint_rows, draw_form, load_bank
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
)
from people.models import Person
from tests.factories.exams import make_exam, make_item

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
        {"place": 1, "name": "规程", "name_en": "", "minimum_percent": None},
        {"place": 2, "name": "计算", "name_en": "Sums", "minimum_percent": "60.00"},
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


@pytest.mark.django_db
def test_a_row_for_what_paper_cannot_take_takes_another_item_of_its_area_there(at):
    exam = make_exam(at=at, items=2)
    exam.blueprint.update(item_type="branching")

    assert len(draw_form(exam, at=at, seed=1, bank=load_bank(exam, is_for_paper=True)).items.all()) == 2
    with pytest.raises(BankTooSmall):
        draw_form(exam, at=at, seed=1)
