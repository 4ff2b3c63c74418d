"""Written answers that persons mark: what waits, and what each marker gave."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models.mixins import WithPublicId
from exams.models.attempt import Attempt
from exams.models.bank import ItemVersion


class MarkingTask(WithPublicId):
    """One written answer of one attempt that waits for its markers, or the share that they settled.

    How many mark it, and how far two may differ, stand as they were when it was opened. Settled once; a new marking
    after an appeal is a new round, and the newest settled round counts. `subject` is the candidate's account.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="marking_tasks")
    position = models.PositiveSmallIntegerField()
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="+")
    subject = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    turns = models.PositiveSmallIntegerField(_("markers"))
    most_difference = models.DecimalField(_("largest difference"), max_digits=4, decimal_places=3)
    opened_at = models.DateTimeField(_("opened at"))
    share = models.DecimalField(_("share"), max_digits=11, decimal_places=10, null=True)
    settled_at = models.DateTimeField(_("settled at"), null=True)

    class Meta:
        verbose_name = _("answer to mark")
        verbose_name_plural = _("answers to mark")
        constraints = [
            models.UniqueConstraint(fields=["attempt", "position", "round"], name="marking_task_round_once"),
            models.UniqueConstraint(
                fields=["attempt", "position"], condition=Q(settled_at=None), name="marking_task_one_waits"
            ),
            models.CheckConstraint(condition=Q(turns__in=[1, 2]), name="marking_task_one_or_two_markers"),
            models.CheckConstraint(condition=Q(round__gte=1), name="marking_task_round_from_one"),
            models.CheckConstraint(
                condition=Q(most_difference__gte=0, most_difference__lte=1),
                name="marking_task_difference_is_share",
            ),
            models.CheckConstraint(
                condition=Q(share=None, settled_at=None)
                | Q(share__gte=0, share__lte=1, settled_at__isnull=False, settled_at__gte=F("opened_at")),
                name="marking_task_settled_with_a_share",
            ),
        ]
        indexes = [
            models.Index(fields=["version"], condition=Q(settled_at=None), name="marking_task_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}.{self.position} r{self.round}"


class Marking(models.Model):
    """What one marker gave one answer, line by line of the rubric. Append-only.

    Turns one and two do not see each other; turn three decides where they differ too far, and says why.
    """

    task = models.ForeignKey(MarkingTask, on_delete=models.PROTECT, related_name="markings")
    turn = models.PositiveSmallIntegerField(_("marking"))
    marker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    subject = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    lines = models.JSONField(_("rubric"))
    share = models.DecimalField(_("share"), max_digits=11, decimal_places=10)
    comment = models.CharField(pgettext_lazy("marking", "comment"), max_length=1000, blank=True)
    marked_at = models.DateTimeField(_("marked at"))

    class Meta:
        verbose_name = _("marking")
        verbose_name_plural = _("markings")
        constraints = [
            models.UniqueConstraint(fields=["task", "turn"], name="marking_turn_once"),
            models.UniqueConstraint(fields=["task", "marker"], name="marking_by_different_persons"),
            models.CheckConstraint(condition=Q(turn__in=[1, 2, 3]), name="marking_turn_known"),
            models.CheckConstraint(condition=Q(share__gte=0, share__lte=1), name="marking_share_is_share"),
            models.CheckConstraint(
                condition=Q(turn__lt=3) | ~Q(comment=""), name="marking_that_decides_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(subject=None) | ~Q(subject=F("marker")), name="marking_not_of_oneself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} / {self.turn}"
