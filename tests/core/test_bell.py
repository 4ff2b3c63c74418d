"""The embedded broker hands out whole messages only."""

from __future__ import annotations

from pathlib import Path

import pytest
from celery import current_app
from kombu import Connection
from kombu.transport.virtual import Empty

from core import bell


@pytest.fixture
def channel(tmp_path):
    options = {"data_folder_in": str(tmp_path), "data_folder_out": str(tmp_path), "control_folder": str(tmp_path)}
    with Connection("filesystem://", transport_options=options) as connection:
        yield connection.default_channel


def test_the_application_uses_it(channel):
    assert current_app.main == "annuan"
    assert isinstance(channel, bell.Channel)


def test_nobody_gets_a_message_before_it_is_whole(channel, monkeypatch):
    seen = []
    rename = Path.rename

    def name_it(unfinished, finished):
        with pytest.raises(Empty):
            channel._get("annuan")
        seen.append(finished)
        return rename(unfinished, finished)

    monkeypatch.setattr(Path, "rename", name_it)
    channel._put("annuan", {"word": "暖"})
    assert len(seen) == 1
    assert channel._get("annuan") == {"word": "暖"}
    with pytest.raises(Empty):
        channel._get("annuan")


def test_a_queue_gets_its_own_messages(channel):
    channel._put("another", {"word": "冷"})
    with pytest.raises(Empty):
        channel._get("annuan")
    assert channel._get("another") == {"word": "冷"}


def test_a_folder_that_is_gone_is_said(channel, tmp_path):
    tmp_path.rmdir()
    with pytest.raises(bell.filesystem.ChannelError, match="to the queue"):
        channel._put("annuan", {})
