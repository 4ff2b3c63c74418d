"""The item bank: plain tables, never in CMS content, revisions or search index."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from courses.models import CoursePage, LessonPage
from exams.domain.bank_search import folded
from exams.domain.markup import plain
from exams.enums import ItemStatus
from exams.item_types.catalogue import TYPE_LABELS
from exams.item_types.registry import item_type
from library.models import Standard
from people.models import JobRole

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
        return self.local_label

    @property
    def local_name(self) -> str:
        """Return the name in the language of the reader, where there is one."""
        return self.name_en if self.name_en and (get_language() or "").startswith("en") else self.name

    @property
    def local_label(self) -> str:
        """Return code and name in the language of the reader."""
        return f"{self.code} {self.local_name}"

    @property
    def depth(self) -> int:
        """Return how many areas are above this one, as its code shows."""
        return self.code.count(".")


class Item(models.Model):
    """One question, whatever its wordings. Practice never touches one that is for exams only."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    area = models.ForeignKey(
        ContentArea, verbose_name=_("content area"), on_delete=models.PROTECT, related_name="items"
    )
    lesson = models.ForeignKey(
        LessonPage,
        verbose_name=_("taught in"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The lesson that the explanation leads to."),
    )
    is_exam_only = models.BooleanField(_("for exams only"), default=True)
    job_roles = models.ManyToManyField(JobRole, verbose_name=_("job roles"), blank=True, related_name="+")

    class Meta:
        verbose_name = pgettext_lazy("exam", "item")
        verbose_name_plural = pgettext_lazy("exam", "items")

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
    key = models.JSONField(pgettext_lazy("item", "key"), default=dict)
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
    # Everybody who wrote some of it: none of them may approve it.
    writers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")

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

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the wording, and its words for the search."""
        super().save(*args, **kwargs)
        ItemText.objects.update_or_create(version=self, defaults={"words": self.searched_words()})

    def searched_words(self) -> str:
        """Return what the search looks at."""
        return folded(" ".join(self.words()))

    def words(self) -> list[str]:
        """Return the texts of stem, options and explanation without markup; nothing of the key."""
        shown = item_type(self.item_type).texts(self.body) if self.body else []
        return [plain(text) for text in (self.stem, *shown, self.explanation)]


class ItemText(models.Model):
    """The words of one wording, for the search: derived, written whenever the wording is, and made anew at will."""

    version = models.OneToOneField(ItemVersion, on_delete=models.CASCADE, related_name="text", primary_key=True)
    words = models.TextField()

    class Meta:
        verbose_name = _("words of an item")

    def __str__(self) -> str:
        return self.words[:60]


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
        return self.words(self.standard.code, self.clause)

    @staticmethod
    def words(code: str, clause: str) -> str:
        """Return a clause of the standard of this code as it is cited."""
        return f"{code} {clause}".strip()
