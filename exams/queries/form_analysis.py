"""The figures of forms that several sat: those of a set by their letters, others by their place."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet

from exams.domain import item_analysis as rules
from exams.domain.item_analysis import FormFigures
from exams.models import Attempt, PreparedForm
from exams.queries.analysis import scored, versions_at


@dataclass(frozen=True, slots=True)
class SharedForm:
    """One set of questions that several candidates sat, and its figures.

    `name` is the place in the list, from 1; `prepared` says which forms of sets they are, as "set letter", none for
    questions that were drawn alike by chance.
    """

    name: str
    figures: FormFigures
    prepared: tuple[str, ...] = ()


def shared_forms(attempts: QuerySet[Attempt], *, least: int = 2) -> list[SharedForm]:
    """Return the sets of wordings that at least so many attempts share, whatever their order, largest first.

    Cost: three queries.
    """
    sat, _outcomes = scored(attempts)
    version_at = versions_at(attempts)
    letters = _letters_at(attempts)
    groups: dict[tuple[int, ...], list[list[float]]] = defaultdict(list)
    names: dict[tuple[int, ...], set[str]] = defaultdict(set)
    for run in sat.values():
        by_version = sorted((version_at[run.form][position], points) for position, points in run.points.items())
        versions = tuple(version for version, _points in by_version)
        groups[versions].append([points for _version, points in by_version])
        if run.form in letters:
            names[versions].add(letters[run.form])
    shared = [key for key, rows in groups.items() if len(rows) >= least]
    shared.sort(key=lambda key: (-len(groups[key]), sorted(names[key])))
    return [
        SharedForm(str(n), rules.analyse_form(groups[key]), tuple(sorted(names[key])))
        for n, key in enumerate(shared, start=1)
    ]


def _letters_at(attempts: QuerySet[Attempt]) -> dict[int, str]:
    """Return by form the name of the set that it is of, and its letter there; none for forms drawn anew."""
    rows = PreparedForm.objects.filter(form__copies__attempt__in=attempts.values("pk"))
    found = rows.values_list("form__copies", "form_set__name", "letter")
    return {form: f"{name} {letter}" for form, name, letter in found}
