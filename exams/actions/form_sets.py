"""Sets of parallel forms: built at once from one seed, and taken out of use. Their rows stay on file."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from core import audit
from exams.actions.assembly import Bank, as_items, freeze, load_bank, refuse_without_fixed
from exams.domain import parallel
from exams.domain.difficulty import expected, is_measured
from exams.enums import Mode
from exams.errors import BankTooSmall, NoteEmpty
from exams.errors.form_sets import FormSetInUse, FormSetUnfit, FormSetWithdrawn
from exams.item_types.letters import LETTERS
from exams.models import Exam, FormSet, FormSetWithdrawal, PreparedForm
from exams.queries.facilities import Facility, facilities
from exams.queries.sittings import over
from people.models import User

LEAST_FORMS, MOST_FORMS = 2, 6
UNKNOWN = Facility(0.0, 0)


@transaction.atomic
def build(
    exam: Exam, *, name: str, count: int, is_for_paper: bool, actor: User, at: datetime, seed: int | None = None
) -> FormSet:
    """Draw and freeze `count` parallel forms; without a seed a secret one is chosen. Raises BankTooSmall."""
    chosen = secrets.randbelow(2**62) if seed is None else seed
    bank = load_bank(exam, is_for_paper=is_for_paper)
    refuse_without_fixed(bank)
    shares, measured = _difficulty(exam, bank)
    built = parallel.build(
        bank.cells,
        candidates=bank.candidates,
        critical_count=exam.critical_count,
        seed=chosen,
        count=count,
        facilities=shares,
    )
    if built.shortages or not built.forms[0]:
        raise BankTooSmall(data={"shortages": built.shortages})
    form_set = FormSet.objects.create(
        exam=exam, name=name, seed=chosen, built_at=at, built_by=actor, is_for_paper=is_for_paper
    )
    for letter, placed in zip(LETTERS, built.forms, strict=False):
        versions = [place.candidate.version_id for place in placed]
        PreparedForm.objects.create(
            form_set=form_set,
            form=freeze(exam, as_items(placed, bank), seed=chosen, at=at, sections=bank.sections),
            letter=letter,
            difficulty=round(parallel.mean(placed, shares), 4),
            measured=len(measured.intersection(versions)),
        )
    data = {"exam": exam.code, "name": name, "forms": len(built.forms), "is_for_paper": is_for_paper}
    audit.record(action="exams.form_set_built", actor=actor, target=form_set, at=at, data=data)
    return form_set


def _difficulty(exam: Exam, bank: Bank) -> tuple[dict[int, float], set[int]]:
    """Return the share of points expected of each wording, and the wordings of which it was measured."""
    known = facilities(exam)
    measured = {version for version, facility in known.items() if is_measured(facility.answers)}
    shares = {}
    for candidate in bank.candidates:
        facility = known.get(candidate.version_id, UNKNOWN)
        shares[candidate.version_id] = expected(
            level=candidate.level, share=facility.share, answers=facility.answers
        )
    return shares, measured


@transaction.atomic
def withdraw(form_set: FormSet, *, reason: str, actor: User, at: datetime) -> None:
    """Take a set out of use for good, with a reason; its forms stay on file.

    Raises NoteEmpty, FormSetWithdrawn, and FormSetInUse while a sitting that is not over follows it.
    """
    if not reason.strip():
        raise NoteEmpty
    held = FormSet.objects.select_for_update().get(pk=form_set.pk)
    if FormSetWithdrawal.objects.filter(form_set=held).exists():
        raise FormSetWithdrawn
    if held.sittings.exclude(pk__in=over(at).values("pk")).exists():
        raise FormSetInUse
    FormSetWithdrawal.objects.create(form_set=held, reason=reason.strip(), withdrawn_by=actor, withdrawn_at=at)
    audit.record(action="exams.form_set_withdrawn", actor=actor, target=held, at=at, data={"reason": reason})


def refuse_unfit(form_set: FormSet, *, exam: Exam, mode: str) -> None:
    """Hold a set that a new sitting is to follow.

    Raises FormSetUnfit for one of another exam, one withdrawn, and on paper for one that is not for paper.
    """
    held = FormSet.objects.select_for_update().get(pk=form_set.pk)
    is_withdrawn = FormSetWithdrawal.objects.filter(form_set=held).exists()
    if held.exam_id != exam.pk or is_withdrawn or (mode == Mode.PAPER and not held.is_for_paper):
        raise FormSetUnfit
