"""Papers of a sitting: what is printed, what was keyed, and how far each is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from exams.domain import keying as rules
from exams.enums import PaperState
from exams.item_types.keyed import Shown
from exams.item_types.veils import VeilAt, paper_veils
from exams.models import Attempt, Candidate, FormItem, Keying, Paper, PaperDecision, Score, Sitting
from exams.queries.attempts import Question, shown_questions
from exams.queries.parts import Part, parts_of


def _items_of(papers: Sequence[Paper]) -> list[list[FormItem]]:
    """Return the items of each paper in their order. Cost: one query."""
    items: dict[int, list[FormItem]] = {paper.form_id: [] for paper in papers}
    for row in FormItem.objects.filter(form__in=items).select_related("version").order_by("form", "position"):
        items[row.form_id].append(row)
    return [items[paper.form_id] for paper in papers]


def _veils_of(paper: Paper) -> VeilAt:
    return paper_veils(paper.veil, seed=paper.public_id)


def printed_all(papers: Sequence[Paper]) -> list[list[Part[Question]]]:
    """Return for each paper the questions, and their options, by section in the order in which they are printed.

    Cost: one query when the forms are read.
    """
    return [
        parts_of(paper.form, items, shown_questions(items, _veils_of(paper)))
        for paper, items in zip(papers, _items_of(papers), strict=True)
    ]


def printed(paper: Paper) -> list[Question]:
    """Return the questions of one paper as they are printed. Cost: one query."""
    return shown_questions(_items_of([paper])[0], _veils_of(paper))


def as_shown(paper: Paper) -> list[Shown]:
    """Return type and body of every question as printed. Cost: one query."""
    return [(question.item_type, question.body) for question in printed(paper)]


def standing_keyings(paper: Paper) -> list[Keying]:
    """Return the keyings that stand, the first one first. Cost: one query."""
    return list(Keying.objects.filter(paper=paper, taken_back_at=None).select_related("keyed_by").order_by("turn"))


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One candidate of a sitting on paper, and how far the paper is; nothing of what was keyed."""

    candidate: Candidate
    paper: Paper | None
    state: PaperState | None
    keyed_by: tuple[str, ...]
    attempt: Attempt | None


def paper_rows(candidates: QuerySet[Candidate]) -> list[PaperRow]:
    """Return one row per candidate given, in their order. Cost: three queries."""
    found = list(candidates.select_related("person", "paper"))
    papers = {c.pk: getattr(c, "paper", None) for c in found}
    forms = [paper.form_id for paper in papers.values() if paper is not None]
    attempts = {attempt.form_id: attempt for attempt in Attempt.objects.filter(form__in=forms)}
    keyers: dict[int, list[str]] = {}
    standing = Keying.objects.filter(paper__form__in=forms, taken_back_at=None).select_related("keyed_by")
    for keying in standing.defer("entries").order_by("turn"):
        keyers.setdefault(keying.paper_id, []).append(str(keying.keyed_by))
    rows = []
    for candidate in found:
        paper = papers[candidate.pk]
        names = tuple(keyers.get(paper.pk, [])) if paper is not None else ()
        attempt = attempts.get(paper.form_id) if paper is not None else None
        state = (
            rules.state(
                is_present=candidate.identity_checked_at is not None,
                keyings=len(names),
                is_settled=attempt is not None,
            )
            if paper is not None
            else None
        )
        rows.append(PaperRow(candidate, paper, state, names, attempt))
    return rows


@dataclass(frozen=True, slots=True)
class Difference:
    """One question at which two keyings differ."""

    position: int
    item_type: str
    stem: str
    first: str
    second: str


def differing(paper: Paper, first: Keying, second: Keying) -> list[Difference]:
    """Return the questions at which the keyings differ. Cost: one query."""
    at = set(rules.differences(first.entries, second.entries))
    return [
        Difference(q.position, q.item_type, q.stem, first.entries[q.position - 1], second.entries[q.position - 1])
        for q in printed(paper)
        if q.position in at
    ]


@dataclass(frozen=True, slots=True)
class PaperStanding:
    """All that the page of one paper shows once it is asked for."""

    state: PaperState
    keyings: list[Keying]
    decision: PaperDecision | None
    attempt: Attempt | None
    score: Score | None


def paper_standing(paper: Paper) -> PaperStanding:
    """Return where one paper stands. Cost: three or four queries."""
    keyings = standing_keyings(paper)
    attempt = Attempt.objects.filter(form_id=paper.form_id).first()
    score = Score.objects.filter(attempt=attempt).order_by("-revision").first() if attempt is not None else None
    state = rules.state(
        is_present=paper.candidate.identity_checked_at is not None,
        keyings=len(keyings),
        is_settled=attempt is not None,
    )
    decision = PaperDecision.objects.filter(paper=paper).select_related("decided_by").first()
    return PaperStanding(state, keyings, decision, attempt, score)


def paper_by_number(sitting: Sitting, text: str) -> Paper | None:
    """Return the paper of a sitting by the number printed on it, or by employee number. Cost: one query at most."""
    typed = text.strip().upper()
    head = typed.partition("-")[0]
    if head.isascii() and head.isdigit() and len(head) < 19:
        by_form = Paper.objects.filter(candidate__sitting=sitting, form_id=int(head)).first()
        if by_form is not None and typed in (by_form.number, head):
            return by_form
    return Paper.objects.filter(candidate__sitting=sitting, candidate__person__employee_no=typed).first()
