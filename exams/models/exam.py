"""The exam as policy, and the forms drawn for it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.models.mixins import WithPublicId
from courses.models import CoursePage
from exams.enums import Release
from exams.models.bank import ItemVersion

RELEASE_LABELS = [
    (Release.AT_ONCE.value, _("at once")),
    (Release.AFTER_SITTING.value, _("after the sitting")),
    (Release.AT_A_TIME.value, _("from a time on")),
    (Release.BY_APPROVAL.value, _("when somebody releases it")),
]


class Exam(WithPublicId):
    """The policy of one exam: time, attempts, cut score. Changing it never touches attempts that began before."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    title = models.CharField(_("title"), max_length=100)
    title_en = models.CharField(_("title in English"), max_length=100, blank=True)
    course = models.ForeignKey(
        CoursePage, verbose_name=_("course"), null=True, blank=True, on_delete=models.PROTECT, related_name="exams"
    )
    time_limit_minutes = models.PositiveSmallIntegerField(_("minutes"), default=30)
    attempts_allowed = models.PositiveSmallIntegerField(_("attempts allowed"), default=3)
    wait_hours = models.PositiveSmallIntegerField(_("hours to wait after a failed attempt"), default=24)
    cut_percent = models.DecimalField(_("cut score in percent"), max_digits=5, decimal_places=2, default=80)
    critical_count = models.PositiveSmallIntegerField(_("critical items at least"), default=0)
    requires_course = models.BooleanField(_("only after the course"), default=True)
    release = models.CharField(
        _("result shown"), max_length=15, choices=RELEASE_LABELS, default=Release.AT_ONCE.value
    )
    release_at = models.DateTimeField(_("result shown from"), null=True, blank=True)
    appeal_days = models.PositiveSmallIntegerField(
        _("days for an appeal"), default=15, help_text=_("Counted from the day of the score; 0 allows none.")
    )
    double_marking = models.BooleanField(
        _("two persons mark written answers"), default=False, help_text=_("Neither sees what the other gave.")
    )
    most_difference_percent = models.PositiveSmallIntegerField(
        _("largest difference between two markers, in percent"),
        default=20,
        help_text=_("Within it, the mean counts; beyond it, a third person decides and says why."),
    )
    foreign_markers = models.BooleanField(_("nobody marks the people he or she manages"), default=True)
    exposure_percent = models.PositiveSmallIntegerField(
        _("exposure limit in percent"),
        null=True,
        blank=True,
        help_text=_(
            "An item that was in more of the last 100 forms than this is drawn only if nothing else fits."
        ),
    )
    is_open = models.BooleanField(_("open"), default=False)

    class Meta:
        verbose_name = _("exam")
        verbose_name_plural = _("exams")
        constraints = [
            models.CheckConstraint(condition=Q(time_limit_minutes__gte=1), name="exam_time_positive"),
            models.CheckConstraint(condition=Q(attempts_allowed__gte=1), name="exam_attempts_positive"),
            models.CheckConstraint(
                condition=Q(cut_percent__gte=0, cut_percent__lte=100), name="exam_cut_is_percent"
            ),
            models.CheckConstraint(
                condition=Q(release="at_a_time", release_at__isnull=False)
                | (~Q(release="at_a_time") & Q(release_at=None)),
                name="exam_release_time_iff_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(most_difference_percent__lte=100), name="exam_most_difference_is_percent"
            ),
            models.CheckConstraint(
                condition=Q(exposure_percent=None) | Q(exposure_percent__gte=1, exposure_percent__lte=100),
                name="exam_exposure_is_percent",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def local_title(self) -> str:
        """Return the title in the language of the reader, where there is one."""
        return self.title_en if self.title_en and (get_language() or "").startswith("en") else self.title


class ExamForm(models.Model):
    """One paper: item versions in their order, drawn from a stored seed and frozen. Append-only.

    Every attempt and every paper has a form of its own. One that follows a form built beforehand is a copy of it.
    `sections` lists place, name, name_en, minimum_percent (a decimal string, or None) and minutes (None, or left out,
    where the section has no time of its own) as they were.
    """

    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="forms")
    seed = models.BigIntegerField()
    drawn_at = models.DateTimeField()
    copy_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="copies")
    sections = models.JSONField(null=True)

    class Meta:
        verbose_name = _("form")
        verbose_name_plural = _("forms")

    def __str__(self) -> str:
        return f"{self.exam.code} #{self.pk}"

    @property
    def section_names(self) -> dict[int, str]:
        """Return the names of the sections by their places, in the language of the reader, where there is one."""
        is_english = (get_language() or "").startswith("en")
        return {row["place"]: (is_english and row["name_en"]) or row["name"] for row in self.sections or []}

    @property
    def section_minutes(self) -> dict[int, int]:
        """Return the minutes of the sections by their places, in their order; empty where they have none."""
        return {row["place"]: row["minutes"] for row in self.sections or [] if row.get("minutes")}


class FormItem(models.Model):
    """One item version at its place in one form, with points, criticality and section as they were. Append-only.

    `section` is the place of its section in the form's list; None where the exam has no sections.
    """

    form = models.ForeignKey(ExamForm, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="+")
    points = models.DecimalField(max_digits=5, decimal_places=2)
    is_critical = models.BooleanField()
    section = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form", "position"], name="form_item_position_once"),
            models.UniqueConstraint(fields=["form", "version"], name="form_item_version_once"),
            models.CheckConstraint(condition=Q(position__gte=1), name="form_item_position_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.form_id}.{self.position}"
