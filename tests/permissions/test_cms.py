"""The authoring screens that Wagtail brings: every address, every actor, one answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLResolver
from wagtail.models import Collection, Task, Workflow

from config import urls
from courses.models import CoursePage, LessonPage, ModulePage, Shelf
from tests.factories.library import make_document, make_picture, make_video
from tests.permissions.cms import (
    AUTHORS,
    FOR_AUTHORS,
    GONE,
    GROUPS,
    LED,
    OF_ONE_FILE,
    OF_ONE_PAGE,
    OUTSIDERS,
    POST_ONLY,
    REFUSED,
    SHOWN,
    SIGN_IN,
    UNSEEN,
)

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def addresses(resolver=None, prefix="", namespace="") -> Iterator[tuple[str, str]]:
    """Yield name and pattern of all that lies below /cms/ and is ours to answer; a nameless one is named by itself."""
    for pattern in (resolver or get_resolver()).url_patterns:
        path = prefix + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern, path, inner)
        elif path.startswith("cms/") and pattern.callback.__name__ not in {"closed", "page_not_found"}:
            yield (f"{namespace}{pattern.name}" if pattern.name else f"/{path}", path)


def test_every_address_has_an_entry():
    # Our own pages instead of Wagtail's stand at the same addresses, without a name.
    ours = {"/cms/login/", "/cms/account/", "/cms/.*/$"}
    ours |= {f"/cms/reports/{name}" for name in ("site-history/", "workflow/")}
    ours |= {f"{name}results/" for name in ours if "reports" in name}
    names = {name for name, _path in addresses()} - ours
    entries = [name for group in GROUPS for name in group.names]

    assert sorted(names) == sorted(entries)


@pytest.fixture
def bare_refusals(monkeypatch):
    """Answer refusals without a page, which takes longer than all that is looked at here."""
    monkeypatch.setattr(urls, "handler404", lambda *args, **kwargs: HttpResponse(status=404), raising=False)
    monkeypatch.setattr(urls, "handler403", lambda *args, **kwargs: HttpResponse(status=403))


def sign_in(client, world, actor):
    client.logout()
    if actor != "anonymous":
        client.force_login(world.users[actor], backend=BACKEND)


def things(course, collection, place, *, author) -> SimpleNamespace:
    """Put what the addresses may name into a branch: a lesson in review, a picture, a document, a video."""
    lesson = LessonPage.objects.descendant_of(course).first()
    lesson.save_revision(user=author)
    lesson.get_workflow().start(lesson, author)
    return SimpleNamespace(
        course=course,
        lesson=LessonPage.objects.get(pk=lesson.pk),
        module=ModulePage.objects.descendant_of(course).first(),
        collection=collection,
        picture=make_picture(f"图{place}", collection=collection),
        document=make_document(f"文{place}", collection=collection),
        video=make_video(title=f"片{place}", collection=collection),
    )


@pytest.fixture
def screens(client, world, bare_refusals):
    """The world, with things of the first branch and of the one beside it."""
    sign_in(client, world, "other_approver")
    client.get(reverse("wagtailadmin_home"))
    world.first = things(world.course, Collection.objects.get(depth=1), "B1", author=world.users["colleague"])
    beside = Shelf.objects.exclude(unit=None).get().collection
    world.beside = things(CoursePage.objects.get(code="M7"), beside, "B2", author=world.users["trainer"])
    return world


def path_of(name: str, pattern: str, at: SimpleNamespace) -> str:
    """Return an address with the things of one branch in it."""
    if name.endswith("compare"):
        return reverse(name, args=[at.lesson.pk, at.lesson.latest_revision_id, "latest"])
    state = at.lesson.current_workflow_state
    screen = name.rpartition(":")[0]
    pks = {
        "videos": at.video, "videos_chooser": at.video, "wagtailimages_chooser": at.picture,
        "wagtaildocs_chooser": at.document, "wagtailadmin_collections": at.collection,
        "wagtailadmin_api:pages": at.lesson, "wagtailadmin_workflows": Workflow.objects.get(active=True),
    }  # fmt: skip
    values = {
        "pk": pks[screen].pk if screen in pks and "task" not in name else 1,
        "parent_page_id": at.course.pk, "page_id": at.lesson.pk, "page_to_move_id": at.lesson.pk,
        "destination_id": at.module.pk, "page_pk": at.lesson.pk, "workflow_pk": state.workflow_id,
        "content_type_app_name": "courses", "content_type_model_name": "modulepage", "action_name": "approve",
        "task_state_id": state.current_task_state_id, "task_id": state.current_task_state.task_id,
        "revision_id": at.lesson.latest_revision_id, "workflow_state_id": state.pk, "app_name": "taggit",
        "app_label": "wagtailcore" if "bulk" in name else "courses",
        "model_name": "page" if "bulk" in name else "lessonpage",
        "action": "delete", "object_id": at.lesson.pk, "session_id": 0, "collection_id": at.collection.pk,
        "image_id": at.picture.pk, "filter_spec": "width-100", "uploaded_file_id": 1, "document_id": at.document.pk,
        "doc_id": at.document.pk, "uidb64": "a", "token": "b",
    }  # fmt: skip
    path = "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found[1]]), pattern.replace("^", ""))
    return f"{path}?id={at.lesson.pk}" if "bulk" in name else path


def answer(client, path) -> str:
    found = client.get(path)
    if found.status_code == 302:
        return SIGN_IN if "/accounts/login/" in found.url else REFUSED if found.url == "/cms/" else LED
    return {200: SHOWN, 404: GONE, 405: POST_ONLY}.get(found.status_code, str(found.status_code))


@pytest.mark.django_db
def test_answers(client, screens):
    expected = {name: group for group in GROUPS for name in group.names}
    paths = {name: path_of(name, pattern, screens.first) for name, pattern in addresses() if name in expected}
    first = [group.names[0] for group in GROUPS]
    wrong = []
    for actor in ("anonymous", *OUTSIDERS, *AUTHORS):
        sign_in(client, screens, actor)
        # One asked everywhere speaks for the outsiders: what opens the screens is a right that none of them holds.
        for name in first if actor in OUTSIDERS[1:] else paths:
            got = answer(client, paths[name])
            if got != expected[name].answer(actor):
                wrong.append(f"{actor}: {name} is {got}, not {expected[name].answer(actor)}")

    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
def test_authors_open_what_is_their_own(client, screens):
    sign_in(client, screens, "other_approver")
    wrong = [
        f"{name} is {got}"
        for name, pattern in addresses()
        if name in {*OF_ONE_PAGE, *OF_ONE_FILE}
        and (got := answer(client, path_of(name, pattern, screens.beside))) != SHOWN
    ]

    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
def test_no_list_tells_of_the_branch_beside_it(client, screens):
    sign_in(client, screens, "other_approver")
    first = screens.first
    named = [first.lesson.pk, first.course.pk, first.picture.pk, first.document.pk, first.video.pk]
    told = []
    for asked in ({}, {"q": "B1"}, {"q": "课程"}, {"id": named}):
        for name, pattern in addresses():
            if name in FOR_AUTHORS:
                found = client.get(path_of(name, pattern, screens.beside), asked)
                content = (b"".join(found.streaming_content) if found.streaming else found.content).decode()
                words = [word for word in UNSEEN if word in content]
                told += [f"{name} {asked} tells {word}" for word in words]

    assert not told, "\n".join(told)


@pytest.mark.django_db
def test_no_deed_reaches_the_branch_beside_it(client, screens):
    sign_in(client, screens, "other_approver")
    first = screens.first
    deeds = [
        reverse("wagtailadmin_editing_sessions:ping", args=["wagtailcore", "page", first.lesson.pk, 0]),
        reverse("wagtailadmin_pages:lock", args=[first.lesson.pk]),
        reverse("wagtailadmin_pages:unpublish", args=[first.course.pk]),
        reverse("wagtailimages:delete_multiple", args=[first.picture.pk]),
        reverse("wagtaildocs:edit_multiple", args=[first.document.pk]),
        reverse("videos:edit", args=[first.video.pk]),
        reverse("wagtailadmin_workflows:task_chooser_create"),
        reverse("wagtailadmin_api:pages:action", args=[first.lesson.pk, "unpublish"]),
    ]

    assert {path: client.post(path).status_code for path in deeds} == dict.fromkeys(deeds, 404)
    assert Task.objects.filter(active=True).count() == 1


@pytest.mark.django_db
def test_all_of_a_list_is_all_that_one_sees(client, screens):
    sign_in(client, screens, "other_approver")
    catalogue = screens.course.get_parent()
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])

    page = client.get(bulk, {"id": "all", "childOf": catalogue.pk})

    assert page.status_code == 200
    assert "课程M7" in page.content.decode()
    assert not [word for word in UNSEEN if word in page.content.decode()]
    assert client.get(bulk, {"id": "all"}).status_code == 404
    assert client.get(bulk, {"id": "all", "childOf": screens.first.course.pk}).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["workflow_action", "collect_workflow_action_data", "workflow_history_detail"])
def test_review_of_one_page_is_not_reached_by_naming_another(client, screens, name):
    """Who may approve one page would approve any, one's own too, by the number of its step."""
    sign_in(client, screens, "other_approver")
    state = screens.first.lesson.current_workflow_state
    own = screens.beside.lesson
    last = [state.pk] if name.endswith("detail") else ["approve", state.current_task_state_id]

    assert client.post(reverse(f"wagtailadmin_pages:{name}", args=[own.pk, *last])).status_code == 404
    assert LessonPage.objects.get(pk=screens.first.lesson.pk).workflow_in_progress
