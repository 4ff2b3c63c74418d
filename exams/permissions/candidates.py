"""What a candidate may see: exams that are open or begun, and what is one's own.

All of it is asked on every page of an exam, so these queries are prepared.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from core.prepared import Bound, Prepared, PreparedModels, Slot
from courses.permissions import seen_by
from exams.models import Attempt, BlueprintRow, Candidate, Exam, PracticeRun, Ruling
from people.enums import ProposalState
from people.models import User


def _open_or_begun(user: User | Slot, day: date | Slot) -> QuerySet[Exam]:
    begun = Attempt.objects.filter(exam=OuterRef("pk"), person__user=user)
    listed = Candidate.objects.filter(sitting__exam=OuterRef("pk"), person__user=user)
    for_one = Q(course=None) | Exists(listed) | seen_by(user, day=day, course="course__")
    return Exam.objects.filter(Q(is_open=True) & for_one | Exists(begun))


ACCOUNT_AND_NAME: dict[str, Any] = {"user": models.BigIntegerField(), "public_id": models.TextField()}
EXAM = PreparedModels(
    lambda user, public_id, day: _open_or_begun(user, day).filter(public_id=public_id),
    "course",
    **ACCOUNT_AND_NAME,
    day=models.DateField(),
)
BLUEPRINT = PreparedModels(
    lambda user, public_id, day: BlueprintRow.objects.filter(
        exam__public_id=public_id, exam__in=_open_or_begun(user, day)
    ).order_by("pk"),
    "exam",
    "area",
    "section",
    **ACCOUNT_AND_NAME,
    day=models.DateField(),
)


def visible_exams(user: User, *, day: date) -> QuerySet[Exam]:
    """Return the open exams of courses that are for this account, those of no course, and those already begun.

    Whoever is on the roster of a sitting sees its exam, whatever the job role.
    """
    return _open_or_begun(user, day) if user.is_active else Exam.objects.none()


def get_exam_for(user: User, public_id: str, *, day: date) -> Exam:
    """Return an exam one may sit or has sat, with its course; Http404 otherwise."""
    found: list[Exam] = EXAM.found(user=user.pk, public_id=public_id, day=day)
    if not found or not user.is_active:
        raise Http404
    return found[0]


def get_exam_to_start(user: User, public_id: str, *, day: date) -> tuple[Exam, list[BlueprintRow]]:
    """Return an exam one may sit and the rows of its blueprint; Http404 otherwise. Cost: one query."""
    found: list[BlueprintRow] = BLUEPRINT.found(user=user.pk, public_id=public_id, day=day)
    if not found or not user.is_active:
        return get_exam_for(user, public_id, day=day), []
    return found[0].exam, found


def own_attempts(user: User) -> QuerySet[Attempt]:
    """Return one's own attempts; none for an account that is switched off."""
    return Attempt.objects.filter(person__user=user) if user.is_active else Attempt.objects.none()


OWN_KEY = Prepared(
    lambda user, public_id: Attempt.objects.filter(person__user=user, public_id=public_id).values_list("pk"),
    **ACCOUNT_AND_NAME,
)


def own_attempt_named(user: User, public_id: str) -> Bound:
    """Return one's own attempt of this public id as a part of another query; none for an account switched off."""
    return OWN_KEY.bound(user=user.pk if user.is_active else None, public_id=public_id)


@cache
def _own_attempt(*related: str) -> PreparedModels:
    return PreparedModels(
        lambda user, public_id: Attempt.objects.filter(person__user=user, public_id=public_id),
        *related,
        **ACCOUNT_AND_NAME,
    )


def get_own_attempt(user: User, public_id: str, *also: str) -> Attempt:
    """Return one's own attempt with exam and sitting, and what is named `also`; Http404 for those of others."""
    found = _own_attempt("exam", "sitting", *also).found(user=user.pk, public_id=public_id)
    if not found or not user.is_active:
        raise Http404
    attempt: Attempt = found[0]
    return attempt


RESULT = PreparedModels(
    lambda user, public_id: Attempt.objects.filter(person__user=user, public_id=public_id).annotate(
        is_ruled=Exists(Ruling.objects.filter(attempt=OuterRef("pk"), state=ProposalState.APPROVED.value))
    ),
    "exam",
    "sitting",
    **ACCOUNT_AND_NAME,
)


def get_own_result(user: User, public_id: str) -> tuple[Attempt, bool]:
    """Return one's own attempt with exam and sitting, and whether two persons ruled on it; Http404 for others'."""
    found = RESULT.found(user=user.pk, public_id=public_id)
    if not found or not user.is_active:
        raise Http404
    return found[0], found[0].is_ruled


def get_own_practice(user: User, public_id: str) -> PracticeRun:
    """Return one's own round of practice; Http404 for those of others, whether they exist or not."""
    own = PracticeRun.objects.filter(person__user=user) if user.is_active else PracticeRun.objects.none()
    run = own.filter(public_id=public_id).select_related("area__course").first()
    if run is None:
        raise Http404
    return run
