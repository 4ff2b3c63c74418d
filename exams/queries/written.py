"""Which wordings hold a question that a person marks, asked of the database."""

from __future__ import annotations

from django.db.models import Case, Q, When

from exams.item_types import case
from exams.item_types.catalogue import ITEM_TYPES

BY_HAND = [kind.code for kind in ITEM_TYPES if kind.is_manual]


def needs_marker() -> Case:
    """Return whether a person marks a wording, or a question in it: never unknown, as NOT of no part would."""
    parts = Q(pk=None)
    for place in range(case.MOST):
        parts |= Q(**{f"body__parts__{place}__item_type__in": BY_HAND})
    written = Q(item_type__in=BY_HAND) | Q(item_type=case.Case.code) & parts
    return Case(When(written, then=True), default=False)
