"""Who sees outcomes and figures, and who corrects keys and decides appeals: each within the units of the right."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import Http404

from exams.models import Appeal, Attempt, Exam, ItemVersion, KeyCorrection, Marking
from exams.permissions import MAY_KEEP_EXAMS, kept_exams
from people.enums import Right
from people.models import Person, User
from people.permissions import has_right, has_right_over_all, people_on_file, people_within, visible_units

MAY_SEE_OUTCOMES = (Right.HR, Right.AUDITOR)
MAY_SEE_SCORES = (Right.HR, Right.SAFETY, Right.AUDITOR)


def may_see_scores(user: User, person: Person, *, day: date) -> bool:
    """Tell whether one may see how many points a person got, not only whether it was enough.

    Oneself; HR, safety and auditors of the person's unit; line managers where the installation says so.
    """
    rights = (*MAY_SEE_SCORES, Right.MANAGER) if settings.MANAGERS_SEE_SCORES else MAY_SEE_SCORES
    return person.user_id == user.pk or people_on_file(user, *rights, day=day).filter(pk=person.pk).exists()


def may_see_outcomes(user: User, *, day: date) -> bool:
    """Tell whether one may see how exams came out: who keeps exams, and HR and auditors, who see no questions."""
    return has_right(user, *MAY_KEEP_EXAMS, *MAY_SEE_OUTCOMES, day=day)


def outcome_exams(user: User, *, day: date) -> QuerySet[Exam]:
    """Return the exams whose outcomes one may see: those that one keeps, for HR and auditors all."""
    if has_right(user, *MAY_SEE_OUTCOMES, day=day):
        return Exam.objects.all()
    return kept_exams(user, day=day)


def counted_attempts(user: User, *, day: date) -> QuerySet[Attempt]:
    """Return the attempts that count in outcomes: of exams that one keeps, or of one's people as HR or auditor."""
    kept = Q(exam__in=kept_exams(user, day=day).values("pk"))
    own_people = people_within(user, *MAY_SEE_OUTCOMES, day=day).values("pk")
    return Attempt.objects.filter(kept | Q(person__in=own_people))


def kept_versions(user: User, *rights: Right, day: date) -> QuerySet[ItemVersion]:
    """Return the wordings whose keys and figures one sees: those of areas of courses in one's units.

    As trainer or safety, or by one of the given rights. An area without a course, or of a course without a unit,
    belongs to the whole organisation.
    """
    asked = rights or MAY_KEEP_EXAMS
    if has_right_over_all(user, *asked, day=day):
        return ItemVersion.objects.all()
    units = visible_units(user, *asked, day=day).values("pk")
    return ItemVersion.objects.filter(item__area__course__unit__in=units)


def get_kept_version(user: User, pk: int, *, day: date) -> ItemVersion:
    """Return a wording that one keeps; Http404 otherwise."""
    found = kept_versions(user, day=day).filter(pk=pk).select_related("item__area", "item__lesson").first()
    if found is None:
        raise Http404
    return found


def visible_corrections(user: User, *, day: date) -> QuerySet[KeyCorrection]:
    """Return the corrections of keys that one may see: those of wordings that one keeps."""
    return KeyCorrection.objects.filter(version__in=kept_versions(user, day=day).values("pk"))


def get_correction_for(user: User, public_id: str, *, day: date) -> KeyCorrection:
    """Return a correction one may see; Http404 otherwise."""
    rows = visible_corrections(user, day=day).filter(public_id=public_id)
    found = rows.select_related("version__item", "proposed_by", "decided_by").first()
    if found is None:
        raise Http404
    return found


def may_decide_correction(user: User, correction: KeyCorrection, *, day: date) -> bool:
    """Tell whether one may approve or decline: safety of the unit that keeps the wording, and not who proposed it."""
    if user.pk == correction.proposed_by_id:
        return False
    return kept_versions(user, Right.SAFETY, day=day).filter(pk=correction.version_id).exists()


def visible_appeals(user: User, *, day: date) -> QuerySet[Appeal]:
    """Return the appeals against results of exams that one keeps, never one's own."""
    rows = Appeal.objects.filter(attempt__exam__in=kept_exams(user, day=day).values("pk"))
    return rows.exclude(attempt__person__user=user)


def get_appeal_for(user: User, public_id: str, *, day: date) -> Appeal:
    """Return an appeal one may see; Http404 otherwise."""
    rows = visible_appeals(user, day=day).filter(public_id=public_id)
    found = rows.select_related("attempt__exam", "attempt__person", "score", "decided_by").first()
    if found is None:
        raise Http404
    return found


def may_decide_appeal(user: User, appeal: Appeal, *, day: date) -> bool:
    """Tell whether one may decide: who sees it, unless one marked what it is about."""
    marked = Marking.objects.filter(task__attempt=appeal.attempt_id, marker=user)
    if appeal.position is not None:
        marked = marked.filter(task__position=appeal.position)
    return not marked.exists()


def get_attempt_to_judge(user: User, public_id: str, *, day: date) -> Attempt:
    """Return an ended attempt of an exam that one keeps, never one's own; Http404 otherwise."""
    rows = Attempt.objects.filter(exam__in=kept_exams(user, day=day).values("pk"), public_id=public_id)
    rows = rows.exclude(person__user=user).exclude(state="open")
    found = rows.select_related("exam", "person").first()
    if found is None:
        raise Http404
    return found
