"""Devices of an attempt: who asked to go on at another one, and each change of the pen."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from exams.models.attempt import Attempt


class TakeoverRequest(models.Model):
    """A candidate in a proctored sitting asked to go on at this device. Append-only; a takeover answers it."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="takeover_requests")
    device = models.CharField(max_length=26)
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(device=""), name="takeover_request_names_a_device")]

    def __str__(self) -> str:
        return f"{self.attempt_id} → {self.device}"


class Takeover(models.Model):
    """The pen passed to a device: by the candidate, or by the proctor who answered a request. Append-only.

    `epoch` 1 is the device of the start, which the attempt names; the first takeover begins epoch 2.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="takeovers")
    epoch = models.PositiveSmallIntegerField()
    device = models.CharField(max_length=26)
    before = models.CharField(max_length=26, blank=True)
    request = models.OneToOneField(TakeoverRequest, null=True, on_delete=models.PROTECT, related_name="takeover")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attempt", "epoch"], name="takeover_epoch_once"),
            models.CheckConstraint(condition=Q(epoch__gte=2), name="takeover_begins_a_later_epoch"),
            models.CheckConstraint(condition=~Q(device=""), name="takeover_names_a_device"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} #{self.epoch}"
