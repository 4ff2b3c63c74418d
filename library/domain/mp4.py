"""What an MP4 file really holds: read from its boxes, never from its name. ISO/IEC 14496-12 (boxes), -14, -15."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

PLAYABLE = frozenset({b"avc1", b"avc3"})  # H.264: every phone and browser of the last ten years plays it
CONTAINERS = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl"})
MOST_BOXES = 2000  # a film has some dozens; a file made to exhaust us has more


class Fault(StrEnum):
    """Why a file is not taken."""

    NOT_MP4 = "not_mp4"
    NO_PICTURE = "no_picture"
    OTHER_CODEC = "other_codec"
    NO_LENGTH = "no_length"


class FilmFault(ValueError):
    """The file is no film that every device plays."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.value)


@dataclass(frozen=True, slots=True)
class _Box:
    kind: bytes
    start: int  # of the payload
    end: int


def _boxes(file: BinaryIO, start: int, end: int, budget: list[int]) -> Iterator[_Box]:
    """Yield the boxes between two offsets, those inside containers too."""
    while start + 8 <= end:
        budget[0] -= 1
        file.seek(start)
        head = file.read(8)
        size, kind, header = int.from_bytes(head[:4], "big"), head[4:], 8
        if size == 1:
            size, header = int.from_bytes(file.read(8), "big"), 16
        elif size == 0:  # to the end of the file
            size = end - start
        if size < header or start + size > end or budget[0] < 0:
            raise FilmFault(Fault.NOT_MP4)
        box = _Box(kind, start + header, start + size)
        yield box
        if kind in CONTAINERS:
            yield from _boxes(file, box.start, box.end, budget)
        start += size


def _seconds(file: BinaryIO, box: _Box) -> int:
    """Return the length in whole seconds, rounded up, from a movie header of version 0 or 1."""
    file.seek(box.start)
    head = file.read(32)
    wide = head[:1] == b"\x01"
    scale = int.from_bytes(head[20:24] if wide else head[12:16], "big")
    units = int.from_bytes(head[24:32] if wide else head[16:20], "big")
    if not scale or not units or units >= (2**64 if wide else 2**32) - 1:  # all ones: not known
        raise FilmFault(Fault.NO_LENGTH)
    return -(-units // scale)


def film_seconds(file: BinaryIO, *, size: int) -> int:
    """Return the length of a film in whole seconds, rounded up. `size` is the length of the file in bytes.

    Raises FilmFault for a file that is no MP4, holds no picture, uses a codec that not every device plays, or does
    not say how long it is.
    """
    file.seek(4)
    if file.read(4) != b"ftyp":
        raise FilmFault(Fault.NOT_MP4)
    seconds, codecs, kind = 0, set(), b""
    for box in _boxes(file, 0, size, [MOST_BOXES]):
        if box.kind == b"mvhd":
            seconds = _seconds(file, box)
        elif box.kind == b"hdlr":  # names what the track is, before its sample description comes
            file.seek(box.start + 8)
            kind = file.read(4)
        elif box.kind == b"stsd" and kind == b"vide":
            file.seek(box.start + 12)
            codecs.add(file.read(4))
    if not codecs:
        raise FilmFault(Fault.NO_PICTURE)
    if not codecs <= PLAYABLE:
        raise FilmFault(Fault.OTHER_CODEC)
    if not seconds:
        raise FilmFault(Fault.NO_LENGTH)
    return seconds
