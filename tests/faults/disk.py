"""A disk of a few megabytes that can be filled and freed while a server writes on it."""

from __future__ import annotations

import os
import resource
import shutil
from pathlib import Path
from typing import Protocol

from tests.stack.server import Server

MEGABYTES = 12


class Disk(Protocol):
    """A folder of a server whose space runs out."""

    prefix: list[str]

    def fill(self, server: Server) -> None:
        """Leave no space."""

    def free(self, server: Server) -> None:
        """Give the space back."""


class SmallDisk:
    """A memory disk, mounted over the folder for the server alone; it ends with the server. Needs root."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        kept = f"{folder}.kept"
        shutil.copytree(folder, kept)
        mount = f"mount -t tmpfs -o size={MEGABYTES}m tmpfs '{folder}' && cp -a '{kept}/.' '{folder}'"
        self.prefix = ["unshare", "--mount", "sh", "-c", f'{mount} && exec "$@"', "sh"]

    def inside(self, server: Server) -> Path:
        """Return the folder as the server sees it."""
        return Path(f"/proc/{server.process.pid}/root{self.folder}")

    def fill(self, server: Server) -> None:
        with (self.inside(server) / "filler").open("wb", buffering=0) as filler:
            try:
                while True:
                    filler.write(b"0" * 4096)
            except OSError:
                return

    def free(self, server: Server) -> None:
        (self.inside(server) / "filler").unlink()


class SmallFiles:
    """Files of the server may not grow any further: what can be done without root."""

    prefix: list[str] = []

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def inside(self, server: Server) -> Path:
        """Return the folder as the server sees it."""
        return self.folder

    def _limit(self, server: Server, most: int) -> None:
        for pid in server.pids():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))

    def fill(self, server: Server) -> None:
        self._limit(server, 4096)

    def free(self, server: Server) -> None:
        self._limit(server, resource.RLIM_INFINITY)


def small_disk(folder: Path) -> SmallDisk | SmallFiles:
    """Return the kind that this account can make."""
    return SmallDisk(folder) if os.geteuid() == 0 else SmallFiles(folder)
