"""Items that must not meet: who says so, on which screen, and what it costs."""

import pytest
from django.urls import reverse

from core.models import AuditEvent
from exams.actions import enemies
from exams.errors import NoteEmpty
from exams.errors.enemies import TooFewEnemies
from exams.models import EnemyGroup, Item
from tests.exams.test_bank_scope import bank  # noqa: F401 -- the same two branches
from tests.factories.exams import make_item

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def grouped(*codes):
    group = EnemyGroup.objects.create(reason="同一算例")
    group.items.set(Item.objects.filter(code__in=codes))
    return group


def test_a_group_is_found_picked_saved_and_changed(bank, client, at):  # noqa: F811
    for number in (2, 3):
        make_item(number, bank.areas["own"], at=at)
    client.force_login(bank.users["root_trainer"], backend=BACKEND)
    page = client.post(
        reverse("exams:enemy_new"), {"row": "find", "g.find": "第2题", "g.picked.0.code": "M1.1-03"}
    )
    assert [version.item.code for version in page.context["hits"]] == ["M1.1-02"]

    typed = {"save": "yes", "g.reason": " 同一算例 ", "g.picked.0.code": "M1.1-03", "g.picked.1.code": "M1.1-02"}
    client.post(reverse("exams:enemy_new"), typed)
    group = EnemyGroup.objects.get()
    assert (group.reason, group.items.count()) == ("同一算例", 2)

    door = reverse("exams:enemy_group", args=[group.pk])
    picked = client.get(door).context["picked"]
    assert [version.item.code for version in picked] == ["M1.1-02", "M1.1-03"]
    client.post(door, {**typed, "g.picked.2.code": "G1-01"})
    assert group.items.count() == 3
    client.post(door, {"delete": "yes"})
    assert not EnemyGroup.objects.exists()
    assert [(e.action, e.data["items"]) for e in AuditEvent.objects.filter(action__contains="enemies")] == [
        ("exams.enemies_saved", ["M1.1-02", "M1.1-03"]),
        ("exams.enemies_saved", ["G1-01", "M1.1-02", "M1.1-03"]),
        ("exams.enemies_deleted", ["G1-01", "M1.1-02", "M1.1-03"]),
    ]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"g.reason": "同一算例", "g.picked.0.code": "G1-01"}, "请至少选择两道不能同卷的试题。"),
        ({"g.reason": " ", "g.picked.0.code": "G1-01"}, "请写明要告诉他人的内容。未作任何更改。"),
    ],
    ids=["one item", "no reason"],
)
def test_half_a_group_is_refused_and_what_was_typed_is_kept(bank, client, typed, said):  # noqa: F811
    client.force_login(bank.users["root_trainer"], backend=BACKEND)
    page = client.post(reverse("exams:enemy_new"), {"save": "yes", **typed})

    assert [version.item.code for version in page.context["picked"]] == ["G1-01"]
    assert page.context["error"] == said
    assert not EnemyGroup.objects.exists()


def test_the_action_refuses_half_a_group(bank, at):  # noqa: F811
    items = list(Item.objects.all())
    with pytest.raises(TooFewEnemies):
        enemies.save(None, reason="同一算例", items=[items[0], items[0]], actor=bank.users["safety"], at=at)
    with pytest.raises(NoteEmpty):
        enemies.save(None, reason=" ", items=items, actor=bank.users["safety"], at=at)


def test_a_group_with_items_of_another_bank_is_read_and_left_as_it_is(bank, client):  # noqa: F811
    group = grouped("M1.1-01", "G1-01")
    door = reverse("exams:enemy_group", args=[group.pk])
    client.force_login(bank.users["b1_trainer"], backend=BACKEND)
    [row] = client.get(reverse("exams:enemies")).context["rows"]

    assert ([item.code for item in row.items], row.others, row.may_write) == (["M1.1-01"], 1, False)
    assert "G1-01" not in client.get(reverse("exams:enemies")).content.decode()
    assert client.post(door, {"delete": "yes"}).status_code == 403
    client.force_login(bank.users["b2_trainer"], backend=BACKEND)
    assert client.get(door).status_code == 404


def test_an_item_of_another_bank_cannot_be_picked(bank, client, at):  # noqa: F811
    make_item(2, bank.areas["own"], at=at)
    client.force_login(bank.users["b1_trainer"], backend=BACKEND)
    typed = {"g.reason": "同一算例", "g.picked.0.code": "M1.1-01", "g.picked.1.code": "G1-01"}
    client.post(reverse("exams:enemy_new"), {"save": "yes", **typed})
    assert not EnemyGroup.objects.exists()

    assert client.post(reverse("exams:enemy_new"), {"row": "find", "g.find": "G1-01"}).context["hits"] == []
    client.post(reverse("exams:enemy_new"), {"save": "yes", **typed, "g.picked.2.code": "M1.1-02"})
    assert list(EnemyGroup.objects.get().items.order_by("code").values_list("code", flat=True)) == [
        "M1.1-01",
        "M1.1-02",
    ]
