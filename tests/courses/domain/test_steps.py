"""What a message of a device may say."""

import pytest

from courses.domain.steps import Done, Reached, step_of


@pytest.mark.parametrize(
    ("message", "step"),
    [
        ({"position": 0}, Reached(0)),
        ({"position": 1000}, Reached(1000)),
        ({"done": True, "revision": 7}, Done(7)),
        ({"done": True, "revision": 2**63 - 1}, Done(2**63 - 1)),
        ({"done": True}, Done(0)),
    ],
)
def test_step_is_read(message, step):
    assert step_of(message) == step


@pytest.mark.parametrize(
    "message",
    [
        None,
        [],
        {},
        {"position": 1001},
        {"position": -1},
        {"position": True},
        {"position": 1, "revision": 7},
        {"done": 1, "revision": 7},
        {"done": True, "revision": True},
        {"done": True, "revision": -1},
        {"done": True, "revision": 2**63},
        {"done": True, "revision": 7, "more": 1},
    ],
)
def test_anything_else_is_refused(message):
    with pytest.raises(ValueError, match=r"^$"):
        step_of(message)
