"""Wagtail's own screens for accounts and groups are no way round the dated rights."""

import pytest
from django.contrib.auth.models import Group
from django.urls import get_resolver, reverse

from people.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
CLOSED = ("cms/users/", "cms/groups/")


def addresses(resolver, before=""):
    for pattern in resolver.url_patterns:
        path = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern, path)
        else:
            yield path


FOUND = sorted({path for path in addresses(get_resolver()) if path.startswith(CLOSED)})


@pytest.fixture
def installer(client, db):
    """The account with the widest reach there is."""
    user = User.objects.create_superuser("ROOT", "correct-horse-7")
    client.force_login(user, backend=BACKEND)
    return user


def test_wagtail_brings_screens_that_need_closing():
    assert len(FOUND) >= 17


@pytest.mark.parametrize("path", FOUND)
def test_screen_is_closed_to_everybody(client, installer, path):
    other = User.objects.create_user("P1")
    pk = other.pk if "users" in path else Group.objects.first().pk
    door = "/" + path.replace("<int:pk>", str(pk))

    assert client.get(door).status_code == 404
    assert client.post(door, {"is_superuser": "on", "is_active": "", "group": "1"}).status_code == 404
    assert User.objects.get(pk=other.pk).is_active


@pytest.mark.parametrize("action", ["delete", "assign_role", "set_active_state"])
def test_bulk_actions_on_accounts_are_closed(client, installer, action):
    other = User.objects.create_user("P1")
    door = reverse("wagtail_bulk_action", args=["people", "user", action])

    assert client.post(f"{door}?id={other.pk}", {"mark_as_active": ""}).status_code == 404
    assert User.objects.get(pk=other.pk).is_active


def test_authoring_screens_offer_no_way_there(client, installer):
    page = client.get(reverse("wagtailadmin_home")).content.decode()

    assert "/cms/users/" not in page
    assert "/cms/groups/" not in page
