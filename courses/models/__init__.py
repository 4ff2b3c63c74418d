"""Models of the courses floor."""

from courses.models.assignment import Assignment
from courses.models.enrolment import CourseCompletion, Enrolment, LessonProgress
from courses.models.pages import CataloguePage, CoursePage, LessonBasis, LessonPage, ModulePage
from courses.models.shelf import Shelf
from courses.models.workflow import SecondPersonTask

__all__ = [
    "Assignment",
    "CataloguePage",
    "CourseCompletion",
    "CoursePage",
    "Enrolment",
    "LessonBasis",
    "LessonPage",
    "LessonProgress",
    "ModulePage",
    "SecondPersonTask",
    "Shelf",
]
