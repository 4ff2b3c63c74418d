"""The places where people meet are kept on a screen, by unit."""

import pytest
from django.urls import reverse

from core.models import AuditEvent
from people.enums import Right
from people.models import Location

pytestmark = pytest.mark.django_db

ROOM = {"name": "第一考场", "address": "二层", "unit": "B1", "capacity": "30"}


@pytest.fixture
def trainer(holder, sign_in):
    user = holder(Right.TRAINER, "B1")
    sign_in(user)
    return user


def test_location_is_added_once_and_changed(client, trainer):
    client.post(reverse("people:location_new"), ROOM)
    again = client.post(reverse("people:location_new"), ROOM)
    assert again.context["form"].errors.keys() == {"name"}
    row = Location.objects.get()

    client.post(reverse("people:location", args=[row.pk]), {**ROOM, "name": "大考场", "unit": "C1"})

    row.refresh_from_db()
    assert (row.name, row.unit.code, row.capacity) == ("大考场", "C1", 30)
    actions = AuditEvent.objects.order_by("pk").values_list("action", flat=True)
    assert [*actions] == ["people.location_added", "people.location_changed"]


@pytest.mark.parametrize("change", [{"unit": "B2"}, {"capacity": "0"}, {"name": ""}])
def test_location_stays_within_ones_units_and_has_seats(client, trainer, change):
    page = client.post(reverse("people:location_new"), ROOM | change)

    assert page.context["form"].errors.keys() == change.keys()
    assert not Location.objects.exists()


def test_location_of_others_does_not_exist(client, trainer, units):
    row = Location.objects.create(name="别处", unit=units["B2"], capacity=10)

    assert client.get(reverse("people:location", args=[row.pk])).status_code == 404
    assert [*client.get(reverse("people:locations")).context["page"]] == []


def test_location_goes_out_of_use_and_back(client, trainer, units):
    row = Location.objects.create(name="旧考场", unit=units["B1"], capacity=10)
    door = reverse("people:location_retire", args=[row.pk])
    client.post(door)
    client.post(door)
    assert [*client.get(reverse("people:locations")).context["page"]] == []
    assert "旧考场" not in client.get(reverse("exams:sitting_new")).text
    assert [*client.get(reverse("people:locations"), {"all": "1"}).context["page"]] == [row]

    client.post(door, {"restore": "1"})

    assert "旧考场" in client.get(reverse("exams:sitting_new")).text
    assert AuditEvent.objects.filter(action__startswith="people.location_").count() == 2


def test_who_schedules_is_offered_the_locations_of_ones_units_alone(client, trainer, units):
    Location.objects.create(name="本部考场", unit=units["C1"], capacity=10)
    Location.objects.create(name="别处考场", unit=units["B2"], capacity=10)

    page = client.get(reverse("exams:sitting_new"))

    assert ("本部考场" in page.text, "别处考场" in page.text) == (True, False)
    assert page.context["lacks"] == {"exam", "proctors"}


def test_location_open_to_all_units_is_offered_to_all_and_kept_by_its_unit(client, trainer, units):
    row = Location.objects.create(name="培训中心考场", unit=units["B2"], capacity=10, is_open_to_all=True)

    assert "培训中心考场" in client.get(reverse("exams:sitting_new")).text
    assert client.get(reverse("people:location", args=[row.pk])).status_code == 404


def test_location_says_that_it_is_open_to_all_units(client, trainer):
    client.post(reverse("people:location_new"), ROOM | {"is_open_to_all": "on"})

    row = Location.objects.get()
    assert row.is_open_to_all
    assert client.get(reverse("people:location", args=[row.pk])).context["form"].initial["is_open_to_all"] is True
    assert "各单位可用" in client.get(reverse("people:locations")).text
    assert AuditEvent.objects.get(action="people.location_added").data["is_open_to_all"] is True


def test_scheduling_without_a_location_says_where_to_add_one(client, trainer):
    assert reverse("people:location_new") in client.get(reverse("exams:sitting_new")).text


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_one_and_three(client, trainer, units, count, django_assert_num_queries):
    for number in range(count):
        Location.objects.create(name=f"考场{number}", unit=units["B1"], capacity=10)
    client.get(reverse("people:locations"))

    with django_assert_num_queries(6):
        assert len(client.get(reverse("people:locations")).context["page"]) == count
