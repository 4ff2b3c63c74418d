"""Who proposes and who decides what becomes of an attempt."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.http import Http404

from exams.models import Ruling
from exams.permissions import examined_attempts, kept_exams
from people.enums import ProposalState, Right
from people.models import User


def visible_rulings(user: User, *, day: date) -> QuerySet[Ruling]:
    """Return the rulings on attempts at exams that one keeps, never on one's own."""
    return Ruling.objects.filter(attempt__in=examined_attempts(user, day=day).values("pk"))


def get_ruling_for(user: User, public_id: str, *, day: date) -> Ruling:
    """Return a ruling one may see; Http404 otherwise."""
    rows = visible_rulings(user, day=day).filter(public_id=public_id)
    found = rows.select_related("attempt__exam", "attempt__person", "proposed_by", "decided_by").first()
    if found is None:
        raise Http404
    return found


def may_decide_ruling(user: User, ruling: Ruling, *, day: date) -> bool:
    """Tell whether one may approve or decline it: safety of the unit of the exam, and not who proposed it."""
    if user.pk == ruling.proposed_by_id:
        return False
    return kept_exams(user, Right.SAFETY, day=day).filter(attempts=ruling.attempt_id).exists()


def rulings_to_decide(user: User, *, day: date) -> QuerySet[Ruling]:
    """Return the rulings that wait for this person: those on exams that he or she keeps as safety."""
    waiting = visible_rulings(user, day=day).filter(state=ProposalState.PROPOSED.value)
    own = kept_exams(user, Right.SAFETY, day=day).values("pk")
    return waiting.filter(attempt__exam__in=own).exclude(proposed_by=user)
