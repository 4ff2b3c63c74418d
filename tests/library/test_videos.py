"""Videos: what trainers may upload, who may watch, and that players can seek."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from courses.queries.shelves import common_collection
from library.models import Video
from people.enums import Right
from people.models import RoleGrant, Unit
from tests.factories.library import CAPTIONS, make_mp4, make_picture, make_video

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "public"


@pytest.fixture
def trainer(client, user, at, monkeypatch):
    """A signed-in trainer."""
    monkeypatch.setattr("core.clock.now", lambda: at)
    unit = Unit.objects.create(code="G", name="集团", kind="branch", valid_from=date(2015, 1, 1))
    RoleGrant.objects.create(
        user=user, right=Right.TRAINER, unit=unit, starts_on=date(2020, 1, 1), reason="appointed"
    )
    client.force_login(user, backend=BACKEND)
    return client


def upload(client, *, content=None, name="film.mp4", **fields):
    data = {
        "title": "进入之前", "title_en": "", "poster": make_picture().pk, "captions_zh": CAPTIONS, "captions_en": "",
        "transcript": "先通风。", "transcript_en": "", "collection": common_collection().pk,
        "file": SimpleUploadedFile(name, make_mp4() if content is None else content), **fields,
    }  # fmt: skip
    return client.post(reverse("videos:add"), data)


def test_trainer_adds_a_video_and_its_length_is_read(trainer, user, private_files):
    captions = SimpleUploadedFile("zh.vtt", ("\ufeff" + CAPTIONS).encode())

    answer = upload(trainer, captions_zh="", captions_zh_file=captions, name="../../电影.html")

    video = Video.objects.get()
    assert answer.status_code == 302
    assert (video.duration_seconds, video.length, video.uploaded_by) == (95, "1:35", user)
    assert video.captions_zh == CAPTIONS.strip()
    assert [path.suffix for path in private_files.rglob("*") if path.is_file()] == [".mp4"]
    assert video.public_id in video.file.name


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"content": b"<html><script></script></html>"}, "file", "MP4"),
        ({"content": b"<svg/>", "name": "a.mp4"}, "file", "MP4"),
        ({"content": make_mp4(codec=b"hvc1")}, "file", "H.264"),
        ({"captions_zh": ""}, "captions_zh", "中文字幕"),
        ({"captions_zh": "WEBVTT\n\n00:00,000 --> 00:01,000\na"}, "captions_zh", "第 3 行"),
        ({"captions_en": "WEBVTT\n\n00:00.000 --> 00:01.000\n<a href=x>"}, "captions_en", "第 4 行"),
        ({"captions_zh": "WEBVTT\n\n59:00.000 --> 59:01.000\na"}, "captions_zh", "第 3 行"),
    ],
)
def test_other_uploads_are_refused_with_the_cure(trainer, fields, field, words):
    answer = upload(trainer, **fields)

    assert answer.status_code == 200
    assert words in "".join(answer.context["form"].errors[field])
    assert not Video.objects.exists()


def test_too_large_a_video_is_refused(trainer, settings):
    settings.VIDEO_MAX_MB = 1
    answer = upload(trainer, content=make_mp4(data=1024 * 1024))

    assert "1 MB" in "".join(answer.context["form"].errors["file"])


@pytest.mark.parametrize("door", ["wagtailimages:add", "wagtaildocs:add", "videos:add", "videos_chooser:choose"])
def test_trainer_opens_the_doors_for_pictures_files_and_videos(trainer, door):
    assert trainer.get(reverse(door)).status_code == 200


def test_window_leads_to_adding_where_there_is_no_video_and_finds_by_words(trainer):
    empty = trainer.get(reverse("videos_chooser:choose")).json()["html"]
    assert f'href="{reverse("videos:add")}"' in empty
    make_video(title="通风")
    make_video(title="检测", transcript="先通风，再检测。")
    make_video(title="救援", transcript="不盲目施救。")

    found = trainer.get(reverse("videos_chooser:choose_results"), {"q": "通风"}).context["results"]

    assert {video.title for video in found} == {"通风", "检测"}


def test_whoever_is_no_trainer_adds_none(client, user):
    client.force_login(user, backend=BACKEND)

    assert upload(client).status_code == 302
    assert not Video.objects.exists()


@pytest.mark.parametrize("field", ["duration_seconds", "captions_zh"])
def test_database_refuses_a_video_without_length_or_captions(field):
    video = make_video()
    value = {"duration_seconds": 0, "captions_zh": ""}[field]
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE library_video SET {field} = %s WHERE id = %s", [value, video.pk])  # noqa: S608


@pytest.mark.parametrize(
    ("header", "status", "part"),
    [(None, 200, slice(None)), ("bytes=100-199", 206, slice(100, 200)), ("bytes=-10", 206, slice(-10, None)),
     ("bytes=4-", 206, slice(4, None)), ("bytes=999999-", 416, slice(0))],
)  # fmt: skip
def test_players_can_seek(trainer, header, status, part):
    video = make_video()
    content = make_mp4()

    answer = trainer.get(video.url, headers={"Range": header} if header else {})
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    answer.close()

    assert (answer.status_code, body) == (status, content[part])
    if status == 206:
        first = part.indices(len(content))[0]
        assert answer["Content-Range"] == f"bytes {first}-{first + len(body) - 1}/{len(content)}"
        assert answer["Content-Length"] == str(len(body))
    if status != 416:
        assert (answer["Content-Type"], answer["Accept-Ranges"]) == ("video/mp4", "bytes")


def test_part_of_a_file_that_changed_meanwhile_is_the_whole(trainer):
    answer = trainer.get(
        make_video().url, headers={"Range": "bytes=0-9", "If-Range": "Mon, 01 Jan 2024 00:00:00 GMT"}
    )

    assert answer.status_code == 200
    answer.close()


def test_pictures_are_sent_in_parts_too(client, settings):
    (settings.MEDIA_ROOT / "images").mkdir(parents=True)
    (settings.MEDIA_ROOT / "images" / "a.png").write_bytes(b"0123456789")

    answer = client.get("/media/images/a.png", headers={"Range": "bytes=2-4"})

    assert (answer.status_code, b"".join(answer.streaming_content)) == (206, b"234")
    answer.close()


@pytest.mark.parametrize(("language", "default"), [("zh-hans", "zh"), ("en", "en")])
def test_lesson_shows_captions_in_the_language_of_the_reader(language, default):
    video = make_video(captions_en=CAPTIONS, title_en="Before you enter")
    with translation.override(language):
        html = render_to_string("library/blocks/video.html", {"self": {"video": video}})

    assert 'preload="metadata"' in html
    assert "autoplay" not in html
    assert html.count("<track ") == 2
    assert f'captions-{default}.vtt" default>' in html
    assert html.count(" default>") == 1


def test_captions_there_are_not_are_not_found(trainer):
    video = make_video()

    answer = trainer.get(reverse("library:captions", args=[video.public_id, "zh"]))

    assert (answer["Content-Type"], answer.content.decode()) == ("text/vtt; charset=utf-8", CAPTIONS)
    assert trainer.get(reverse("library:captions", args=[video.public_id, "en"])).status_code == 404
