"""The collections of the library by who keeps them, and the lessons that show what lies in them."""

from __future__ import annotations

from django.db.models import BigIntegerField, Exists, Model, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat, Left, Length
from wagtail.models import Collection, ReferenceIndex

from courses.enums import ShelfKind
from courses.models import CoursePage, LessonPage, Shelf
from courses.queries.currency import BELOW_A_COURSE
from people.models import Unit

NAME = Concat("name", Value(" · "), "code")  # units of two branches may bear the same name


def common_collection() -> Collection:
    """Return the collection from which every trainer chooses. Cost: one query."""
    return Collection.objects.get(shelf__kind=ShelfKind.COMMON.value)


def unshelved(units: QuerySet[Unit]) -> QuerySet[Unit]:
    """Return those of the units without a collection, or with one of an old name; `label` is the name it should bear.

    Trainers of the whole organisation keep the common collection, so a unit at the top is never among them.
    """
    rightly = Shelf.objects.filter(unit=OuterRef("pk"), collection__name=OuterRef("label"))
    named: QuerySet[Unit] = units.filter(parent__isnull=False).annotate(label=NAME)
    return named.filter(~Exists(rightly)).order_by("pk")


def lessons_showing(found: Model) -> QuerySet[LessonPage]:
    """Return the lessons, drafts too, that show a video or lead to a document, by Wagtail's index of references.

    The index follows what is stored in the page: what learners read where it is published. Wagtail writes it with the
    page; where one was lost, `manage.py rebuild_references_index` finds it again.
    """
    references = ReferenceIndex.objects.filter(
        base_content_type__app_label="wagtailcore",
        base_content_type__model="page",
        to_content_type__app_label=found._meta.app_label,
        to_content_type__model=found._meta.model_name,
        to_object_id=str(found.pk),
    )
    lessons: QuerySet[LessonPage] = LessonPage.objects.all()
    return lessons.filter(pk__in=references.values(page=Cast("object_id", BigIntegerField())))


def courses_of(lessons: QuerySet[LessonPage]) -> QuerySet[CoursePage]:
    """Return the courses that these lessons lie in."""
    paths = lessons.values(course_path=Left("path", Length("path") - BELOW_A_COURSE))
    courses: QuerySet[CoursePage] = CoursePage.objects.all()
    return courses.filter(path__in=paths)
