"""What an exam asks of a candidate, as said before it starts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count

from exams.models import BlueprintRow, ExamForm, Sitting


@dataclass(frozen=True, slots=True)
class Asked:
    """How many questions there are, and the sections that have a minimum, each with it in percent."""

    count: int
    minimums: list[tuple[str, Decimal]]


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
        )
    sections = {row.section.place: row.section for row in blueprint if row.section is not None}
    return Asked(
        sum(row.count for row in blueprint),
        [
            (section.local_name, section.minimum_percent)
            for _place, section in sorted(sections.items())
            if section.minimum_percent is not None
        ],
    )
