"""Courses given to people by somebody else."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models.mixins import WithPublicId
from courses.models.pages import CoursePage
from people.models import Person


class Assignment(WithPublicId):
    """One course, given to several people at once: by whom, by which day, and with which note.

    `people` are those who were enrolled by it. Taken back as a whole while nobody has begun; then its enrolments go,
    and this row stays.
    """

    course = models.ForeignKey(CoursePage, on_delete=models.PROTECT, related_name="assignments")
    people = models.ManyToManyField(Person, related_name="+")
    due_on = models.DateField(_("due on"), null=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField(_("assigned at"))
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(_("taken back at"), null=True)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_at__gte=F("assigned_at"), undone_by__isnull=False),
                name="assignment_taken_back_by_somebody_afterwards",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course} · {self.assigned_at:%Y-%m-%d}"
