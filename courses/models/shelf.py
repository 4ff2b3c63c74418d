"""Whose collection of the library is whose."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection

from courses.enums import ShelfKind
from people.models import Unit

SHELF_KIND_LABELS = [
    (ShelfKind.COMMON.value, _("of the whole organisation")),
    (ShelfKind.UNITS.value, _("above those of the units")),
    (ShelfKind.UNIT.value, _("of one unit")),
]


class Shelf(models.Model):
    """One collection of the library, and the unit whose trainers keep what lies in it.

    Besides those of units there are two, made with the installation: the common one, from which every trainer chooses
    and which trainers of the whole organisation keep, and the one below which those of the units lie.
    """

    kind = models.CharField(_("kind"), max_length=8, choices=SHELF_KIND_LABELS)
    unit = models.OneToOneField(
        Unit, verbose_name=_("unit"), null=True, on_delete=models.PROTECT, related_name="shelf"
    )
    collection = models.OneToOneField(
        Collection, verbose_name=_("collection"), on_delete=models.PROTECT, related_name="shelf"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=ShelfKind.UNIT.value, unit__isnull=False)
                | (~Q(kind=ShelfKind.UNIT.value) & Q(unit=None)),
                name="shelf_of_a_unit_or_of_all",
            ),
            models.UniqueConstraint(
                fields=["kind"], condition=~Q(kind=ShelfKind.UNIT.value), name="shelf_of_all_once_a_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.unit_id or ''}".strip()
