"""Who may bring files of items, and fetch those that somebody asked for."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404

from exams.models import ItemExport, ItemImport
from exams.permissions import may_see_bank
from people.enums import Right
from people.models import User
from people.permissions import has_right, has_right_over_all, visible_units


def may_exchange(user: User, *, day: date) -> bool:
    """Tell whether one may bring and fetch files of items: who may read their keys."""
    return may_see_bank(user, day=day)


def visible_imports(user: User, *, day: date) -> QuerySet[ItemImport]:
    """Return one's own imports while one may exchange items; the safety department sees those of its units' areas too.

    A file that names its areas itself belongs to the whole organisation.
    """
    if not may_exchange(user, day=day):
        return ItemImport.objects.none()
    if has_right_over_all(user, Right.SAFETY, day=day):
        return ItemImport.objects.all()
    units = visible_units(user, Right.SAFETY, day=day)
    return ItemImport.objects.filter(Q(uploaded_by=user) | Q(area__course__unit__in=units.values("pk")))


def get_import_for(user: User, public_id: str, *, day: date) -> ItemImport:
    """Return an import one may see; Http404 otherwise."""
    found = (
        visible_imports(user, day=day).filter(public_id=public_id).select_related("area", "uploaded_by").first()
    )
    if found is None:
        raise Http404
    return found


def ask_for_exchange(user: User, *, day: date) -> None:
    """Let in who may exchange items; Http404 for all others, who are not told that there is anything to fetch."""
    if not may_exchange(user, day=day):
        raise Http404


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
