"""Every address, every actor, one answer."""

import pytest
from django.urls import get_resolver, reverse

from tests.permissions.matrix import MATRIX

OURS = {"website", "library", "people", "courses", "exams", "certificates", "compliance"}


@pytest.mark.django_db
@pytest.mark.parametrize("row", MATRIX, ids=[f"{row.method} {row.name}" for row in MATRIX])
def test_answers(client, world, row):
    path = reverse(row.name, kwargs=row.kwargs(world))
    found = {}
    # Those who may come last, so that what they change does not change the answers of others.
    for actor in sorted(row.actors, key=row.answer, reverse=True):
        client.logout()
        if actor != "anonymous":
            client.force_login(world.users[actor], backend="allauth.account.auth_backends.AuthenticationBackend")
        found[actor] = getattr(client, row.method)(path, row.data).status_code

    assert found == {actor: row.answer(actor) for actor in found}


def test_every_address_has_a_row():
    names = {
        f"{namespace}:{name}"
        for namespace, (_prefix, resolver) in get_resolver().namespace_dict.items()
        if namespace in OURS
        for name in resolver.reverse_dict
        if isinstance(name, str)
    }

    assert names == {row.name for row in MATRIX}


def test_no_two_addresses_of_an_app_share_a_name():
    for namespace, (_prefix, resolver) in get_resolver().namespace_dict.items():
        if namespace in OURS:
            names = [pattern.name for pattern in resolver.url_patterns if getattr(pattern, "name", None)]
            assert sorted(names) == sorted(set(names)), f"{namespace}: reverse() would find only the last of two."
