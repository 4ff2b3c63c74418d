"""Opens the authoring screens to whoever holds the right to write courses today."""

from __future__ import annotations

from django.contrib.auth.models import Group

from courses.enums import AuthorGroup
from people.models import User


def settle(user: User, *, is_author: bool) -> None:
    """Make membership of the trainers' group follow the dated right. Cost: one query when nothing changed.

    The group carries what is the same for all trainers: to open the screens and to add pictures and files.
    """
    belongs = user.groups.filter(name=AuthorGroup.TRAINERS.value).exists()
    if is_author and not belongs:
        user.groups.add(Group.objects.get(name=AuthorGroup.TRAINERS.value))
    elif belongs and not is_author:
        user.groups.remove(Group.objects.get(name=AuthorGroup.TRAINERS.value))
