"""Sittings: when and where an exam is held, who proctors, who is on the roster."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models.mixins import WithPublicId
from exams.domain.sitting_end import shown_state
from exams.enums import Mode, SittingState
from exams.models.exam import Exam
from exams.models.form_set import FormSet
from people.models import Location, Person

MODE_LABELS = [
    (Mode.ONLINE.value, _("online")),
    (Mode.ON_SITE.value, _("on site")),
    (Mode.PAPER.value, _("on paper")),
]
SITTING_STATE_LABELS = [
    (SittingState.PLANNED.value, _("planned")),
    (SittingState.OPEN.value, _("open")),
    (SittingState.CLOSED.value, _("closed")),
]


class Sitting(WithPublicId):
    """One administration of one exam: a window online, or a session at a place with proctor and start code.

    `code_secret` makes the rotating start code; it never leaves the server. With a set of forms, attempts follow its
    forms in turn; without one, each is drawn anew. `networks` holds ranges of addresses as CIDR, one per line: from
    these alone it is begun and its papers are opened; empty for everywhere. `config_keys` and `browser_keys` are those
    of Safe Exam Browser, one per line, in which alone it is begun and opened; empty for every browser. `scheduled_by`
    set it up, and sees it before anybody is on its roster; empty for those that are older than this column.
    """

    exam = models.ForeignKey(Exam, verbose_name=_("exam"), on_delete=models.PROTECT, related_name="sittings")
    mode = models.CharField(_("mode"), max_length=10, choices=MODE_LABELS)
    location = models.ForeignKey(
        Location, verbose_name=_("location"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    opens_at = models.DateTimeField(_("opens at"))
    closes_at = models.DateTimeField(_("closes at"))
    state = models.CharField(
        _("state"), max_length=10, choices=SITTING_STATE_LABELS, default=SittingState.PLANNED.value
    )
    code_secret = models.CharField(max_length=40, blank=True)
    form_set = models.ForeignKey(
        FormSet, verbose_name=_("forms"), null=True, blank=True, on_delete=models.PROTECT, related_name="sittings"
    )
    networks = models.TextField(_("networks"), blank=True, default="", db_default="")
    config_keys = models.TextField(_("Config Keys"), blank=True, default="", db_default="")
    browser_keys = models.TextField(_("Browser Exam Keys"), blank=True, default="", db_default="")
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    proctors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("proctors"), blank=True, related_name="sittings"
    )

    class Meta:
        verbose_name = _("sitting")
        verbose_name_plural = _("sittings")
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="sitting_closes_after_it_opens"),
            models.CheckConstraint(
                condition=Q(mode="online") | Q(location__isnull=False), name="sitting_on_site_has_a_location"
            ),
            models.CheckConstraint(
                condition=~Q(mode="paper") | Q(networks=""), name="sitting_on_paper_has_no_network"
            ),
            models.CheckConstraint(
                condition=~Q(mode="paper") | Q(config_keys="", browser_keys=""),
                name="sitting_on_paper_has_no_browser",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exam} · {self.opens_at:%Y-%m-%d %H:%M}"

    def shown_state(self, *, at: datetime) -> tuple[str, str]:
        """Return the state that people are told, and its words."""
        state = shown_state(
            mode=self.mode, state=self.state, opens_at=self.opens_at, closes_at=self.closes_at, at=at
        )
        return state.value, str(dict(SITTING_STATE_LABELS)[state.value])


class Candidate(models.Model):
    """One person on the roster of one sitting, and whether identity was checked, by whom and how."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="candidates")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="candidacies")
    identity_checked_at = models.DateTimeField(_("identity checked at"), null=True)
    identity_checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    identity_method = models.CharField(_("checked by"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        constraints = [
            models.UniqueConstraint(fields=["sitting", "person"], name="candidate_once_per_sitting"),
            models.CheckConstraint(
                condition=Q(identity_checked_at=None, identity_checked_by=None)
                | Q(identity_checked_at__isnull=False, identity_checked_by__isnull=False),
                name="candidate_identity_checked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.sitting_id}"
