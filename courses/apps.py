"""Floor 2: learning."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _("Courses")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect what hears Wagtail's reviews, give the pages their forms, which lie above the models, and tell the
        library who may read its files.
        """
        from courses import receivers  # noqa: F401
        from courses.forms.pages import CoursePageForm, LessonPageForm, TreePageForm
        from courses.models import CoursePage, LessonPage, ModulePage
        from courses.permissions.media import may_read_media
        from library.permissions import READERS

        CoursePage.base_form_class = CoursePageForm
        ModulePage.base_form_class = TreePageForm
        LessonPage.base_form_class = LessonPageForm
        if may_read_media not in READERS:
            READERS.append(may_read_media)
