"""Results are released by approval where the exam says so."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from exams.models.exam import Exam
from exams.models.sitting import Sitting


class ReleaseDecision(models.Model):
    """Leave to show the results of one exam, or of one of its sittings, that ended up to an instant. Append-only.

    A correction of a result that is released needs no new one.
    """

    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="releases")
    sitting = models.ForeignKey(Sitting, null=True, on_delete=models.PROTECT, related_name="releases")
    covers_until = models.DateTimeField(_("of attempts that ended until"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(_("released at"))

    class Meta:
        verbose_name = _("release of results")
        verbose_name_plural = _("releases of results")
        constraints = [
            models.CheckConstraint(
                condition=Q(covers_until__lte=models.F("released_at")), name="release_covers_the_past"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exam} · {self.covers_until:%Y-%m-%d %H:%M}"
