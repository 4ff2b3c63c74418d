"""Every address, every actor, one answer."""

from contextlib import contextmanager

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from exams.queries import results, wordings
from tests.permissions.matrix import MATRIX

OURS = {"website", "library", "people", "courses", "exams", "certificates", "compliance"}


def app_of(row):
    return row.name.partition(":")[0]


@contextmanager
def undone():
    """Take back what is written here, so that one world serves all rows; to make it takes longer than they do."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    cache.clear()
    wordings.forget()
    results.forget()


def signed_in(user):
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("app", sorted({app_of(row) for row in MATRIX}))
def test_answers(world, app):
    clients = {"anonymous": Client()} | {actor: signed_in(user) for actor, user in world.users.items()}
    wrong = []
    for row in [row for row in MATRIX if app_of(row) == app]:
        with undone():
            path = reverse(row.name, kwargs=row.kwargs(world))
            # Those who may come last, so that what they change does not change the answers of others.
            for actor in sorted(row.actors, key=row.answer, reverse=True):
                status = getattr(clients[actor], row.method)(path, row.data).status_code
                if status != row.answer(actor):
                    wrong.append(f"{actor}: {row.method} {row.name} is {status}, not {row.answer(actor)}")

    assert not wrong, "\n".join(wrong)


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
