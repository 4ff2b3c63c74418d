"""Fixtures of the exams floor."""

import pytest

from people.models import Person


@pytest.fixture
def person(user):
    """The candidate."""
    return Person.objects.create(employee_no="G10001", name="王小暖", user=user)
