"""Sections with a time of their own, as one attempt goes through them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from exams.models.attempt import Attempt


class SectionRun(models.Model):
    """One timed section of one attempt: its minutes as the form has them, when it began and when it is over.

    All rows are written at the start of the attempt, the first one begun; an attempt without timed sections has none.
    Sections follow one another: one begins when the one before it ends, and none is ever gone back to. The last one
    is never ended here: it is over with the attempt.

    `deadline_at` is its own, of the minutes times the time factor of the attempt and of the extensions given while it
    ran; the deadline of the attempt cuts it off where that comes first (`exams.domain.timing.section_end`).
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="section_runs")
    place = models.PositiveSmallIntegerField(_("place"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    started_at = models.DateTimeField(_("started at"), null=True)
    deadline_at = models.DateTimeField(_("deadline"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attempt", "place"], name="section_run_place_once"),
            models.UniqueConstraint(
                fields=["attempt"],
                condition=Q(started_at__isnull=False, ended_at=None),
                name="section_run_open_once_per_attempt",
            ),
            models.CheckConstraint(condition=Q(place__gte=1), name="section_run_place_from_one"),
            models.CheckConstraint(condition=Q(minutes__gte=1), name="section_run_minutes_from_one"),
            models.CheckConstraint(
                condition=Q(started_at=None, deadline_at=None, ended_at=None)
                | Q(started_at__isnull=False, deadline_at__isnull=False),
                name="section_run_begun_has_a_deadline",
            ),
            models.CheckConstraint(
                condition=Q(deadline_at=None) | Q(deadline_at__gte=F("started_at")),
                name="section_run_deadline_after_start",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")), name="section_run_end_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} § {self.place}"
