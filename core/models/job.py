"""The outbox of work to be done outside the request."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.mixins import WithPublicId


class JobState(models.TextChoices):
    """Where a job stands."""

    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


class Job(WithPublicId):
    """One piece of work, written in the transaction that wants it.

    A worker claims it by a conditional update and holds a lease; a sweep re-queues what a lost bell or a
    dead worker left. `key` makes asking twice the same as asking once.
    """

    name = models.CharField(max_length=80)
    key = models.CharField(max_length=200, unique=True)
    title = models.CharField(max_length=200, blank=True)
    args = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    owner_id = models.BigIntegerField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    progress_done = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "lease_until"], name="job_by_state")]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=JobState.values), name="job_state_known"),
            models.CheckConstraint(
                condition=models.Q(state__in=["done", "failed"], finished_at__isnull=False)
                | models.Q(state__in=["queued", "running"], finished_at__isnull=True),
                name="job_finished_iff_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.state}"
