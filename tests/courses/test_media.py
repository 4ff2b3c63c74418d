"""Pictures, documents and videos: whose trainers keep them, who chooses from them, and who may read them."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Collection, GroupCollectionPermission
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from courses.actions import enrolments
from courses.enums import EnrolmentSource
from courses.models import LessonPage, Shelf
from courses.permissions.media import may_read_media
from courses.queries.shelves import common_collection
from library.models import CustomDocument, CustomImage, Video
from people.actions.units import rebuild_closure
from people.enums import Right
from people.models import JobRole, Person, RoleGrant, Unit, User
from tests.factories.courses import make_course
from tests.factories.library import CAPTIONS, make_document, make_mp4, make_picture, make_video

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)
MAKE = {"picture": make_picture, "document": make_document, "video": make_video}
LISTS = {
    "picture": ("wagtailimages:index", "wagtailimages_chooser:choose"),
    "document": ("wagtaildocs:index", "wagtaildocs_chooser:choose"),
    "video": ("videos:index", "videos_chooser:choose"),
}
ONE = {
    "picture": [
        "wagtailimages:edit", "wagtailimages:delete", "wagtailimages:image_usage", "wagtailimages_chooser:chosen",
        "wagtailimages_chooser:select_format", "wagtailimages:url_generator",
    ],
    "document": ["wagtaildocs:edit", "wagtaildocs:delete", "wagtaildocs:document_usage", "wagtaildocs_chooser:chosen"],
    "video": ["videos:edit", "videos:delete", "videos:usage", "videos:history", "videos_chooser:chosen"],
}  # fmt: skip


def window(user) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def shelf(unit) -> Collection:
    return Shelf.objects.get(unit=unit).collection


@pytest.fixture
def house(at, monkeypatch, settings, tmp_path):
    """Two branches, a crew in the first, a trainer of each and one of all, and a file of each kind in each place."""
    monkeypatch.setattr("core.clock.now", lambda: at)
    settings.MEDIA_ROOT = tmp_path / "public"
    h = SimpleNamespace(at=at, users={}, units={}, files={})
    for code, parent in (("G", None), ("B1", "G"), ("C1", "B1"), ("B2", "G")):
        h.units[code] = Unit.objects.create(
            code=code, name=f"单位{code}", kind="branch", parent=h.units.get(parent), valid_from=date(2015, 1, 1)
        )
    rebuild_closure()
    for code in h.units:
        h.users[code] = User.objects.create_user(f"T-{code}")
        RoleGrant.objects.create(
            user=h.users[code], right=Right.TRAINER, unit=h.units[code], starts_on=DAY, reason="appointed"
        )
        window(h.users[code]).get(reverse("wagtailadmin_home"))
    h.users["learner"] = User.objects.create_user("LEARNER")
    places = {"common": common_collection(), **{code: shelf(h.units[code]) for code in ("B1", "C1", "B2")}}
    for kind, make in MAKE.items():
        for place, collection in places.items():
            h.files[kind, place] = make(title=f"素材{place}", collection=collection)
    return h


def titles(answer) -> set[str]:
    return {found.title for found in answer.context["results" if "results" in answer.context else "object_list"]}


# Whose collections there are


def test_units_with_trainers_get_a_collection_each_and_the_whole_organisation_has_the_common_one(house):
    assert not Shelf.objects.filter(unit=house.units["G"]).exists()
    assert {row.unit.code: row.collection.name for row in Shelf.objects.exclude(unit=None)} == {
        "B1": "单位B1 · B1", "C1": "单位C1 · C1", "B2": "单位B2 · B2"
    }  # fmt: skip

    Unit.objects.filter(code="B1").update(name="城北分公司")
    window(house.users["B1"]).get(reverse("wagtailadmin_home"))

    assert shelf(house.units["B1"]).name == "城北分公司 · B1"
    assert Collection.find_problems() == ([], [], [], [], [])


def test_trainers_group_itself_keeps_nothing():
    stored = GroupCollectionPermission.objects.filter(group__name="Trainers")

    assert {row.permission.codename for row in stored} == {"choose_image", "choose_document", "choose_video"}
    assert {row.collection for row in stored} == {common_collection()}
    assert not Group.objects.get(name="Trainers").permissions.filter(content_type__app_label="library").exists()


@pytest.mark.parametrize(
    "fields", [{"kind": "unit"}, {"kind": "common"}, {"kind": "units", "unit": True}], ids=lambda row: row["kind"]
)
def test_database_refuses_a_collection_of_nobody_and_a_second_common_one(house, fields):
    unit = Unit.objects.create(code="B9", name="单位B9", kind="branch", valid_from=DAY)
    values = {**fields, "unit": unit if fields.get("unit") else None}
    with pytest.raises(IntegrityError), transaction.atomic():
        Shelf.objects.create(collection=Collection.objects.get(depth=1), **values)


# What trainers see


@pytest.mark.parametrize("kind", MAKE)
@pytest.mark.parametrize(
    ("who", "kept", "choosable"),
    [
        ("B1", {"B1", "C1"}, {"B1", "C1", "common"}),
        ("C1", {"C1"}, {"C1", "common"}),
        ("B2", {"B2"}, {"B2", "common"}),
        ("G", {"common", "B1", "C1", "B2"}, {"common", "B1", "C1", "B2"}),
    ],
)
def test_trainers_list_what_they_keep_and_choose_from_the_common_collection_besides(
    house, kind, who, kept, choosable
):
    make_picture("素材根", collection=Collection.objects.get(depth=1))
    listing, chooser = LISTS[kind]
    client = window(house.users[who])
    chosen = titles(client.get(reverse(f"{chooser}_results")))
    posters = {"素材根", "热力小室"}  # pictures above all collections, for trainers of the whole organisation

    assert titles(client.get(reverse(listing))) - posters == {f"素材{place}" for place in kept}
    assert chosen - posters == {f"素材{place}" for place in choosable}


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, names in ONE.items() for name in names])
def test_what_others_keep_does_not_exist_and_the_common_ones_may_only_be_chosen(house, kind, name):
    client = window(house.users["B1"])

    def status(place):
        return client.get(reverse(name, args=[house.files[kind, place].pk])).status_code

    own = 302 if name == "videos:delete" else 404 if name == "wagtailimages:url_generator" else 200
    assert (status("B2"), status("B1")) == (404, own)
    assert status("common") == (200 if "chooser" in name else 404 if "url_generator" in name else 302)


@pytest.mark.parametrize("kind", ["picture", "document"])
def test_nothing_is_done_in_bulk_to_what_others_keep(house, kind):
    model = {"picture": "customimage", "document": "customdocument"}[kind]
    own, other = (house.files[kind, place] for place in ("B1", "B2"))
    address = reverse("wagtail_bulk_action", args=["library", model, "delete"])
    client = window(house.users["B1"])

    assert client.post(f"{address}?id={own.pk}&id={other.pk}").status_code == 404
    assert client.post(f"{address}?id=all").status_code == 302
    assert set(type(own).objects.filter(title__startswith="素材").values_list("title", flat=True)) == {
        "素材common", "素材B2"
    }  # fmt: skip


def test_chosen_together_are_only_those_that_one_may_choose(house):
    pks = [house.files["video", place].pk for place in ("B1", "B2", "common")]
    answer = window(house.users["B1"]).get(reverse("videos_chooser:chosen_multiple"), {"id": pks})

    assert {row["title"] for row in answer.json()["result"]} == {"素材B1", "素材common"}


@pytest.mark.parametrize(("who", "offered"), [("B1", {"B1", "C1"}), ("C1", {"C1"}), ("G", {"B1", "B2", "C1"})])
def test_new_files_go_where_one_keeps(house, who, offered):
    client = window(house.users[who])
    names = {f"单位{code} · {code}" for code in offered} | ({"公用素材", "各单位素材"} if who == "G" else set())

    form = client.get(reverse("videos:add")).context["form"]
    if len(names) > 1:
        assert {found.name for found in form.fields["collection"].queryset} == names
        assert form["collection"].value() == form.fields["collection"].queryset[0].pk
    else:
        assert "collection" not in form.fields  # nothing to ask
        assert {form.instance.collection.name} == names
    pictures = client.get(reverse("wagtailimages:add_multiple")).context["collections"]
    assert {found.name for found in pictures or []} == (names if len(names) > 1 else set())


@pytest.mark.parametrize(("who", "typed", "place"), [("C1", "B2", "C1"), ("B1", "C1", "C1"), ("B1", "B2", None)])
def test_new_video_lies_where_its_author_keeps(house, who, typed, place):
    data = {
        "title": "新片", "poster": house.files["picture", "common"].pk, "captions_zh": CAPTIONS, "transcript": "x",
        "file": SimpleUploadedFile("a.mp4", make_mp4()), "collection": shelf(house.units[typed]).pk,
    }  # fmt: skip

    window(house.users[who]).post(reverse("videos:add"), data)

    found = Video.objects.filter(title="新片").first()
    assert (found and found.collection) == (place and shelf(house.units[place]))


def test_right_that_ended_keeps_nothing(house):
    RoleGrant.objects.filter(user=house.users["B1"]).update(starts_on=date(2020, 1, 1), ends_on=date(2026, 11, 23))
    picture = house.files["picture", "B1"]

    assert window(house.users["B1"]).get(reverse("wagtailimages:edit", args=[picture.pk])).status_code == 404


def test_nobody_deletes_the_collection_of_a_unit(house):
    User.objects.filter(pk=house.users["G"].pk).update(is_superuser=True)
    empty = shelf(house.units["B2"])
    for model in (CustomImage, CustomDocument, Video):
        model.objects.filter(collection=empty).update(collection=common_collection())
    address = reverse("wagtailadmin_collections:delete", args=[empty.pk])

    answer = window(User.objects.get(pk=house.users["G"].pk)).post(address)

    assert answer.status_code == 403
    assert Collection.objects.filter(pk=empty.pk).exists()


# What lessons may show


def lesson_data(*blocks):
    data = {
        "title": "第一课", "title_en": "", "summary": "", "summary_en": "", "minutes": "10", "content_head": "rules",
        "review_by": "", "bases": inline_formset([]), "body": streamfield(list(blocks)),
        "comments": inline_formset([]),
    }  # fmt: skip
    return nested_form_data(data)


@pytest.mark.parametrize(("place", "taken"), [("B1", True), ("common", True), ("B2", False)])
def test_lesson_shows_only_what_its_author_may_choose(house, place, taken):
    lesson = LessonPage.objects.descendant_of(make_course(code="K1", unit=house.units["B1"])).first()
    video = house.files["video", place]
    address = reverse("wagtailadmin_pages:edit", args=[lesson.pk])

    answer = window(house.users["B1"]).post(address, lesson_data(("video", {"video": video.pk})))

    written = LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object().body
    assert [block.value["video"] for block in written if block.block_type == "video"] == ([video] if taken else [])
    assert (answer.status_code == 302) is taken


def test_what_a_lesson_shows_already_stays(house):
    lesson = LessonPage.objects.descendant_of(make_course(code="K1", unit=house.units["B1"])).first()
    lesson.body = [("video", {"video": house.files["video", "B2"]})]
    lesson.save_revision().publish()
    address = reverse("wagtailadmin_pages:edit", args=[lesson.pk])

    answer = window(house.users["B1"]).post(
        address, lesson_data(("video", {"video": house.files["video", "B2"].pk}))
    )

    assert answer.status_code == 302


# Who reads


def show(house, kind, *, place="B1", **fields):
    """Publish a course of branch 1 whose first lesson shows a file; return both."""
    course = make_course(code="K1", unit=house.units["B1"], **fields)
    lesson = LessonPage.objects.descendant_of(course).first()
    found = house.files[kind, place]
    lesson.body = [(kind, {"video": found} if kind == "video" else {"document": found, "note": ""})]
    lesson.save_revision().publish()
    return course, found


def doors(found) -> list[str]:
    if isinstance(found, Video):
        return [found.url, reverse("library:captions", args=[found.public_id, "zh"])]
    return [found.url]


def statuses(user, found) -> set[int]:
    answers = [window(user).get(address) for address in doors(found)]
    for answer in answers:
        if answer.streaming:
            list(answer.streaming_content)  # to its end, which closes the file
    return {answer.status_code for answer in answers}


def close(course) -> None:
    """Leave the course to a job role that nobody holds."""
    course.audience.add(JobRole.objects.create(code="R18", name="话务员", name_en="Operator"))
    course.save()


@pytest.mark.parametrize("kind", ["video", "document"])
def test_learners_read_what_a_lesson_of_their_courses_shows(house, kind):
    course, found = show(house, kind)
    learner = house.users["learner"]
    assert statuses(learner, found) == {200}
    assert statuses(learner, house.files[kind, "common"]) == {404}

    close(course)
    assert statuses(learner, found) == {404}

    person = Person.objects.create(employee_no="LEARNER", name="学员", user=learner)
    enrolments.enrol(person, course=course, source=EnrolmentSource.SELF, actor=learner, at=house.at)
    assert statuses(learner, found) == {200}


@pytest.mark.parametrize("kind", ["video", "document"])
def test_strangers_are_led_to_the_sign_in_page(house, kind):
    _course, found = show(house, kind)

    for address in doors(found):
        answer = Client().get(address)
        assert (answer.status_code, answer.url) == (302, f"/accounts/login/?next={address}")


@pytest.mark.parametrize("kind", ["video", "document"])
def test_drafts_show_files_to_trainers_only(house, kind):
    course, found = show(house, kind, place="B2")
    close(course)
    LessonPage.objects.descendant_of(course).update(live=False)

    assert statuses(house.users["learner"], found) == {404}
    assert {who: statuses(house.users[who], found) for who in ("G", "B1", "B2", "C1")} == {
        "G": {200},
        "B1": {200},  # keeps the course
        "B2": {200},  # keeps the file
        "C1": {404},
    }


@pytest.mark.parametrize(
    ("right", "status"),
    [(Right.HR, 200), (Right.SAFETY, 200), (Right.AUDITOR, 200), (Right.ADMIN, 200), (Right.PROCTOR, 404)],
)
def test_whoever_oversees_all_courses_reads_what_they_show(house, right, status):
    course, found = show(house, "video")
    close(course)
    RoleGrant.objects.create(
        user=house.users["learner"], right=right, unit=house.units["B2"], starts_on=DAY, reason="appointed"
    )

    assert statuses(house.users["learner"], found) == {status}
    assert statuses(house.users["learner"], house.files["video", "B1"]) == {status}
    assert statuses(house.users["learner"], house.files["video", "common"]) == {404}


def test_who_is_enrolled_reads_on_when_the_course_is_taken_back(house):
    course, found = show(house, "video")
    learner = house.users["learner"]
    person = Person.objects.create(employee_no="LEARNER", name="学员", user=learner)
    enrolments.enrol(person, course=course, source=EnrolmentSource.SELF, actor=learner, at=house.at)
    course.unpublish()

    assert statuses(learner, found) == {200}
    assert statuses(User.objects.create_user("ANOTHER"), found) == {404}


def test_part_of_a_film_is_sent_and_kept_for_an_hour(house):
    _course, found = show(house, "video")
    answer = window(house.users["learner"]).get(found.url, headers={"Range": "bytes=0-9"})

    assert (answer.status_code, set(answer["Cache-Control"].split(", "))) == (206, {"private", "max-age=3600"})
    assert len(b"".join(answer.streaming_content)) == 10


@pytest.mark.parametrize(("who", "count"), [("learner", 1), ("B2", 8)])
@pytest.mark.parametrize("lessons", [1, 3])
def test_to_ask_costs_the_same_for_one_lesson_and_for_three(house, who, count, lessons):
    course, found = show(house, "video", lessons=lessons)
    for lesson in LessonPage.objects.descendant_of(course):
        lesson.body = [("video", {"video": found})]
        lesson.save_revision().publish()
    if who == "B2":
        close(course)

    with CaptureQueriesContext(connection) as queries:
        may_read_media(house.users[who], found, DAY)

    assert len(queries) == count, [row["sql"] for row in queries.captured_queries]
