"""The organisation: units in a tree, the places they use, the job roles people hold."""

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from people.enums import UnitKind

UNIT_KIND_LABELS = [
    (UnitKind.GROUP.value, pgettext_lazy("unit", "group")),
    (UnitKind.FUNCTION.value, _("department")),
    (UnitKind.BRANCH.value, _("branch")),
    (UnitKind.CENTRE.value, _("centre")),
    (UnitKind.STATION.value, _("heat station")),
    (UnitKind.OFFICE.value, _("network office")),
    (UnitKind.CREW.value, _("crew")),
    (UnitKind.CONTRACTOR.value, _("contractor")),
]


class Unit(models.Model):
    """One part of the organisation, from the group to a crew or an outside contractor.

    Units are never deleted: one that is split or merged gets an end date, so that past reports still hold.
    """

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=UNIT_KIND_LABELS)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("last day"), null=True, blank=True)
    has_people_below_ground = models.BooleanField(_("people below ground nearby"), default=False)

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                name="unit_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~models.Q(parent=models.F("id")), name="unit_is_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.local_name

    @property
    def local_name(self) -> str:
        """Return the name in the language of the reader."""
        return self.name_en if self.name_en and (get_language() or "").startswith("en") else self.name


class UnitClosure(models.Model):
    """One ancestor of one unit, itself included at depth 0. Rebuilt whenever the tree changes."""

    ancestor = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="below")
    descendant = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="above")
    depth = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ancestor", "descendant"], name="unit_closure_once")]

    def __str__(self) -> str:
        return f"{self.ancestor_id} ⊇ {self.descendant_id}"


class Location(models.Model):
    """One place where people meet: a training room, an exam room, a practice chamber.

    One out of use stays with the sittings of the past, and is offered for no other. One that is open to all units is
    offered to whoever sets up sittings anywhere; else to who does in its unit or above. Its unit keeps it either way.
    """

    name = models.CharField(_("name"), max_length=100, unique=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT)
    capacity = models.PositiveSmallIntegerField(_("seats"))
    is_retired = models.BooleanField(_("retired"), default=False)
    is_open_to_all = models.BooleanField(_("open to all units"), default=False)

    class Meta:
        verbose_name = _("location")
        verbose_name_plural = _("locations")

    def __str__(self) -> str:
        return self.name


class JobRole(models.Model):
    """One job role of the training matrix, such as R05 crew. Retired roles stay for past records."""

    code = models.CharField(_("code"), max_length=10, unique=True)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=60)
    is_retired = models.BooleanField(_("retired"), default=False)

    class Meta:
        verbose_name = _("job role")
        verbose_name_plural = _("job roles")

    def __str__(self) -> str:
        return self.local_name

    @property
    def local_name(self) -> str:
        """Return the name in the language of the reader."""
        return self.name_en if self.name_en and (get_language() or "").startswith("en") else self.name
