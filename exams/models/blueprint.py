"""What an exam asks of the bank: rows in sections, items that are in every form, and items that must not meet."""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from exams.item_types.catalogue import TYPE_LABELS
from exams.models.bank import LEVEL_LABELS, ContentArea, Item
from exams.models.exam import Exam


class BlueprintSection(models.Model):
    """One part of an exam's paper with a name of its own; below its minimum, where it has one, nobody passes.

    With `minutes` it has a time of its own: then all sections of the exam have one, and follow one another.
    """

    exam = models.ForeignKey(Exam, on_delete=models.CASCADE, related_name="sections")
    place = models.PositiveSmallIntegerField(_("place"))
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=60, blank=True)
    minimum_percent = models.DecimalField(
        _("minimum in percent"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        constraints = [
            models.UniqueConstraint(fields=["exam", "place"], name="blueprint_section_place_once"),
            models.CheckConstraint(condition=Q(place__gte=1), name="blueprint_section_place_from_one"),
            models.CheckConstraint(
                condition=Q(minimum_percent=None) | Q(minimum_percent__gte=0, minimum_percent__lte=100),
                name="blueprint_section_minimum_is_percent",
            ),
            models.CheckConstraint(
                condition=Q(minutes=None) | Q(minutes__gte=1), name="blueprint_section_minutes_from_one"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def local_name(self) -> str:
        """Return the name in the language of the reader, where there is one."""
        return self.name_en if self.name_en and (get_language() or "").startswith("en") else self.name


class BlueprintRow(models.Model):
    """One line of an exam's blueprint: so many items of an area, level and type; an empty one means any.

    With `points`, each item drawn for the row counts so much, whatever stands at the item.
    """

    exam = models.ForeignKey(Exam, on_delete=models.CASCADE, related_name="blueprint")
    area = models.ForeignKey(
        ContentArea, verbose_name=_("content area"), on_delete=models.PROTECT, related_name="+"
    )
    level = models.PositiveSmallIntegerField(_("level"), choices=LEVEL_LABELS, null=True, blank=True)
    item_type = models.CharField(_("type"), max_length=20, choices=TYPE_LABELS, blank=True)
    count = models.PositiveSmallIntegerField(pgettext_lazy("exam", "items"))
    points = models.DecimalField(_("points each"), max_digits=5, decimal_places=2, null=True, blank=True)
    section = models.ForeignKey(
        BlueprintSection,
        verbose_name=_("section"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="rows",
    )

    class Meta:
        verbose_name = _("blueprint row")
        constraints = [
            models.CheckConstraint(condition=Q(count__gte=1), name="blueprint_count_positive"),
            models.CheckConstraint(condition=Q(points=None) | Q(points__gt=0), name="blueprint_points_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.area.code} × {self.count}"


class FixedItem(models.Model):
    """One item that is in every form of one exam; it takes a place of a row that it fits."""

    exam = models.ForeignKey(Exam, on_delete=models.CASCADE, related_name="fixed_items")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="fixed_in")

    class Meta:
        verbose_name = _("fixed item")
        verbose_name_plural = _("fixed items")
        constraints = [models.UniqueConstraint(fields=["exam", "item"], name="fixed_item_once_per_exam")]

    def __str__(self) -> str:
        return f"{self.exam.code} {self.item.code}"


class EnemyGroup(models.Model):
    """Items that must not meet in one form, because one gives away or repeats another; and why."""

    reason = models.CharField(_("reason"), max_length=200)
    items = models.ManyToManyField(Item, verbose_name=pgettext_lazy("exam", "items"), related_name="enemy_groups")

    class Meta:
        verbose_name = _("enemy items")
        verbose_name_plural = _("enemy items")

    def __str__(self) -> str:
        return self.reason
