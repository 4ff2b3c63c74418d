"""The embedded broker: messages as files in a folder, each there whole or not at all."""

from __future__ import annotations

import uuid
from pathlib import Path
from time import monotonic_ns
from typing import Any

from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """Kombu's channel, except that a message has its name only once it is written."""

    def _put(self, queue: str, payload: dict[str, Any], **kwargs: Any) -> None:  # type: ignore[override]
        # Kombu opens the file under its final name: a worker that looks at that moment reads nothing and dies of it.
        name = f"{monotonic_ns() // 1_000_000}_{uuid.uuid4()}"
        unfinished = Path(self.data_folder_out) / f"{name}.part"
        try:
            unfinished.write_text(dumps(payload))
            unfinished.rename(unfinished.with_name(f"{name}.{queue}.msg"))
        except OSError as error:
            raise filesystem.ChannelError(f"Cannot add {unfinished.name} to the queue") from error


class Transport(filesystem.Transport):
    """The transport that `filesystem://` names here."""

    Channel = Channel
