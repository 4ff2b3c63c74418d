"""Roster files, what each line of them means, and what an applied one changed."""

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.models.mixins import WithPublicId
from core.storage import private_storage
from people.domain.roster import Fault
from people.domain.roster_plan import Change
from people.enums import RosterRecord, RosterState

UPLOAD_STATE_LABELS = [
    (RosterState.CHECKING.value, _("being checked")),
    (RosterState.REFUSED.value, _("has errors")),
    (RosterState.READY.value, _("ready to apply")),
    (RosterState.APPLYING.value, _("being applied")),
    (RosterState.APPLIED.value, _("applied")),
    (RosterState.CANCELLED.value, _("cancelled")),
    (RosterState.UNDOING.value, _("being undone")),
    (RosterState.UNDONE.value, _("undone")),
]
CHANGE_LABELS = [
    (Change.NEW.value, _("new")),
    (Change.CHANGED.value, _("changed")),
    (Change.ENDED.value, _("ended")),
    (Change.UNCHANGED.value, _("unchanged")),
]


class RosterUpload(WithPublicId):
    """One roster file and what became of it. The file is kept as proof of what was stated.

    `outcome` holds counts by kind of change, of a refused file the reason in each language, of an undone one what
    the undo did: {counts: {...}, moved, is_held, open_before, fingerprint, text: {language: sentence}, error_count,
    undo}.
    `uploaded_by` is empty where a command of the machine brought the file.
    """

    file = models.FileField(storage=private_storage, upload_to="rosters/%Y/%m")
    file_name = models.CharField(_("file"), max_length=200)
    state = models.CharField(
        _("state"), max_length=10, choices=UPLOAD_STATE_LABELS, default=RosterState.CHECKING.value
    )
    outcome = models.JSONField(default=dict)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("uploaded at"))
    confirmed_ended = models.PositiveIntegerField(null=True)
    applied_at = models.DateTimeField(_("applied at"), null=True)
    undo_wishes = models.PositiveSmallIntegerField(default=0)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(_("undone at"), null=True)

    class Meta:
        verbose_name = _("roster")
        verbose_name_plural = _("rosters")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in RosterState]), name="roster_state_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=RosterState.UNDONE.value) | models.Q(undone_at__isnull=False),
                name="roster_undone_has_its_instant",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def job_key(self) -> str:
        """Return the key of the job that works on this file in its present state, or did."""
        if self.state == RosterState.UNDOING:
            return f"people.undo_roster:{self.pk}:{self.undo_wishes}"
        return f"people.{'apply' if self.state == RosterState.APPLYING else 'check'}_roster:{self.pk}"

    @property
    def out_of_post(self) -> int:
        """Return of how many people a checked file would end an employment: of those who leave or move."""
        return int(self.outcome["counts"]["ended"]) + int(self.outcome.get("moved", 0))

    @property
    def reason(self) -> str:
        """Return why the file, or its undo, was refused, in the language of the reader; empty when it was not."""
        texts: dict[str, str] = self.outcome.get("text", {})
        return texts.get(get_language() or "", next(iter(texts.values()), ""))


class RosterLine(models.Model):
    """One line of a checked file, or one person it leaves out: what it would do. Written by the check, once.

    `number` is the row as the file shows it, empty for somebody left out. `stated` holds every field as text,
    `before` the value on record of each field that changes. Deleted when the file is cancelled.
    """

    upload = models.ForeignKey(RosterUpload, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField()
    number = models.PositiveIntegerField(null=True)
    change = models.CharField(max_length=10, choices=CHANGE_LABELS)
    employee_no = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    stated = models.JSONField()
    before = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["upload", "position"], name="roster_line_once"),
            models.CheckConstraint(
                condition=models.Q(change__in=[change.value for change in Change]), name="roster_line_change_known"
            ),
        ]
        indexes = [models.Index(fields=["upload", "change", "position"], name="roster_line_by_change")]

    def __str__(self) -> str:
        return f"{self.employee_no} {self.change}"


class RosterFault(models.Model):
    """One wrong cell of a refused file. Written by the check, once."""

    upload = models.ForeignKey(RosterUpload, on_delete=models.PROTECT, related_name="faults")
    number = models.PositiveIntegerField()
    field = models.CharField(max_length=20)
    fault = models.CharField(max_length=20)
    value = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(fault__in=[fault.value for fault in Fault]), name="roster_fault_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.field} {self.fault}"


class RosterChange(models.Model):
    """One record that an applied roster changed, as it was and as it became. Append-only; undo reads it.

    `record_id` is the key of the person or employment, kept as a number because an undo may delete the record.
    `before` and `after` hold only what changed, as text; `before` is empty for a record that was added.
    """

    upload = models.ForeignKey(RosterUpload, on_delete=models.PROTECT, related_name="changes")
    record = models.CharField(max_length=20)
    record_id = models.BigIntegerField()
    employee_no = models.CharField(max_length=40)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["upload", "record", "record_id"], name="roster_change_once"),
            models.CheckConstraint(
                condition=models.Q(record__in=[kind.value for kind in RosterRecord]), name="roster_change_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.record_id}"
