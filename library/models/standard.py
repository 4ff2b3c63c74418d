"""The registry of laws and standards that content cites."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Standard(models.Model):
    """One version of a law, regulation or standard. A superseded one flags everything that cites it."""

    code = models.CharField(_("code"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    in_force_since = models.DateField(_("in force since"), null=True, blank=True)
    replaces = models.CharField(_("replaces"), max_length=200, blank=True)
    superseded_by = models.ForeignKey(
        "self", verbose_name=_("superseded by"), null=True, blank=True, on_delete=models.PROTECT
    )
    superseded_on = models.DateField(_("superseded on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("standard")
        verbose_name_plural = _("standards")
        constraints = [
            models.CheckConstraint(
                condition=Q(superseded_on=None) | Q(superseded_by__isnull=False), name="standard_superseded_by_one"
            ),
            models.CheckConstraint(
                condition=Q(superseded_by=None) | ~Q(superseded_by=F("pk")),
                name="standard_not_superseded_by_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}《{self.title}》"

    @property
    def is_superseded(self) -> bool:
        """Tell whether a newer version is registered."""
        return self.superseded_by_id is not None
