"""What a device sends is read by one rule: an answer that no screen of ours sends stores nothing."""

from __future__ import annotations

import pytest

from exams.actions.received import MOST_ANSWERS, read_answers
from exams.errors import ResponseRefused

SOUND = {"position": 1, "value": "a", "sequence": 1, "client_id": "one", "made_at": 1_700_000_000_000}


def test_sound_answer_is_read():
    [answer] = read_answers([SOUND])
    assert (answer.position, answer.value, answer.sequence, answer.client_id) == (1, "a", 1, "one")
    assert answer.made_at.isoformat() == "2023-11-14T22:13:20+00:00"


@pytest.mark.parametrize(
    "change",
    [
        {"position": 0},
        {"position": 2**15},
        {"position": "1"},
        {"position": True},
        {"sequence": 0},
        {"sequence": 2**53},
        {"client_id": ""},
        {"client_id": "x" * 41},
        {"client_id": "a\x00b"},
        {"client_id": 7},
        {"client_id": "branch-1-0"},
        {"client_id": "accepted-1"},
        {"client_id": "paper-1"},
    ],
)
def test_unsound_answer_is_refused(change):
    with pytest.raises(ResponseRefused):
        read_answers([SOUND | change])


@pytest.mark.parametrize("made_at", [None, "now", 1.5, 10**30])
def test_a_device_whose_clock_says_nonsense_is_heard_without_it(made_at):
    assert read_answers([SOUND | {"made_at": made_at}])[0].made_at is None


@pytest.mark.parametrize("rows", [None, 7, [None], [{}], [SOUND] * (MOST_ANSWERS + 1)])
def test_what_is_no_list_of_answers_is_refused(rows):
    with pytest.raises(ResponseRefused):
        read_answers(rows)
