"""Many PDFs in one ZIP."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from certificates.models import Certificate

# What file systems refuse in names, and what would lead out of the folder.
NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
TELL_EVERY = 10  # files


class Progress(Protocol):
    """Tells who waits how far the work is."""

    def __call__(self, done: int, *, total: int) -> None: ...


def name_in_batch(certificate: Certificate) -> str:
    """Return the name of a PDF inside a ZIP: number and holder, as any file system takes it."""
    holder = NOT_IN_NAMES.sub("_", str(certificate.snapshot.get("holder_name", ""))).strip(". ")
    return f"{certificate.number} {holder[:60]}".strip() + ".pdf"


def write_batch(path: Path, certificates: Iterable[Certificate], *, total: int, progress: Progress) -> int:
    """Write the PDFs into one ZIP, and return how many. They are stored as they are: a PDF is compressed already."""
    count = 0
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for count, certificate in enumerate(certificates, start=1):
            with certificate.file.open("rb") as pdf:
                archive.writestr(name_in_batch(certificate), pdf.read())
            if count % TELL_EVERY == 0:
                progress(count, total=total)
    progress(count, total=total)
    return count
