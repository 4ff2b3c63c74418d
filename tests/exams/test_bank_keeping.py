"""Areas, standards and exams: what hangs together stays together."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from exams.actions import areas, standards
from exams.domain.area_tree import free_code, moved
from exams.errors.areas import AreaInUse, AreaMoveRefused
from exams.models import ContentArea
from exams.queries.standards import standards as listed_standards
from library.errors import StandardLoop
from library.models import Standard
from tests.exams.test_bank_scope import bank  # noqa: F401 -- the same two branches

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.mark.parametrize(
    ("parent", "taken", "code"),
    [
        ("M1", [], "M1.1"),
        ("M1", ["M1", "M1.1", "M1.2", "M2.9"], "M1.3"),
        ("M1", ["M1.1", "M1.10", "M1.2.7"], "M1.11"),
        ("M1", ["M1.x"], "M1.1"),
    ],
)
def test_the_next_code_below_an_area(parent, taken, code):
    assert free_code(parent, taken) == code


def test_an_area_moves_with_all_below_it():
    codes = ["M1", "M1.1", "M1.1.2", "M1.10", "M2"]

    assert moved(codes, code="M1.1", to="M2.1") == {"M1.1": "M2.1", "M1.1.2": "M2.1.2"}


def test_a_moved_area_takes_items_and_course_along(bank, at):  # noqa: F811
    top = ContentArea.objects.create(code="N", name="新")
    areas.move(bank.areas["own"], to=top, actor=bank.users["root_trainer"], at=at)

    bank.items["own"].refresh_from_db()
    assert (bank.items["own"].area.code, bank.items["own"].area.course) == ("N.1", None)


def test_an_area_is_never_below_itself(bank, at):  # noqa: F811
    own = bank.areas["own"]
    below = ContentArea.objects.create(code="M1.1.1", name="下")
    for to in (own, below):
        with pytest.raises(AreaMoveRefused):
            areas.move(own, to=to, actor=bank.users["root_trainer"], at=at)


def test_an_area_in_use_is_kept_and_says_why(bank, at):  # noqa: F811
    with pytest.raises(AreaInUse) as refused:
        areas.delete(bank.areas["own"], actor=bank.users["root_trainer"], at=at)

    assert refused.value.data == {"items": 1, "areas": 0, "rows": 0}
    free = ContentArea.objects.create(code="N", name="空")
    areas.delete(free, actor=bank.users["root_trainer"], at=at)
    assert not ContentArea.objects.filter(code="N").exists()


def test_a_new_area_below_another_belongs_to_its_course(bank, client):  # noqa: F811
    client.force_login(bank.users["b1_trainer"], backend=BACKEND)
    client.post(reverse("exams:areas"), {"parent": "M1.1", "name": "氧含量"})

    added = ContentArea.objects.get(name="氧含量")
    assert (added.code, added.course) == ("M1.1.1", bank.areas["own"].course)


def test_a_superseded_standard_flags_what_cites_it(bank, client, at):  # noqa: F811
    old = Standard.objects.get()
    new = Standard.objects.create(code="GB 2", title="新标准")
    standards.supersede(old, by=new, on=date(2026, 12, 1), actor=bank.users["safety"], at=at)

    client.force_login(bank.users["safety"], backend=BACKEND)
    rows = client.get(reverse("exams:bank"), {"finding": "superseded"}).context["rows"]
    assert [(row.version.item.code, row.is_superseded) for row in rows] == [("G1-01", True), ("M1.1-01", True)]
    page = client.get(reverse("exams:standard", args=[old.pk]))
    assert [version.item.code for version in page.context["citing"]] == ["G1-01", "M1.1-01"]
    assert [(row.code, row.item_count) for row in listed_standards(only="superseded")] == [(old.code, 2)]


def test_standards_never_supersede_in_a_circle(bank, at):  # noqa: F811
    old = Standard.objects.get()
    new = Standard.objects.create(code="GB 2", title="新标准", superseded_by=old)
    for by in (old, new):
        with pytest.raises(StandardLoop):
            standards.supersede(old, by=by, on=date(2026, 12, 1), actor=bank.users["safety"], at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Standard.objects.filter(pk=old.pk).update(superseded_by=old.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Standard.objects.filter(pk=old.pk).update(superseded_on=date(2026, 12, 1))
