"""Films are known by what is in them."""

import contextlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.domain.mp4 import Fault, FilmFault, film_seconds
from tests.factories.library import box, make_mp4

SOUND_ONLY = make_mp4(handler=b"soun", codec=b"mp4a")
FTYP = box(b"ftyp", b"isom", bytes(4))


def seconds(content: bytes) -> int:
    return film_seconds(BytesIO(content), size=len(content))


@pytest.mark.parametrize(("length", "scale"), [(1, 1), (95, 1000), (3600, 90_000)])
def test_length_is_read(length, scale):
    assert seconds(make_mp4(seconds=length, scale=scale)) == length


def test_begun_second_counts_and_wide_header_is_read():
    wide = box(b"mvhd", b"\x01", bytes(19), (600).to_bytes(4, "big"), (601).to_bytes(8, "big"), bytes(80))
    film = make_mp4()
    narrow_at = film.index(b"mvhd") - 4
    size = int.from_bytes(film[narrow_at : narrow_at + 4], "big")
    moov_at = film.index(b"moov") - 4
    moov = int.from_bytes(film[moov_at : moov_at + 4], "big") - size + len(wide)
    film = film[:moov_at] + moov.to_bytes(4, "big") + b"moov" + wide + film[narrow_at + size :]

    assert seconds(film) == 2


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", Fault.NOT_MP4),
        (b"<html><script>alert(1)</script>", Fault.NOT_MP4),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Fault.NOT_MP4),
        (b"%PDF-1.7", Fault.NOT_MP4),
        (FTYP + b"\x00\x00\x00\x04moov", Fault.NOT_MP4),
        (FTYP + b"\xff\xff\xff\xffmoov", Fault.NOT_MP4),
        (FTYP + box(b"free") * 3000, Fault.NOT_MP4),
        (FTYP, Fault.NO_PICTURE),
        (SOUND_ONLY, Fault.NO_PICTURE),
        (make_mp4(codec=b"hvc1"), Fault.OTHER_CODEC),
        (make_mp4(codec=b"av01"), Fault.OTHER_CODEC),
        (make_mp4(seconds=0), Fault.NO_LENGTH),
        (make_mp4(scale=0), Fault.NO_LENGTH),
    ],
)
def test_other_files_are_refused(content, fault):
    with pytest.raises(FilmFault) as refused:
        seconds(content)
    assert refused.value.fault is fault


@given(st.binary(max_size=300), st.integers(0, 200))
def test_damaged_files_never_break_the_reader(noise, place):
    film = make_mp4(data=10)
    damaged = film[:place] + noise + film[place + len(noise) :]
    with contextlib.suppress(FilmFault):
        assert seconds(damaged) >= 1
