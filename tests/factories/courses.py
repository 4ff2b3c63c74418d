"""Minimal valid pages and enrolments."""

from courses.models import CataloguePage, CoursePage, LessonPage, ModulePage


def make_course(*, code: str = "M1", lessons: int = 3, **fields: object) -> CoursePage:
    """Publish a course with one module and `lessons` lessons, below the catalogue."""
    catalogue = CataloguePage.objects.get()
    course = CoursePage(title=f"课程{code}", slug=code.lower(), code=code, content_head="rules", hours=2, **fields)
    catalogue.add_child(instance=course)
    module = course.add_child(instance=ModulePage(title="第一单元", slug="unit-1"))
    for number in range(1, lessons + 1):
        lesson = LessonPage(
            title=f"第{number}课",
            slug=f"lesson-{number}",
            content_head="rules",
            body=[("text", "<p>先通风</p>")],
        )
        module.add_child(instance=lesson)
        lesson.save_revision().publish()
    return course
