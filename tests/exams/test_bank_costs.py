"""What the lists around the item bank cost: the same for one row and for three."""

import pytest
from django.urls import reverse

from exams.models import ContentArea, EnemyGroup, ItemVersion
from library.models import Standard
from tests.exams.test_bank_scope import bank  # noqa: F401 -- the same two branches
from tests.factories.exams import make_exam, make_item, make_picture

pytestmark = pytest.mark.django_db


def add_review(bank, at, number):  # noqa: F811
    version = make_item(number, bank.areas["own"], at=at)
    made = ItemVersion.objects.create(
        item=version.item, number=2, item_type="true_false", level=1, stem="题", key={"correct": True}
    )
    ItemVersion.objects.filter(pk=made.pk).update(status="in_review")


def add_enemies(bank, at, number):  # noqa: F811
    group = EnemyGroup.objects.create(reason="同一算例")
    group.items.set([make_item(number * 10 + n, bank.areas["own"], at=at).item for n in range(number)])


def add_pictures(bank, at, number):  # noqa: F811
    make_picture(f"P{number}", at=at, colour=f"#00000{number}")
    make_item(number, bank.areas["own"], at=at, stem=f"![图](picture:P{number})")


ADDERS = {
    "exams:review": add_review,
    "exams:areas": lambda bank, at, number: ContentArea.objects.create(code=f"N{number}", name="新"),  # noqa: F811
    "exams:standards": lambda bank, at, number: Standard.objects.create(code=f"GB {number}", title="标准"),  # noqa: F811
    "exams:policies": lambda bank, at, number: make_exam(at=at, code=f"E{number}", items=1),  # noqa: F811
    "exams:enemies": add_enemies,
    "exams:bank_pictures": add_pictures,
}
COSTS = {
    "exams:review": 12,
    "exams:areas": 14,
    "exams:standards": 7,
    "exams:policies": 9,
    "exams:enemies": 16,
    "exams:bank_pictures": 10,
}


@pytest.mark.parametrize("name", ADDERS)
def test_a_list_costs_the_same_for_one_row_and_for_three(bank, client, at, django_assert_num_queries, name):  # noqa: F811
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    client.force_login(bank.users["root_trainer"], backend=backend)
    ADDERS[name](bank, at, 5)
    client.get(reverse(name))
    with django_assert_num_queries(COSTS[name]):
        client.get(reverse(name))
    for number in (6, 7):
        ADDERS[name](bank, at, number)
    with django_assert_num_queries(COSTS[name]):
        client.get(reverse(name))
