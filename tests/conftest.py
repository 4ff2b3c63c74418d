"""Fixtures that every part of the suite shares."""

from datetime import UTC, datetime

import pytest


@pytest.fixture
def at() -> datetime:
    """An instant in the heating season, 09:00 in Beijing."""
    return datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


@pytest.fixture
def user(django_user_model):
    """An account without any right."""
    return django_user_model.objects.create_user("G10001", "correct-horse-7", last_name="王", first_name="小暖")


@pytest.fixture(autouse=True)
def private_files(settings, tmp_path):
    """Files that nobody may reach by address go to a folder of the test's own."""
    settings.PRIVATE_MEDIA_ROOT = tmp_path / "private"
    return tmp_path / "private"
