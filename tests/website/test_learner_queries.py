"""What a learner's pages cost the database: so many statements each, and never more than twelve."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.permissions.conftest import world

__all__ = ["world"]
pytestmark = pytest.mark.django_db
MOST = 12


@pytest.mark.parametrize(
    ("name", "statements", "kwargs"),
    [
        ("website:home", 10, None),
        ("courses:mine", 8, None),
        ("exams:mine", 9, None),
        ("certificates:mine", 4, None),
        ("people:account", 6, None),
        ("exams:introduction", 8, lambda w: {"public_id": w.exam.public_id}),
        ("exams:attempt", 6, lambda w: {"public_id": w.attempt.public_id}),
        ("exams:summary", 6, lambda w: {"public_id": w.attempt.public_id}),
        ("courses:lesson", 12, lambda w: {"public_id": w.enrolment.public_id, "pk": w.lesson.pk}),
    ],
)
def test_learner_page_asks_little(client, world, name, statements, kwargs, django_assert_num_queries):
    client.force_login(world.users["self"])
    address = reverse(name, kwargs=kwargs(world) if kwargs else None)
    client.get(address)  # the first request of a process also reads the site and the content types

    assert statements <= MOST
    with django_assert_num_queries(statements):
        assert client.get(address).status_code == 200
