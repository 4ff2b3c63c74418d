"""The item bank: plain tables, never in CMS content, revisions or search index."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.models import CoursePage
from exams.enums import ItemStatus
from exams.item_types.catalogue import TYPE_LABELS
from library.models import Standard

STATUS_LABELS = [
    (ItemStatus.DRAFT.value, _("draft")),
    (ItemStatus.IN_REVIEW.value, _("in review")),
    (ItemStatus.APPROVED.value, _("approved")),
    (ItemStatus.RETIRED.value, _("retired")),
]
LEVEL_LABELS = [(1, _("know")), (2, _("understand")), (3, _("apply"))]


class ContentArea(models.Model):
    """One area of what is examined. Codes show the tree: M1.2 is part of M1."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100, blank=True)
    course = models.ForeignKey(
        CoursePage, verbose_name=_("course"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("content area")
        verbose_name_plural = _("content areas")

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Item(models.Model):
    """One question, whatever its wordings. Practice never touches one that is for exams only."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    area = models.ForeignKey(
        ContentArea, verbose_name=_("content area"), on_delete=models.PROTECT, related_name="items"
    )
    is_exam_only = models.BooleanField(_("for exams only"), default=True)

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")

    def __str__(self) -> str:
        return self.code


class ItemVersion(models.Model):
    """One wording of an item, with its key. Once approved it never changes: a new wording is a new row.

    `body` holds what a candidate may see and `key` what nobody may see before release; their shapes are
    declared by the item type. Retiring changes only the status.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    item_type = models.CharField(_("type"), max_length=20, choices=TYPE_LABELS)
    level = models.PositiveSmallIntegerField(_("level"), choices=LEVEL_LABELS)
    is_critical = models.BooleanField(
        _("critical"), default=False, help_text=_("Answered wrong, the attempt fails whatever the total.")
    )
    points = models.DecimalField(_("points"), max_digits=5, decimal_places=2, default=1)
    stem = models.TextField(_("stem"))
    body = models.JSONField(_("body"), default=dict, blank=True)
    key = models.JSONField(_("key"), default=dict)
    explanation = models.TextField(_("explanation"), blank=True)
    status = models.CharField(_("status"), max_length=10, choices=STATUS_LABELS, default=ItemStatus.DRAFT.value)
    review_by = models.DateField(_("review by"), null=True, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("author"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("approver"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(_("approved at"), null=True)

    class Meta:
        verbose_name = _("item version")
        verbose_name_plural = _("item versions")
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="item_version_number_once"),
            models.UniqueConstraint(
                fields=["item"], condition=Q(status="approved"), name="item_version_approved_once_per_item"
            ),
            models.CheckConstraint(condition=Q(points__gt=0), name="item_version_points_positive"),
            models.CheckConstraint(
                condition=Q(author=None) | Q(approver=None) | ~Q(approver=F("author")),
                name="item_version_approver_is_not_author",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "in_review"], approved_at=None)
                | Q(status__in=["approved", "retired"], approved_at__isnull=False),
                name="item_version_approved_iff_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item.code} v{self.number}"


class ItemBasis(models.Model):
    """One clause that one wording rests on."""

    version = models.ForeignKey(ItemVersion, on_delete=models.CASCADE, related_name="bases")
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="+")
    clause = models.CharField(_("clause"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("basis")
        constraints = [
            models.UniqueConstraint(fields=["version", "standard", "clause"], name="item_basis_once"),
        ]

    def __str__(self) -> str:
        return f"{self.standard.code} {self.clause}".strip()
