"""A right held in one branch opens nothing of the branch beside it, and no list tells of its people."""

import io
import zipfile

import pytest
from django.http import HttpResponse
from django.urls import reverse

from config import urls
from tests.permissions.elsewhere import HOLDERS, LISTS, NAMING, UNSEEN, WHOLE_ORGANISATION, answer, rows_for
from tests.permissions.matrix import MATRIX


@pytest.fixture
def bare_refusals(monkeypatch):
    """Answer refusals without a page: to draw 1,500 of them takes longer than all that is looked at here."""
    monkeypatch.setattr(urls, "handler404", lambda *args, **kwargs: HttpResponse(status=404), raising=False)
    monkeypatch.setattr(urls, "handler403", lambda *args, **kwargs: HttpResponse(status=403))


@pytest.mark.django_db
def test_nothing_of_a_branch_is_there_for_the_one_beside_it(client, world, bare_refusals):
    wrong = []
    for actor in HOLDERS:
        client.force_login(world.users[actor], backend="allauth.account.auth_backends.AuthenticationBackend")
        # What is refused changes nothing, so one world serves all addresses and actors.
        for row in rows_for(actor, NAMING):
            path = reverse(row.name, kwargs=row.kwargs(world))
            status = getattr(client, row.method)(path, row.data).status_code
            if status != answer(row, actor):
                wrong.append(f"{actor}: {row.method} {row.name} {path} is {status}, not {answer(row, actor)}")

    assert not wrong, "\n".join(wrong)


def words(response):
    """Return all that an answer holds, a sheet unpacked."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content.startswith(b"PK"):
        parts = zipfile.ZipFile(io.BytesIO(content))
        content = b"".join(parts.read(name) for name in parts.namelist())
    return content.decode(errors="replace")


@pytest.mark.django_db
def test_no_list_tells_of_the_branch_beside_it(client, world, bare_refusals):
    wrong = []
    for actor in HOLDERS:
        client.force_login(world.users[actor], backend="allauth.account.auth_backends.AuthenticationBackend")
        for row in rows_for(actor, LISTS):
            response = client.get(reverse(row.name, kwargs=row.kwargs(world)))
            told = [word for word in UNSEEN if word in words(response)]
            if response.status_code != answer(row, actor) or told:
                wrong.append(f"{actor}: {row.name} is {response.status_code}, tells {told}")

    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
def test_the_lists_tell_of_it_to_whom_they_are_for(client, world):
    client.force_login(world.users["hr"], backend="allauth.account.auth_backends.AuthenticationBackend")

    assert "C1的人" in words(client.get(reverse("compliance:people_file")))


def test_what_no_unit_keeps_is_in_the_matrix():
    assert {row.name for row in MATRIX if row.names_something} >= WHOLE_ORGANISATION
