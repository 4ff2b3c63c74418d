"""The list of people as a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.sheets import Cell, Column
from people.models import Person
from people.models.user import ACCOUNT_STATE_LABELS


def columns() -> list[Column]:
    """Return the columns of the list."""
    return [
        Column(_("Employee number"), 14),
        Column(pgettext("person", "Name"), 16),
        Column(_("Unit code"), 12),
        Column(_("Unit"), 24),
        Column(_("Job role"), 24),
        Column(_("Engaged as"), 12),
        Column(_("Account"), 16),
        Column(_("Left on"), 12),
    ]


def rows(people: Iterable[Person], *, day: date) -> Iterator[list[Cell]]:
    """Yield one row per employment on the day, or the last one of who left, and one for a person without any.

    The people come as `people.queries.people.for_list` gives them.
    """
    labels = dict(ACCOUNT_STATE_LABELS)
    for person in people:
        for post in person.employed or [None]:
            where = ["", "", "", ""]
            if post is not None:
                where = [
                    post.unit.code,
                    post.unit.local_name,
                    post.job_role.local_name,
                    str(post.get_person_type_display()),
                ]
            left = post.ends_on if post is not None and post.ends_on is not None and post.ends_on < day else None
            yield [person.employee_no, person.name, *where, str(labels[person.account]), left]
