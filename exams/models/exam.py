"""The exam as policy, its blueprint, and the forms drawn from it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.models.mixins import WithPublicId
from courses.models import CoursePage
from exams.enums import Release
from exams.item_types.catalogue import TYPE_LABELS
from exams.models.bank import LEVEL_LABELS, ContentArea, ItemVersion

RELEASE_LABELS = [
    (Release.AT_ONCE.value, _("at once")),
    (Release.AFTER_SITTING.value, _("after the sitting")),
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
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def local_title(self) -> str:
        """Return the title in the language of the reader, where there is one."""
        return self.title_en if self.title_en and (get_language() or "").startswith("en") else self.title


class BlueprintRow(models.Model):
    """One line of an exam's blueprint: so many items of an area, level and type; an empty one means any."""

    exam = models.ForeignKey(Exam, on_delete=models.CASCADE, related_name="blueprint")
    area = models.ForeignKey(
        ContentArea, verbose_name=_("content area"), on_delete=models.PROTECT, related_name="+"
    )
    level = models.PositiveSmallIntegerField(_("level"), choices=LEVEL_LABELS, null=True, blank=True)
    item_type = models.CharField(_("type"), max_length=20, choices=TYPE_LABELS, blank=True)
    count = models.PositiveSmallIntegerField(_("items"))

    class Meta:
        verbose_name = _("blueprint row")
        constraints = [models.CheckConstraint(condition=Q(count__gte=1), name="blueprint_count_positive")]

    def __str__(self) -> str:
        return f"{self.area.code} × {self.count}"


class ExamForm(models.Model):
    """One paper: item versions in their order, drawn from a stored seed and frozen. Append-only."""

    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="forms")
    seed = models.BigIntegerField()
    drawn_at = models.DateTimeField()

    class Meta:
        verbose_name = _("form")
        verbose_name_plural = _("forms")

    def __str__(self) -> str:
        return f"{self.exam.code} #{self.pk}"


class FormItem(models.Model):
    """One item version at its place in one form, with points and criticality as they were. Append-only."""

    form = models.ForeignKey(ExamForm, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="+")
    points = models.DecimalField(max_digits=5, decimal_places=2)
    is_critical = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form", "position"], name="form_item_position_once"),
            models.UniqueConstraint(fields=["form", "version"], name="form_item_version_once"),
            models.CheckConstraint(condition=Q(position__gte=1), name="form_item_position_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.form_id}.{self.position}"
