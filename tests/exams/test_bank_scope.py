"""Who sees which bank, and what a list costs."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.urls import reverse

from exams.actions.lint import find_near_duplicates
from exams.models import ContentArea, Item, LintFinding
from exams.permissions import kept_areas, may_write_item, visible_items
from people.actions.units import rebuild_closure
from people.enums import Right
from people.models import RoleGrant, Unit, User
from tests.factories.courses import make_course
from tests.factories.exams import make_item

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)
NAMES = ["root_trainer", "b1_trainer", "b2_trainer", "safety", "b1_safety", "b2_safety"]
NAMES += ["hr", "manager", "admin", "auditor", "learner"]


@pytest.fixture
def bank(at, monkeypatch, settings, tmp_path):
    """Two branches with a course each, an area that belongs to all, and an item in each."""
    settings.MEDIA_ROOT = tmp_path / "public"
    monkeypatch.setattr("core.clock.now", lambda: at)
    units = {}
    for code, parent in (("G", None), ("B1", "G"), ("B2", "G")):
        units[code] = Unit.objects.create(
            code=code, name=code, kind="branch", parent=units.get(parent), valid_from=date(2015, 1, 1)
        )
    rebuild_closure()
    course = make_course(lessons=1)
    course.unit = units["B1"]
    course.save()
    grants = {
        "root_trainer": (Right.TRAINER, "G"),
        "b1_trainer": (Right.TRAINER, "B1"),
        "b2_trainer": (Right.TRAINER, "B2"),
        "safety": (Right.SAFETY, "G"),
        "b1_safety": (Right.SAFETY, "B1"),
        "b2_safety": (Right.SAFETY, "B2"),
        "hr": (Right.HR, "G"),
        "manager": (Right.MANAGER, "B1"),
        "admin": (Right.ADMIN, "G"),
        "auditor": (Right.AUDITOR, "G"),
    }
    users = {name: User.objects.create_user(name.upper(), "correct-horse-7") for name in NAMES}
    for name, (right, unit) in grants.items():
        RoleGrant.objects.create(
            user=users[name], right=right, unit=units[unit], starts_on=date(2020, 1, 1), reason="appointed"
        )
    areas = {
        "own": ContentArea.objects.create(code="M1.1", name="检测", course=course),
        "all": ContentArea.objects.create(code="G1", name="通用"),
    }
    items = {name: make_item(1, area, at=at).item for name, area in areas.items()}
    return SimpleNamespace(users=users, areas=areas, items=items, units=units)


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("root_trainer", {"M1.1-01", "G1-01"}),
        ("b1_trainer", {"M1.1-01"}),
        ("b2_trainer", set()),
        ("safety", {"M1.1-01", "G1-01"}),
        ("b1_safety", {"M1.1-01"}),
        ("b2_safety", set()),
        *[(name, set()) for name in ("hr", "manager", "admin", "auditor", "learner")],
    ],
)
def test_a_bank_is_seen_by_its_trainers_and_the_safety_department_only(bank, name, codes):
    assert {item.code for item in visible_items(bank.users[name], day=DAY)} == codes


def test_a_near_duplicate_elsewhere_is_told_to_who_may_read_it_and_to_nobody_else(bank, client, at):
    make_item(2, bank.areas["all"], at=at, stem="第1题")
    LintFinding.objects.all().delete()
    find_near_duplicates()
    told = {}

    for name in ("b1_trainer", "root_trainer"):
        client.force_login(bank.users[name], backend="allauth.account.auth_backends.AuthenticationBackend")
        pages = client.get(reverse("exams:bank")), client.get(reverse("exams:item", args=["M1.1-01"]))
        only = client.get(reverse("exams:bank"), {"finding": "near_duplicate"}).context["rows"]
        told[name] = (
            ["G1-" in page.text for page in pages],
            [finding.code for row in pages[0].context["rows"] for finding in row.findings],
            pages[0].context["counts"].with_findings,
            {row.version.item.code for row in only},
        )

    assert told["b1_trainer"] == ([False, False], [], 0, set())
    doubles = {"M1.1-01", "G1-01", "G1-02"}
    assert told["root_trainer"] == ([True, True], ["near_duplicate"] * 6, 3, doubles)


def test_a_super_user_sees_no_keys_without_the_right(bank):
    root = User.objects.create_superuser("ROOT", "correct-horse-7")

    assert not visible_items(root, day=DAY).exists()


def test_the_safety_department_reads_but_does_not_write(bank):
    assert may_write_item(bank.users["b1_trainer"], bank.items["own"], day=DAY)
    assert not may_write_item(bank.users["safety"], bank.items["own"], day=DAY)
    assert not kept_areas(bank.users["safety"], day=DAY).exists()


@pytest.mark.parametrize("name", ["b2_trainer", "b2_safety", "hr", "manager", "admin", "learner"])
def test_others_are_not_told_that_an_item_exists(bank, client, name):
    client.force_login(bank.users[name], backend="allauth.account.auth_backends.AuthenticationBackend")
    there = client.get(reverse("exams:item", args=["M1.1-01"]))
    nowhere = client.get(reverse("exams:item", args=["NOTHING"]))

    assert (there.status_code, nowhere.status_code) == (404, 404)


def test_a_list_costs_the_same_for_one_item_and_for_three(bank, client, at, django_assert_num_queries):
    client.force_login(bank.users["b1_trainer"], backend="allauth.account.auth_backends.AuthenticationBackend")
    client.get(reverse("exams:bank"))
    with django_assert_num_queries(LIST_COST):
        client.get(reverse("exams:bank"))
    for number in (2, 3):
        make_item(number, bank.areas["own"], at=at)
    with django_assert_num_queries(LIST_COST):
        reply = client.get(reverse("exams:bank"))
    assert reply.context["page"].paginator.count == Item.objects.filter(area=bank.areas["own"]).count() == 3


LIST_COST = 22
