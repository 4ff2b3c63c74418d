"""Forms built beforehand: parallel ones of equal difficulty, which a sitting can use in turn."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models.mixins import WithPublicId
from exams.models.exam import Exam, ExamForm


class FormSet(WithPublicId):
    """Parallel forms built at once for one exam, from one seed. Append-only."""

    exam = models.ForeignKey(Exam, verbose_name=_("exam"), on_delete=models.PROTECT, related_name="form_sets")
    name = models.CharField(_("name"), max_length=60)
    seed = models.BigIntegerField(_("seed"))
    built_at = models.DateTimeField(_("built at"))
    built_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("built by"), on_delete=models.PROTECT, related_name="+"
    )
    is_for_paper = models.BooleanField(_("for paper"), default=False)

    class Meta:
        verbose_name = _("set of forms")
        verbose_name_plural = _("sets of forms")

    def __str__(self) -> str:
        return self.name


class PreparedForm(WithPublicId):
    """One form of a set, with its letter and the difficulty expected when it was built. Append-only.

    `difficulty` is the mean share of the points that people earn, 0 to 1; `measured` counts the items for which it
    rests on answers given before.
    """

    form_set = models.ForeignKey(FormSet, on_delete=models.PROTECT, related_name="prepared")
    form = models.OneToOneField(ExamForm, on_delete=models.PROTECT, related_name="prepared")
    letter = models.CharField(_("form"), max_length=1)
    difficulty = models.DecimalField(_("expected difficulty"), max_digits=5, decimal_places=4)
    measured = models.PositiveSmallIntegerField(_("items with statistics"))

    class Meta:
        verbose_name = _("form")
        verbose_name_plural = _("forms")
        constraints = [
            models.UniqueConstraint(fields=["form_set", "letter"], name="prepared_form_letter_once"),
            models.CheckConstraint(
                condition=Q(difficulty__gte=0, difficulty__lte=1), name="prepared_form_difficulty_is_share"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form_set.name} {self.letter}"


class FormSetWithdrawal(models.Model):
    """One set of forms that is not used any more, and why. Append-only."""

    form_set = models.OneToOneField(FormSet, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.CharField(_("reason"), max_length=200)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(_("withdrawn at"))

    class Meta:
        verbose_name = _("withdrawal of a set of forms")
        verbose_name_plural = _("withdrawals of sets of forms")

    def __str__(self) -> str:
        return f"{self.form_set} −"
