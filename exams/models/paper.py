"""Papers: a form printed for one candidate, keyed by two persons, decided where they differ."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.identifiers import check_digit
from core.models.mixins import WithPublicId
from exams.models.exam import ExamForm
from exams.models.sitting import Candidate


class Paper(WithPublicId):
    """A form drawn for one candidate of a sitting on paper, with the cut score of that day. Append-only.

    `veil` is the secret in whose order the rows of its items are printed; None for a paper drawn before there was one.
    Once both keyings agree, the attempt of the same form holds the result.
    """

    candidate = models.OneToOneField(Candidate, on_delete=models.PROTECT, related_name="paper")
    form = models.OneToOneField(ExamForm, on_delete=models.PROTECT, related_name="paper")
    cut_percent = models.DecimalField(_("cut score in percent"), max_digits=5, decimal_places=2)
    drawn_at = models.DateTimeField(_("drawn at"))
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    veil = models.UUIDField(null=True, editable=False)

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """Return what is printed on every sheet: the number of the form and a check character."""
        body = f"{self.form_id:06d}"
        return f"{body}-{check_digit(body)}"


class Keying(models.Model):
    """What one person keyed from one paper: an entry per position, in canonical spelling.

    Two stand for a paper, by two persons. One taken back stays on file; nothing else of a row ever changes.
    """

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="keyings")
    turn = models.PositiveSmallIntegerField(_("keying"))
    keyed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    keyed_at = models.DateTimeField(_("keyed at"))
    entries = models.JSONField()
    taken_back_at = models.DateTimeField(_("taken back at"), null=True)

    class Meta:
        verbose_name = _("keying")
        verbose_name_plural = _("keyings")
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "turn"], condition=Q(taken_back_at=None), name="keying_turn_once_per_paper"
            ),
            models.UniqueConstraint(
                fields=["paper", "keyed_by"], condition=Q(taken_back_at=None), name="keying_by_two_persons"
            ),
            models.CheckConstraint(condition=Q(turn__in=[1, 2]), name="keying_turn_is_first_or_second"),
            models.CheckConstraint(
                condition=Q(taken_back_at=None) | Q(taken_back_at__gte=F("keyed_at")),
                name="keying_taken_back_after_keyed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper} / {self.turn}"


class PaperDecision(models.Model):
    """What one of the two keyers read on the paper wherever they differed, and why. Append-only."""

    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="decision")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("decided at"))
    reason = models.CharField(_("reason"), max_length=200)
    entries = models.JSONField()

    class Meta:
        verbose_name = _("decision on a paper")
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="paper_decision_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.paper} {self.reason}"
