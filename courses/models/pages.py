"""The page tree: catalogue, course, module, lesson. What depends on the learner comes by template tags."""

from typing import Any, ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, PageViewRestriction
from wagtail.models.pages import PagePermissionTester

from core import clock
from courses.blocks.lesson_body import LessonBodyBlock
from courses.enums import ContentHead
from library.models import Standard
from people.enums import Right
from people.models import Unit, User
from people.permissions import has_right

CONTENT_HEAD_LABELS = [
    (ContentHead.LAW.value, _("law and standards")),
    (ContentHead.RULES.value, _("rules and operating procedures")),
    (ContentHead.SKILLS.value, _("post skills")),
    (ContentHead.EQUIPMENT.value, _("safety devices, tools and protective equipment")),
    (ContentHead.EMERGENCY.value, _("prevention, emergency, self-rescue and accident cases")),
    (ContentHead.OTHER.value, _("other")),
]


class BilingualPage(Page):
    """Adds an English title and summaries in both languages."""

    title_en = models.CharField(_("title in English"), max_length=255, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    summary_en = models.TextField(_("summary in English"), blank=True)

    content_panels: ClassVar[list[object]] = [
        FieldPanel("title", classname="title"),
        FieldPanel("title_en"),
        FieldPanel("summary"),
        FieldPanel("summary_en"),
    ]
    # The address follows from title or code; search engines see none of these pages.
    promote_panels: ClassVar[list[object]] = []
    # Who sees a course follows from audience and rights alone (courses.permissions), and no page is closed by itself.
    private_page_options: ClassVar[list[str]] = []

    class Meta:
        abstract = True

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """Return none, without asking: two queries less on each page that a learner opens."""
        return PageViewRestriction.objects.none()

    @property
    def local_title(self) -> str:
        """Return the title in the language of the reader, where there is one."""
        return self.title_en if self.title_en and (get_language() or "").startswith("en") else self.title

    @property
    def local_summary(self) -> str:
        """Return the summary in the language of the reader, where there is one."""
        return self.summary_en if self.summary_en and (get_language() or "").startswith("en") else self.summary


class CataloguePage(BilingualPage):
    """The list of all courses; there is one, at the top of the tree."""

    max_count = 1
    subpage_types: ClassVar[list[str]] = ["courses.CoursePage"]
    template = "courses/catalogue_page.html"

    class Meta:
        verbose_name = _("catalogue")
        verbose_name_plural = _("catalogues")

    def permissions_for_user(self, user: User) -> PagePermissionTester:
        """Let every trainer begin a course here, without any right on the courses of others."""
        tester = super().permissions_for_user(user)
        if not user.is_superuser and has_right(user, Right.TRAINER, day=clock.local_day(clock.now())):
            tester.permissions.add("add")
        return tester


class CoursePage(BilingualPage):
    """One course: what it is for, for whom, and how many training hours it credits.

    `unit` keeps the course: trainers of that unit, or of one above it, write it. None means the whole organisation.
    A draft may lack its code; a published course never does.
    """

    unit = models.ForeignKey(
        Unit, verbose_name=_("kept by"), null=True, blank=True, on_delete=models.PROTECT, related_name="courses"
    )
    code = models.CharField(_("code"), max_length=20, unique=True, null=True)
    hours = models.DecimalField(
        _("training hours"), max_digits=4, decimal_places=1, validators=[MinValueValidator(0)], default=0
    )
    content_head = models.CharField(_("content head"), max_length=10, choices=CONTENT_HEAD_LABELS)
    audience = ParentalManyToManyField(
        "people.JobRole", verbose_name=_("for these job roles"), blank=True, related_name="+"
    )
    is_ordered = models.BooleanField(
        _("lessons in order"), default=True, help_text=_("A lesson opens when the one before it is done.")
    )
    is_open_to_all = models.BooleanField(_("anyone may enrol"), default=True)

    exclude_fields_in_copy: ClassVar[list[str]] = ["code"]
    parent_page_types: ClassVar[list[str]] = ["courses.CataloguePage"]
    subpage_types: ClassVar[list[str]] = ["courses.ModulePage"]
    template = "courses/course_page.html"
    content_panels: ClassVar[list[object]] = [
        HelpPanel(template="courses/authoring/outline.html", heading=_("Contents")),
        *BilingualPage.content_panels,
        FieldPanel("unit", required_on_save=True),
        FieldPanel("code"),
        FieldPanel("hours"),
        FieldPanel("content_head"),
        FieldPanel(
            "audience",
            help_text=_("Shown to those who hold one of these, and to whoever is enrolled. None means everybody."),
        ),
        FieldPanel("is_ordered"),
        FieldPanel(
            "is_open_to_all",
            help_text=_("Everybody who sees the course may begin it. Otherwise it is taken by assignment only."),
        ),
    ]

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        constraints = [
            models.CheckConstraint(condition=models.Q(hours__gte=0), name="course_hours_not_negative"),
        ]

    @property
    def coded_title(self) -> str:
        """Return code and title, as lists name a course; a draft may have no code yet."""
        return f"{self.code or ''} {self.local_title}".strip()

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Take the address from the code, which is short and unique."""
        self.slug = self.slug or slugify(self.code or "", allow_unicode=True)  # type: ignore[has-type]  # a Page field
        super().full_clean(*args, **kwargs)


class ModulePage(BilingualPage):
    """One part of a course; its lessons follow in the order of the tree."""

    parent_page_types: ClassVar[list[str]] = ["courses.CoursePage"]
    subpage_types: ClassVar[list[str]] = ["courses.LessonPage"]
    template = "courses/module_page.html"
    content_panels: ClassVar[list[object]] = [
        HelpPanel(template="courses/authoring/outline.html", heading=_("Contents")),
        *BilingualPage.content_panels,
    ]

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")


class LessonPage(BilingualPage):
    """One lesson, read in one go. The revision that was read is kept with the learner's progress."""

    minutes = models.PositiveSmallIntegerField(_("minutes"), default=10, validators=[MinValueValidator(1)])
    content_head = models.CharField(_("content head"), max_length=10, choices=CONTENT_HEAD_LABELS)
    review_by = models.DateField(_("review by"), null=True, blank=True)
    body = StreamField(LessonBodyBlock(), verbose_name=_("body"))

    parent_page_types: ClassVar[list[str]] = ["courses.ModulePage"]
    subpage_types: ClassVar[list[str]] = []
    template = "courses/lesson_page.html"
    content_panels: ClassVar[list[object]] = [
        *BilingualPage.content_panels,
        FieldPanel("minutes"),
        FieldPanel("content_head"),
        InlinePanel("bases", label=_("Basis")),
        FieldPanel("review_by"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")


class LessonBasis(Orderable):
    """One clause that a lesson rests on."""

    lesson = ParentalKey(LessonPage, on_delete=models.CASCADE, related_name="bases")
    standard = models.ForeignKey(Standard, verbose_name=_("standard"), on_delete=models.PROTECT, related_name="+")
    clause = models.CharField(_("clause"), max_length=60, blank=True)

    panels: ClassVar[list[object]] = [FieldPanel("standard"), FieldPanel("clause")]

    class Meta(Orderable.Meta):
        verbose_name = _("basis")

    def __str__(self) -> str:
        return f"{self.standard.code} {self.clause}".strip()
