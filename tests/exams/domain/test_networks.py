"""Ranges of addresses are read with mercy, refused with the cure, and compared exactly."""

import pytest

from exams.domain.networks import BadRange, RangeFault, is_inside, read_ranges


@pytest.mark.parametrize(
    ("text", "ranges"),
    [
        ("", []),
        ("10.20.0.0/16", ["10.20.0.0/16"]),
        ("10.20.0.7", ["10.20.0.7/32"]),
        ("10.0.0.0/24, 10.0.1.0/24；10.0.2.0/24\n\n10.0.0.0/24", ["10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24"]),
        ("１０．２０．０．０／１６", ["10.20.0.0/16"]),
        ("2001:DB8::/32", ["2001:db8::/32"]),
        ("192.168.0.0/255.255.255.0", ["192.168.0.0/24"]),
    ],
)
def test_ranges_are_read(text, ranges):
    assert read_ranges(text) == (ranges, [])


@pytest.mark.parametrize(
    ("text", "bad"),
    [
        ("10.0.0.5/24", BadRange(1, "10.0.0.5/24", RangeFault.HOST_BITS, "10.0.0.0/24")),
        ("10.0.0.0/24\n2001:db8::1/32", BadRange(2, "2001:db8::1/32", RangeFault.HOST_BITS, "2001:db8::/32")),
        ("10.0.0.0/33", BadRange(1, "10.0.0.0/33", RangeFault.UNREADABLE)),
        ("10.0.0.256", BadRange(1, "10.0.0.256", RangeFault.UNREADABLE)),
        ("第一考场", BadRange(1, "第一考场", RangeFault.UNREADABLE)),
        ("10.0.0.1-10.0.0.9", BadRange(1, "10.0.0.1-10.0.0.9", RangeFault.UNREADABLE)),
        ("0.0.0.0/0", BadRange(1, "0.0.0.0/0", RangeFault.EVERYBODY)),
        ("::/0", BadRange(1, "::/0", RangeFault.EVERYBODY)),
    ],
)
def test_what_is_no_range_is_named_by_its_line(text, bad):
    assert read_ranges(text)[1] == [bad]


@pytest.mark.parametrize(
    ("address", "ranges", "inside"),
    [
        ("192.0.2.7", "", True),
        ("", "", True),
        ("10.0.0.0", "10.0.0.0/24", True),
        ("10.0.0.255", "10.0.0.0/24", True),
        ("10.0.1.0", "10.0.0.0/24", False),
        ("10.0.1.0", "10.0.0.0/24\n10.0.1.0/32", True),
        ("2001:db8::7", "10.0.0.0/24\n2001:db8::/32", True),
        ("2001:db9::7", "10.0.0.0/24\n2001:db8::/32", False),
        ("", "10.0.0.0/24", False),
        ("unknown", "10.0.0.0/24", False),
    ],
)
def test_inside(address, ranges, inside):
    assert is_inside(address, ranges=ranges) == inside
