"""Sets of forms: in lists, as a choice for a sitting, and who of a sitting got which form."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, Max, Min, Q, QuerySet

from exams.item_types.letters import LETTERS
from exams.models import ExamForm, FormSet, Sitting
from exams.queries.sittings import over


def for_list(form_sets: QuerySet[FormSet], *, at: datetime) -> QuerySet[FormSet]:
    """Return the sets, newest first, with counts of forms and sittings, and the ends of expected difficulty.

    `running_count` counts the sittings that are not over.
    """
    return (
        form_sets.select_related("exam", "built_by", "withdrawal")
        .annotate(
            form_count=Count("prepared", distinct=True),
            hardest=Min("prepared__difficulty"),
            easiest=Max("prepared__difficulty"),
            sitting_count=Count("sittings", distinct=True),
            running_count=Count("sittings", distinct=True, filter=~Q(sittings__in=over(at).values("pk"))),
        )
        .order_by("-pk")
    )


def usable_form_sets() -> QuerySet[FormSet]:
    """Return the sets of open exams that are not withdrawn, by exam, newest first, with `form_count`."""
    rows = FormSet.objects.filter(exam__is_open=True, withdrawal=None).select_related("exam")
    return rows.annotate(form_count=Count("prepared")).order_by("exam__code", "-pk")


def letters_of(count: int) -> str:
    """Return first and last letter of so many forms, as "A–C"."""
    return f"{LETTERS[0]}–{LETTERS[count - 1]}"


def sittings_of(form_set: FormSet) -> QuerySet[Sitting]:
    """Return the sittings that follow a set, newest first."""
    return form_set.sittings.select_related("exam", "location").order_by("-opens_at", "-pk")


def letters_of_people(sitting: Sitting, people: Collection[int]) -> dict[int, str]:
    """Return by person the letter of the form that he or she got in a sitting, on a screen or on paper.

    Cost: one query; none for a sitting that follows no set.
    """
    if sitting.form_set_id is None:
        return {}
    on_screen = Q(attempt__sitting=sitting, attempt__person__in=people)
    on_paper = Q(paper__candidate__sitting=sitting, paper__candidate__person__in=people)
    rows = ExamForm.objects.filter(on_screen | on_paper).order_by("pk")
    found = rows.values_list("attempt__person", "paper__candidate__person", "copy_of__prepared__letter")
    return {(by_screen or by_paper): letter or "" for by_screen, by_paper, letter in found}
