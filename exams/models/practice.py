"""Practice: never in the tables of exams, and never with an item that is for exams only."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models.mixins import WithPublicId
from exams.enums import PracticeKind
from exams.models.bank import ContentArea, ItemVersion
from people.models import Person

PRACTICE_KIND_LABELS = [
    (PracticeKind.DAILY.value, _("five of the day")),
    (PracticeKind.MODULE.value, _("module")),
    (PracticeKind.NOTEBOOK.value, _("wrong-answer notebook")),
]


class PracticeRun(WithPublicId):
    """One round of practice of one person. The five of a day are one round, made when they are first opened.

    `veil` is that of an attempt; None for a round begun before there was one.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="practice_runs")
    kind = models.CharField(_("kind"), max_length=10, choices=PRACTICE_KIND_LABELS)
    area = models.ForeignKey(ContentArea, null=True, on_delete=models.PROTECT, related_name="+")
    day = models.DateField(_("day"))
    begun_at = models.DateTimeField(_("begun at"))
    veil = models.UUIDField(null=True, editable=False)

    class Meta:
        verbose_name = _("practice")
        verbose_name_plural = _("practice")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "day"], condition=Q(kind="daily"), name="practice_daily_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in PracticeKind]), name="practice_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.day} {self.kind}"


class PracticeQuestion(models.Model):
    """One item at its place in one round. The database refuses an item that is for exams only.

    `path` holds what was chosen so far of an item that is answered by steps.
    """

    run = models.ForeignKey(PracticeRun, on_delete=models.PROTECT, related_name="questions")
    position = models.PositiveSmallIntegerField()
    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="+")
    path = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "position"], name="practice_question_position_once"),
            models.UniqueConstraint(fields=["run", "version"], name="practice_question_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}.{self.position}"


class PracticeAnswer(models.Model):
    """The answer to one question of a round, marked when it was given. It counts for nothing but practice."""

    question = models.OneToOneField(PracticeQuestion, on_delete=models.PROTECT, related_name="answer")
    value = models.JSONField(null=True)
    share = models.DecimalField(_("share"), max_digits=11, decimal_places=10)
    answered_on = models.DateField(_("answered on"))
    answered_at = models.DateTimeField(_("answered at"))

    class Meta:
        verbose_name = _("practice answer")
        constraints = [
            models.CheckConstraint(condition=Q(share__gte=0, share__lte=1), name="practice_share_is_share"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} {self.share}"
