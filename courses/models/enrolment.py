"""Who takes which course, how far they are, and what they completed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models.mixins import WithPublicId
from courses.enums import EnrolmentSource
from courses.models.assignment import Assignment
from courses.models.pages import CoursePage, LessonPage
from people.models import Person

SOURCE_LABELS = [
    (EnrolmentSource.SELF.value, _("own choice")),
    (EnrolmentSource.ASSIGNED.value, _("assigned")),
    (EnrolmentSource.REQUIRED.value, _("required by the job role")),
]


class Enrolment(WithPublicId):
    """One person's way through one course, in one cycle; a refresher is a new row with the next cycle number.

    `completed_at` is set once, with the completion row, and never changes.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="enrolments")
    course = models.ForeignKey(CoursePage, on_delete=models.PROTECT, related_name="enrolments")
    cycle = models.PositiveSmallIntegerField(_("cycle"), default=1)
    source = models.CharField(_("source"), max_length=10, choices=SOURCE_LABELS)
    enrolled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    enrolled_at = models.DateTimeField(_("enrolled at"))
    assignment = models.ForeignKey(Assignment, null=True, on_delete=models.PROTECT, related_name="enrolments")
    due_on = models.DateField(_("due on"), null=True, blank=True)
    completed_at = models.DateTimeField(_("completed at"), null=True)

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [
            models.UniqueConstraint(fields=["person", "course", "cycle"], name="enrolment_once_per_cycle"),
            models.UniqueConstraint(
                fields=["person", "course"], condition=Q(completed_at=None), name="enrolment_open_once"
            ),
            models.CheckConstraint(condition=Q(cycle__gte=1), name="enrolment_cycle_from_one"),
            models.CheckConstraint(
                condition=Q(assignment=None) | Q(source=EnrolmentSource.ASSIGNED.value),
                name="enrolment_of_an_assignment_is_assigned",
            ),
            models.CheckConstraint(
                condition=Q(completed_at=None) | Q(completed_at__gte=F("enrolled_at")),
                name="enrolment_completed_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.course}"


class LessonProgress(models.Model):
    """How far one enrolment is in one lesson. `revision_id` names the revision read when it was done."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="progress")
    lesson = models.ForeignKey(LessonPage, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("opened at"))
    last_seen_at = models.DateTimeField(_("last seen at"))
    position = models.PositiveSmallIntegerField(_("block reached"), default=0)
    completed_at = models.DateTimeField(_("completed at"), null=True)
    revision_id = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("lesson progress")
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "lesson"], name="progress_once_per_lesson"),
            models.CheckConstraint(
                condition=Q(completed_at=None) | Q(completed_at__gte=F("opened_at")),
                name="progress_completed_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} · {self.lesson_id}"


class CourseCompletion(models.Model):
    """Proof that one enrolment was completed, with everything as it was then. Append-only.

    `lessons` lists what was read: a list of {lesson, title, revision, completed_at}.
    """

    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, related_name="completion")
    completed_at = models.DateTimeField(_("completed at"))
    course_title = models.CharField(_("course"), max_length=255)
    hours = models.DecimalField(_("training hours"), max_digits=4, decimal_places=1)
    lessons = models.JSONField(default=list)

    class Meta:
        verbose_name = _("course completion")
        verbose_name_plural = _("course completions")

    def __str__(self) -> str:
        return f"{self.course_title} · {self.completed_at:%Y-%m-%d}"
