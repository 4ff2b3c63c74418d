"""What people say about items, and what the lint finds in them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from exams.enums import Finding, NoteKind
from exams.models.bank import Item, ItemVersion

NOTE_LABELS = [(NoteKind.NOTE.value, _("note")), (NoteKind.SENT_BACK.value, _("sent back"))]
FINDING_LABELS = [
    (Finding.NEAR_DUPLICATE.value, _("almost the same as another")),
    (Finding.LONGEST_OPTION.value, _("the right option is the longest")),
    (Finding.ALL_OF_THE_ABOVE.value, _("“all of the above”")),
    (Finding.DOUBLE_NEGATIVE.value, _("double negative")),
    (Finding.NO_BASIS.value, _("no basis")),
    (Finding.KEY_AND_TOLERANCE.value, _("key and tolerance contradict")),
]


class ItemNote(models.Model):
    """What somebody wrote about an item, or the reason why its wording went back. Append-only."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="notes")
    version = models.ForeignKey(ItemVersion, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=NOTE_LABELS, default=NoteKind.NOTE.value)
    text = models.TextField(_("note"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = _("note on an item")
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="item_note_says_something")]

    def __str__(self) -> str:
        return f"{self.item.code}: {self.text[:60]}"


class LintFinding(models.Model):
    """One thing that the lint found in one wording; derived, replaced whenever the lint runs."""

    version = models.ForeignKey(ItemVersion, on_delete=models.CASCADE, related_name="findings")
    code = models.CharField(max_length=20, choices=FINDING_LABELS)
    other = models.ForeignKey(Item, null=True, on_delete=models.CASCADE, related_name="+")
    percent = models.PositiveSmallIntegerField(null=True)

    class Meta:
        verbose_name = _("finding")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "code"], condition=Q(other=None), name="lint_finding_once_by_itself"
            ),
            models.UniqueConstraint(fields=["version", "other"], name="lint_finding_once_per_double"),
            models.CheckConstraint(
                condition=Q(code="near_duplicate", other__isnull=False, percent__isnull=False)
                | (~Q(code="near_duplicate") & Q(other=None, percent=None)),
                name="lint_finding_names_its_double",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.code}"
