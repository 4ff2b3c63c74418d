"""Parts of files. RFC 9110, section 14.1.2, gives the examples with 10000 bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.domain.ranges import RangeNotSatisfiable, byte_range


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-499", (0, 499)),
        ("bytes=500-999", (500, 999)),
        ("bytes=-500", (9500, 9999)),
        ("bytes=9500-", (9500, 9999)),
        ("bytes=0-0", (0, 0)),
        ("bytes=9999-20000", (9999, 9999)),
        ("bytes=-20000", (0, 9999)),
        ("bytes=0-0,-1", None),
        ("bytes=5-4", None),
        ("bytes=-", None),
        ("items=0-5", None),
        ("", None),
    ],
)
def test_part(header, part):
    assert byte_range(header, size=10_000) == part


@pytest.mark.parametrize(("header", "size"), [("bytes=10000-", 10_000), ("bytes=-0", 10_000), ("bytes=0-", 0)])
def test_part_behind_the_end(header, size):
    with pytest.raises(RangeNotSatisfiable):
        byte_range(header, size=size)


@given(st.integers(1, 1000), st.integers(0, 1200), st.integers(0, 1200))
def test_part_lies_inside_the_file(size, first, last):
    try:
        part = byte_range(f"bytes={first}-{last}", size=size)
    except RangeNotSatisfiable:
        assert first >= size
    else:
        assert part is None or 0 <= part[0] <= part[1] < size
