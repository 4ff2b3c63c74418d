"""Captions: what is taken, and which line is named when not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.domain.webvtt import CaptionFault, Cue, Fault, read_captions

GOOD = """WEBVTT - 进入之前

NOTE 录于锅炉房

1
00:00.000 --> 00:02.500
<v 班长>先通风，<b>再检测</b>

00:02.500 --> 01:00:00.000 line:0 align:start
氧气 19.5% 到 23.5%
才能进
"""


def test_captions_are_read():
    assert read_captions(GOOD) == (
        Cue(0, 2500, "<v 班长>先通风，<b>再检测</b>"),
        Cue(2500, 3_600_000, "氧气 19.5% 到 23.5%\n才能进"),
    )
    assert read_captions("\ufeff" + GOOD.replace("\n", "\r\n")) == read_captions(GOOD)


@pytest.mark.parametrize(
    ("text", "fault", "line"),
    [
        ("", Fault.HEADER, 1),
        ("<html>", Fault.HEADER, 1),
        ("WEBVTTX\n", Fault.HEADER, 1),
        ("WEBVTT\n00:00.000 --> 00:01.000\na", Fault.HEADER, 2),
        ("WEBVTT\n\n00:00,000 --> 00:01,000\na", Fault.COMMA, 3),
        ("WEBVTT\n\n0:00.000 --> 00:01.000\na", Fault.TIMING, 3),
        ("WEBVTT\n\n00:61.000 --> 00:62.000\na", Fault.TIMING, 3),
        ("WEBVTT\n\n1\nfirst\nsecond", Fault.TIMING, 4),
        ("WEBVTT\n\n00:02.000 --> 00:02.000\na", Fault.BACKWARDS, 3),
        ("WEBVTT\n\n00:02.000 --> 00:03.000\na\n\n00:01.000 --> 00:05.000\nb", Fault.ORDER, 6),
        ("WEBVTT\n\n00:02.000 --> 00:03.000\n\na", Fault.EMPTY, 3),
        ("WEBVTT\n\n00:02.000 --> 00:03.000\na\n<script>", Fault.TAG, 5),
        ("WEBVTT\n\n00:02.000 --> 00:03.000\n1 < 2", Fault.TAG, 4),
        ("WEBVTT\n\nSTYLE\n::cue {}", Fault.STYLE, 3),
        ("WEBVTT\n\nNOTE nothing here", Fault.NO_CUE, 3),
        ("WEBVTT\n\n00:10.000 --> 00:11.000\na", Fault.TOO_LATE, 3),
    ],
)
def test_first_mistake_is_named_with_its_line(text, fault, line):
    with pytest.raises(CaptionFault) as refused:
        read_captions(text, longest_ms=10_000)
    assert (refused.value.fault, refused.value.line) == (fault, line)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_with_a_line_it_has(text):
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 3
    try:
        found, line = read_captions("WEBVTT\n\n" + text), None
    except CaptionFault as fault:
        found, line = (), fault.line

    assert found or 1 <= (line or 0) <= lines
