"""What an exam asks of a candidate, as said before it starts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count

from exams.models import BlueprintRow, ExamForm, Sitting


@dataclass(frozen=True, slots=True)
class Asked:
    """How many questions there are, the sections that have a minimum, each with it in percent, and those that have
    a time of their own, each with its minutes.
    """

    count: int
    minimums: list[tuple[str, Decimal]]
    times: list[tuple[str, int]]


def asked_of(blueprint: Sequence[BlueprintRow], sitting: Sitting | None) -> Asked:
    """Return what the form of a candidate will ask: by the forms that the sitting follows, else by the blueprint.

    Cost: none for a blueprint whose sections are read, one query for forms.
    """
    if sitting is not None and sitting.form_set_id is not None:
        forms = ExamForm.objects.filter(prepared__form_set=sitting.form_set_id).annotate(count=Count("items"))
        form = forms.order_by("pk")[0]
        names = form.section_names
        least = {row["place"]: row["minimum_percent"] for row in form.sections or []}
        return Asked(
            form.count,
            [(names[place], Decimal(percent)) for place, percent in least.items() if percent is not None],
            [(names[place], minutes) for place, minutes in form.section_minutes.items()],
        )
    found = {row.section.place: row.section for row in blueprint if row.section is not None}
    sections = [section for _place, section in sorted(found.items())]
    return Asked(
        sum(row.count for row in blueprint),
        [(one.local_name, one.minimum_percent) for one in sections if one.minimum_percent is not None],
        [(one.local_name, one.minutes) for one in sections if one.minutes is not None],
    )
