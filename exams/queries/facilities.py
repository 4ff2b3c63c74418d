"""How difficult the wordings of an exam proved to be."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from exams.models import Exam, FormItem, Score

# The newest scores say how difficult an item is now, and reading them costs the same however many there are.
MOST_SCORES = 2_000


@dataclass(frozen=True, slots=True)
class Facility:
    """The mean share of the points that one wording earned, 0 to 1, and in how many answers."""

    share: float
    answers: int


def facilities(exam: Exam) -> dict[int, Facility]:
    """Return the facility of each wording in the newest scores of an exam; none of one not yet scored.

    An item that counts for nobody is left out. Cost: two queries.
    """
    newest = Score.objects.standing().filter(attempt__exam=exam).order_by("-pk")[:MOST_SCORES]
    scores = list(newest.values_list("attempt__form", "marks"))
    rows = FormItem.objects.filter(form__in={form for form, _marks in scores})
    version_at = {
        (form, position): version for form, position, version in rows.values_list("form", "position", "version")
    }
    shares: dict[int, list[float]] = defaultdict(list)
    for form, marks in scores:
        for mark in marks:
            if float(mark["points"]) > 0:
                shares[version_at[form, mark["position"]]].append(float(mark["share"]))
    return {version: Facility(sum(found) / len(found), len(found)) for version, found in shares.items()}
