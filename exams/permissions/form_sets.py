"""Who sees sets of forms with their keys, and who builds them."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.http import Http404

from exams.models import FormSet, PreparedForm
from exams.permissions import kept_exams
from people.models import User


def visible_form_sets(user: User, *, day: date) -> QuerySet[FormSet]:
    """Return the sets of forms of the exams that one keeps."""
    return FormSet.objects.filter(exam__in=kept_exams(user, day=day).values("pk"))


def get_form_set_for(user: User, public_id: str, *, day: date) -> FormSet:
    """Return a set of forms that one may see; Http404 otherwise."""
    rows = visible_form_sets(user, day=day).filter(public_id=public_id)
    found = rows.select_related("exam__course", "built_by", "withdrawal__withdrawn_by").first()
    if found is None:
        raise Http404
    return found


def get_prepared_form_for(user: User, public_id: str, letter: str, *, day: date) -> PreparedForm:
    """Return one form of a set that one may see; Http404 otherwise."""
    rows = PreparedForm.objects.filter(form_set__in=visible_form_sets(user, day=day).values("pk"))
    found = (
        rows.filter(form_set__public_id=public_id, letter=letter).select_related("form_set__exam", "form").first()
    )
    if found is None:
        raise Http404
    return found
