"""Gives each unit that has trainers a collection of the library."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import Collection

from courses.enums import ShelfKind
from courses.models import Shelf
from courses.queries.shelves import unshelved
from people.models import Unit


def provide(units: QuerySet[Unit]) -> None:
    """Make the collections that these units lack, and let each bear the name of its unit.

    Cost: one query when nothing changed. Who may do what in it follows from dated rights, and is not stored
    (`courses.permissions.media`).
    """
    for unit in unshelved(units):
        _shelve(unit, name=unit.label)  # type: ignore[attr-defined]  # an annotation


@transaction.atomic
def _shelve(unit: Unit, *, name: str) -> None:
    """Make or rename one. The collection above is held meanwhile: two trainers may come at the same moment."""
    above = Shelf.objects.select_related("collection").get(kind=ShelfKind.UNITS.value).collection
    above = Collection.objects.select_for_update().get(pk=above.pk)
    shelf = Shelf.objects.filter(unit=unit).first()
    if shelf is None:
        Shelf.objects.create(
            kind=ShelfKind.UNIT.value, unit=unit, collection=above.add_child(instance=Collection(name=name))
        )
    else:
        Collection.objects.filter(pk=shelf.collection_id).update(name=name)
