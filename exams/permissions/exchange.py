"""Who may bring files of items, and fetch those that somebody asked for."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.http import Http404

from exams.models import ItemExport
from exams.permissions import may_exchange
from people.enums import Right
from people.models import User
from people.permissions import has_right


def may_bring(user: User, *, day: date) -> bool:
    """Tell whether one may bring files of items: trainers, who write items."""
    return has_right(user, Right.TRAINER, day=day)


def visible_exports(user: User, *, day: date) -> QuerySet[ItemExport]:
    """Return one's own exports while one may exchange items."""
    return (
        ItemExport.objects.filter(requested_by=user) if may_exchange(user, day=day) else ItemExport.objects.none()
    )


def get_export_for(user: User, public_id: str, *, day: date) -> ItemExport:
    """Return an export of one's own; Http404 otherwise."""
    found = visible_exports(user, day=day).filter(public_id=public_id).select_related("area").first()
    if found is None:
        raise Http404
    return found
