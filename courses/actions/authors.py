"""Opens the authoring screens to whoever holds the right to write courses today."""

from __future__ import annotations

from django.contrib.auth.models import Group

from courses.enums import AuthorGroup
from people.models import User


def settle(user: User, *, is_author: bool, is_approver: bool) -> None:
    """Make membership of the two groups follow the dated rights. Cost: one query when nothing changed.

    The trainers' group carries what is the same for all trainers: to open the screens and to add pictures and files.
    The approvers' group is the one that the review asks.
    """
    due = {AuthorGroup.TRAINERS.value: is_author, AuthorGroup.APPROVERS.value: is_approver}
    held = set(user.groups.filter(name__in=due).values_list("name", flat=True))
    for name, belongs in due.items():
        if belongs and name not in held:
            user.groups.add(Group.objects.get(name=name))
        elif not belongs and name in held:
            user.groups.remove(Group.objects.get(name=name))
