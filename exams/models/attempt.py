"""Attempts: one candidate's timed run through one form, every response, every score."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _

from core.models.mixins import WithPublicId
from exams.enums import AttemptState, Mode, ResponseFate
from exams.models.accommodation import Accommodation, WithAccommodation
from exams.models.correction import KeyCorrection
from exams.models.exam import Exam, ExamForm
from exams.models.ruling import Ruling
from exams.models.sitting import MODE_LABELS, Sitting
from people.models import Person

ATTEMPT_STATE_LABELS = [
    (AttemptState.OPEN.value, _("open")),
    (AttemptState.SUBMITTED.value, _("submitted")),
    (AttemptState.CLOSED.value, _("closed at the deadline")),
    (AttemptState.VOID.value, _("void")),
]


class Attempt(WithAccommodation, WithPublicId):
    """One run of one person through one form. The deadline is fixed at the start and moved only by extensions.

    `device` is the one that holds the pen: the device of the start, moved only by takeovers, which `epoch`
    counts from 1. Empty where no device was named.

    `ended_at` is the candidate's submission, or the deadline itself when the system closed the attempt.

    `veil` is the secret under whose names and in whose order this attempt shows the rows of its items; None for one
    begun before there was such a secret, and for one on paper.

    What the person was given at the start (`accommodation`, and its columns copied) never changes: an accommodation
    that begins or ends later moves no running attempt.

    It is void if and only if two persons ruled so, and then for good. `grant` is the ruling that let it begin beyond
    the number of attempts allowed; each lets one begin.
    """

    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="attempts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attempts")
    sitting = models.ForeignKey(Sitting, null=True, on_delete=models.PROTECT, related_name="attempts")
    form = models.OneToOneField(ExamForm, on_delete=models.PROTECT, related_name="attempt")
    number = models.PositiveSmallIntegerField(_("attempt"))
    mode = models.CharField(_("mode"), max_length=10, choices=MODE_LABELS)
    state = models.CharField(
        _("state"), max_length=10, choices=ATTEMPT_STATE_LABELS, default=AttemptState.OPEN.value
    )
    cut_percent = models.DecimalField(_("cut score in percent"), max_digits=5, decimal_places=2)
    started_at = models.DateTimeField(_("started at"))
    deadline_at = models.DateTimeField(_("deadline"))
    ended_at = models.DateTimeField(_("ended at"), null=True)
    receipt = models.CharField(_("receipt"), max_length=20, blank=True)
    device = models.CharField(max_length=26, blank=True, default="", db_default="")
    epoch = models.PositiveSmallIntegerField(default=1, db_default=1)
    accommodation = models.ForeignKey(Accommodation, null=True, on_delete=models.PROTECT, related_name="attempts")
    veil = models.UUIDField(null=True, editable=False)
    grant = models.ForeignKey(Ruling, null=True, on_delete=models.PROTECT, related_name="used_by")

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        constraints = [
            *WithAccommodation.Meta.constraints,
            models.UniqueConstraint(fields=["person", "exam", "number"], name="attempt_number_once"),
            models.UniqueConstraint(
                fields=["person", "exam"], condition=Q(state="open"), name="attempt_open_once_per_exam"
            ),
            models.UniqueConstraint(
                fields=["grant"], condition=Q(grant__isnull=False), name="attempt_grant_used_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="attempt_number_from_one"),
            models.CheckConstraint(
                condition=Q(deadline_at__gte=F("started_at")), name="attempt_deadline_after_start"
            ),
            models.CheckConstraint(
                condition=Q(state="open", ended_at=None) | (~Q(state="open") & Q(ended_at__isnull=False)),
                name="attempt_ended_iff_not_open",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in AttemptState]), name="attempt_state_known"
            ),
            models.CheckConstraint(condition=Q(mode__in=[mode.value for mode in Mode]), name="attempt_mode_known"),
        ]

    def __str__(self) -> str:
        return f"{self.exam} · {self.person} · {self.number}"


class Extension(models.Model):
    """Time added to one attempt, with its reason; where it makes good a silence, once for each. Append-only."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="extensions")
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    reason = models.CharField(_("reason"), max_length=200)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(_("given at"))
    silence = models.OneToOneField("exams.Incident", null=True, on_delete=models.PROTECT, related_name="extension")

    class Meta:
        verbose_name = _("extension")
        constraints = [models.CheckConstraint(condition=Q(minutes__gte=1), name="extension_positive")]

    def __str__(self) -> str:
        return f"{self.attempt_id} +{self.minutes}"


class Response(models.Model):
    """The answer that stands for one position of one attempt: the counted event with the highest sequence.

    A view over the events, so it is never written and can never say something else than they do.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.DO_NOTHING, related_name="responses")
    position = models.PositiveSmallIntegerField()
    value = models.JSONField(null=True)
    sequence = models.BigIntegerField()
    received_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "exams_response"

    def __str__(self) -> str:
        return f"{self.attempt_id}.{self.position}"


class ResponseEvent(models.Model):
    """One answer as it arrived, whatever became of it. Append-only; nothing that was sent is thrown away.

    `device` is the one that sent it; `made_at` is when that device says it was given.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="events")
    position = models.PositiveSmallIntegerField()
    value = models.JSONField(null=True)
    sequence = models.BigIntegerField()
    client_id = models.CharField(max_length=40)
    fate = models.CharField(max_length=20)
    received_at = models.DateTimeField()
    device = models.CharField(max_length=26, blank=True, default="", db_default="")
    made_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attempt", "client_id"], name="response_event_once"),
            # One answer stands: no two counted ones share a sequence. The index also finds it.
            models.UniqueConstraint(
                fields=["attempt", "position", "sequence"],
                condition=Q(fate="counted"),
                name="response_event_counted_once_per_sequence",
            ),
            models.CheckConstraint(
                condition=Q(fate__in=[fate.value for fate in ResponseFate]), name="response_event_fate_known"
            ),
        ]
        indexes = [
            # Few do not count by rule, and the start page of every examiner asks which of them wait.
            models.Index(
                fields=["attempt"], condition=Q(fate__in=["late", "other_device"]), name="response_event_uncounted"
            )
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}.{self.position} #{self.sequence}"


# Percent and points are rounded each from the exact points, by no more than 0.005: where percent × most and
# 100 × points lie further apart than both can have moved them, one of the two is wrong. SQLite counts in binary
# fractions, hence the last 0.001.
_APART = F("percent") * F("most_points") - F("points") * 100
_MOST_APART = F("most_points") * Decimal("0.005") + Decimal("0.501")
PERCENT_FOLLOWS = (
    Q(percent__gte=0, percent__lte=100)
    & (Q(most_points__gt=0) | Q(percent=0))
    & Q(GreaterThanOrEqual(_MOST_APART, _APART))
    & Q(GreaterThanOrEqual(_MOST_APART, -_APART))
)
# The decision rests on the exact percentage, which at the cut score itself may have been just below.
_REACHES = Q(percent__gte=F("cut_percent"), most_points__gt=0)
_EXCEEDS = Q(percent__gt=F("cut_percent"), most_points__gt=0)
_NOTHING_FAILED = Q(failed_critical=[], failed_sections__isnull=True)
DECISION_FOLLOWS = (Q(passed=True) & _REACHES & _NOTHING_FAILED) | (
    Q(passed=False) & ~(_EXCEEDS & _NOTHING_FAILED)
)


class ScoreSet(models.QuerySet["Score"]):
    """Scores with their one-step filters."""

    def standing(self) -> ScoreSet:
        """Return of every attempt the newest revision, the one that counts; of a void attempt none does."""
        newer = Score.objects.filter(attempt=OuterRef("attempt"), revision__gt=OuterRef("revision"))
        return self.filter(~Exists(newer)).exclude(attempt__state=AttemptState.VOID.value)


class Score(models.Model):
    """The result of one attempt as marked at one time. Append-only: a correction is a new revision beside the old.

    `failed_sections` lists the places of sections below their minimum, None for none. Revisions follow one another
    without a gap; the first is of no correction.
    `marks` lists position, points and share of every item. The newest revision is the one that counts.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="scores")
    revision = models.PositiveSmallIntegerField(default=1)
    points = models.DecimalField(_("points"), max_digits=8, decimal_places=2)
    most_points = models.DecimalField(_("of"), max_digits=8, decimal_places=2)
    percent = models.DecimalField(_("percent"), max_digits=5, decimal_places=2)
    cut_percent = models.DecimalField(_("cut score in percent"), max_digits=5, decimal_places=2)
    failed_critical = models.JSONField(default=list)
    failed_sections = models.JSONField(null=True)
    passed = models.BooleanField(_("passed"))
    marks = models.JSONField(default=list)
    marked_at = models.DateTimeField(_("marked at"))
    correction = models.ForeignKey(KeyCorrection, null=True, on_delete=models.PROTECT, related_name="scores")

    objects = ScoreSet.as_manager()

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        constraints = [
            models.UniqueConstraint(fields=["attempt", "revision"], name="score_revision_once"),
            models.CheckConstraint(
                condition=Q(points__gte=0, points__lte=F("most_points")), name="score_within_points"
            ),
            models.CheckConstraint(condition=Q(revision__gte=1), name="score_revision_from_one"),
            models.CheckConstraint(
                condition=Q(revision__gt=1) | Q(correction=None), name="score_first_of_no_correction"
            ),
            models.CheckConstraint(condition=PERCENT_FOLLOWS, name="score_percent_follows_from_points"),
            models.CheckConstraint(condition=DECISION_FOLLOWS, name="score_decision_follows_from_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} r{self.revision} {self.percent}%"


class Incident(models.Model):
    """Something a proctor saw or the system noticed in a sitting or an attempt: a signal, never a verdict.

    What lasted has `began_at` and ends at `at`. Append-only.
    """

    sitting = models.ForeignKey(Sitting, null=True, on_delete=models.PROTECT, related_name="incidents")
    attempt = models.ForeignKey(Attempt, null=True, on_delete=models.PROTECT, related_name="incidents")
    at = models.DateTimeField(_("at"))
    began_at = models.DateTimeField(null=True)
    kind = models.CharField(_("kind"), max_length=30)
    note = models.CharField(_("note"), max_length=500, blank=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        constraints = [
            models.CheckConstraint(
                condition=Q(sitting__isnull=False) | Q(attempt__isnull=False), name="incident_of_something"
            ),
            models.CheckConstraint(
                condition=Q(began_at=None) | Q(began_at__lt=F("at")), name="incident_begins_before_it_ends"
            ),
            models.UniqueConstraint(
                fields=["attempt", "kind", "began_at"],
                condition=Q(began_at__isnull=False),
                name="incident_begins_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%H:%M}"
