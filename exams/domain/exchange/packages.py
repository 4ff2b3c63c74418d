"""ZIP packages, opened in memory: names, counts and sizes are checked before anything is unpacked."""

from __future__ import annotations

import io
import stat
import zipfile
from dataclasses import dataclass

FIRST_BYTES = b"PK\x03\x04"
CHUNK = 64 * 1024


class PackageWrong(ValueError):
    """The package cannot be opened safely; `code` says why, `value` which entry."""

    def __init__(self, code: str, value: str = "") -> None:
        self.code, self.value = code, value
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a package may cost: number of entries, bytes of one and of all once unpacked, and unpacked ÷ packed.

    Pictures and text of a bank shrink to a tenth at most; 100 leaves room, and a bomb needs 400 and more. Small
    entries may shrink further: a page of spaces harms nobody.
    """

    entries: int = 3000
    entry_bytes: int = 20 * 1024 * 1024
    all_bytes: int = 200 * 1024 * 1024
    ratio: int = 100
    ratio_from_bytes: int = 256 * 1024


def opened(content: bytes, bounds: Bounds | None = None) -> dict[str, bytes]:
    """Return the files of a package by name. Raises PackageWrong; nothing is ever written to a disk."""
    limits = bounds or Bounds()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _check(entries, limits)
            return {entry.filename: _unpacked(archive, entry) for entry in entries}
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        if isinstance(error, PackageWrong):
            raise
        raise PackageWrong("zip_broken") from error


def names_in(content: bytes) -> list[str]:
    """Return the names in a package, which is not unpacked. Raises PackageWrong."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, EOFError, OSError, ValueError) as error:
        raise PackageWrong("zip_broken") from error


def _check(entries: list[zipfile.ZipInfo], limits: Bounds) -> None:
    if len(entries) > limits.entries:
        raise PackageWrong("zip_too_many", str(len(entries)))
    if sum(entry.file_size for entry in entries) > limits.all_bytes:
        raise PackageWrong("zip_too_large", str(sum(entry.file_size for entry in entries) // 1024**2))
    seen: set[str] = set()
    for entry in entries:
        if entry.filename.casefold() in seen:
            raise PackageWrong("zip_name_twice", entry.filename[:80])
        seen.add(entry.filename.casefold())
        _check_entry(entry, limits)


def _check_entry(entry: zipfile.ZipInfo, limits: Bounds) -> None:
    name, parts = entry.filename, entry.filename.split("/")
    odd = any(sign in name for sign in "\\:\0") or any(ord(sign) < 32 for sign in name)
    # orig_filename keeps what zipfile cuts off at a NUL or turns round on Windows.
    if odd or ".." in parts or name.startswith("/") or entry.orig_filename != name:
        raise PackageWrong("zip_name", name[:80])
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise PackageWrong("zip_link", name[:80])
    if entry.flag_bits & 0x1:
        raise PackageWrong("zip_encrypted", name[:80])
    if entry.file_size > limits.entry_bytes:
        raise PackageWrong("zip_too_large", name[:80])
    packed = max(entry.compress_size, 1)
    if entry.file_size > limits.ratio_from_bytes and entry.file_size / packed > limits.ratio:
        raise PackageWrong("zip_bomb", name[:80])


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Return one entry; whoever declares less than there is meets the check sum."""
    parts: list[bytes] = []
    with archive.open(entry) as file:
        while part := file.read(CHUNK):
            parts.append(part)
    found = b"".join(parts)
    if len(found) != entry.file_size:
        raise PackageWrong("zip_broken", entry.filename[:80])
    return found


def packed(files: dict[str, bytes]) -> bytes:
    """Return a package of these files, the same bytes for the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            # The oldest date a package knows: when it was made belongs into its text, not into its digest.
            archive.writestr(zipfile.ZipInfo(name), files[name], zipfile.ZIP_DEFLATED)
    return out.getvalue()
