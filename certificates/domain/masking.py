"""What a stranger may read of a name."""

from __future__ import annotations


def masked(name: str) -> str:
    """Return a name of which the first character shows, and the last too when there are more than three.

    王小暖 becomes 王**, 买买提·吐尔逊 becomes 买*****逊; one character alone is hidden.
    """
    plain = name.strip()
    if len(plain) < 2:
        return "*"
    if len(plain) <= 3:
        return plain[0] + "*" * (len(plain) - 1)
    return plain[0] + "*" * (len(plain) - 2) + plain[-1]
