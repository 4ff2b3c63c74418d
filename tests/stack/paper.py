"""What a device reads on a paper of choices: the names under which it has to send its answers."""

from __future__ import annotations

import re

Names = dict[tuple[int, str], str]  # by position and the last letter of the option
OPTION = re.compile(rb'name="q(\d+)" value="(\w+)"[^>]*> <span>[^<]*([a-z])</span>')


def names_on(page: bytes) -> Names:
    """Return the names of all options that end in a letter, as those of tests.factories do."""
    found = {(int(position), letter.decode()): name.decode() for position, name, letter in OPTION.findall(page)}
    if not found:
        raise RuntimeError("the paper shows no options")
    return found
