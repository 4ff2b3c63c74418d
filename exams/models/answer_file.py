"""Answers that came by a file, and what an examiner decided on answers that do not count by rule."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from exams.models.attempt import Attempt, ResponseEvent
from exams.models.exam import Exam
from exams.models.sitting import Sitting


class AnswerFile(models.Model):
    """One sealed file of answers as a member of staff handed it in, taken or not. Append-only: it is evidence.

    It is handed in at a sitting, or at an exam for attempts outside of sittings. `problem` says why it was not taken;
    empty when its answers were stored. `attempt` is null where the file names none of that place.
    """

    sitting = models.ForeignKey(Sitting, null=True, on_delete=models.PROTECT, related_name="answer_files")
    exam = models.ForeignKey(Exam, null=True, on_delete=models.PROTECT, related_name="answer_files")
    attempt = models.ForeignKey(Attempt, null=True, on_delete=models.PROTECT, related_name="answer_files")
    name = models.CharField(_("file"), max_length=200)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    problem = models.CharField(max_length=20, blank=True)
    answer_count = models.PositiveSmallIntegerField(_("answers"))
    handed_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    handed_in_at = models.DateTimeField(_("handed in at"))

    class Meta:
        verbose_name = _("answer file")
        constraints = [
            models.CheckConstraint(
                condition=~Q(problem="") | Q(attempt__isnull=False), name="answer_file_taken_has_an_attempt"
            ),
            models.CheckConstraint(
                condition=Q(sitting__isnull=False, exam__isnull=True)
                | Q(sitting__isnull=True, exam__isnull=False),
                name="answer_file_at_sitting_or_exam",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AnswerDecision(models.Model):
    """What an examiner decided on one answer that does not count by rule, and why. Append-only, one for an answer.

    An accepted answer is stored once more as a counted one whose `client_id` is "accepted-" and the id of this event.
    """

    event = models.OneToOneField(ResponseEvent, on_delete=models.PROTECT, related_name="decision")
    is_accepted = models.BooleanField(_("accepted"))
    reason = models.CharField(_("reason"), max_length=200)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("decided at"))

    class Meta:
        verbose_name = _("decision on an answer")
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="answer_decision_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.reason}"
