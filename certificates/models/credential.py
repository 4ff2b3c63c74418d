"""What can be earned, and by what."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from courses.models import CoursePage
from exams.models import Exam


class Credential(models.Model):
    """One qualification: earned by completing its course and passing its exam, valid for some months.

    This row is the award rule: whoever meets it gets exactly one certificate for the attempt that met it.
    """

    code = models.CharField(_("code"), max_length=10, unique=True)
    name = models.CharField(_("name"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100, blank=True)
    course = models.ForeignKey(CoursePage, verbose_name=_("course"), on_delete=models.PROTECT, related_name="+")
    exam = models.ForeignKey(Exam, verbose_name=_("exam"), on_delete=models.PROTECT, related_name="credentials")
    validity_months = models.PositiveSmallIntegerField(_("valid for months"), default=12)
    warn_days = models.PositiveSmallIntegerField(_("days to warn before it ends"), default=60)
    basis = models.CharField(_("basis"), max_length=200, blank=True)
    is_active = models.BooleanField(pgettext_lazy("credential", "active"), default=True)

    class Meta:
        verbose_name = _("credential")
        verbose_name_plural = _("credentials")
        constraints = [
            models.CheckConstraint(condition=Q(validity_months__gte=1), name="credential_validity_positive"),
            models.CheckConstraint(
                condition=Q(warn_days__lt=F("validity_months") * 28), name="credential_warns_after_its_first_day"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def local_name(self) -> str:
        """Return the name in the language of the reader, where there is one."""
        return self.name_en if self.name_en and (get_language() or "").startswith("en") else self.name
