"""Who keeps which pictures, documents and videos, who chooses from them, and who may read a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import reduce
from itertools import product
from operator import or_
from typing import TypeVar

from django.contrib.auth.models import Permission
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from wagtail.models import Collection, GroupCollectionPermission

from courses.enums import AuthorGroup, ShelfKind
from courses.models import CoursePage, Enrolment
from courses.permissions import courses_kept_by, keeps_all, may_author, seen_by
from courses.queries.shelves import courses_of, lessons_showing
from people.enums import Right
from people.models import Unit, User
from people.permissions import grants_on, visible_units

M = TypeVar("M", bound=Model)

KEEPING = ("add", "change", "choose")
KINDS = ("image", "document", "video")


def trained_units(user: User, *, day: date) -> QuerySet[Unit]:
    """Return the units for which one is a trainer, without those below."""
    return Unit.objects.filter(pk__in=grants_on(user, Right.TRAINER, day=day).values("unit"))


def media_rights(user: User, *, day: date) -> list[GroupCollectionPermission]:
    """Return what the account may do with pictures, documents and videos on a day, in the form Wagtail reads it.

    Trainers keep the collections of the units that their right covers, and choose besides from what is open to all of
    them (stored for their group). Those of the whole organisation keep all. Of the rest nothing is stored.
    Cost: three queries at most.
    """
    if not may_author(user, day=day):
        return []
    open_to_all = GroupCollectionPermission.objects.filter(group__name=AuthorGroup.TRAINERS.value)
    own = [
        GroupCollectionPermission(
            pk=-number, collection=collection, permission=Permission(codename=f"{verb}_{kind}")
        )
        for number, ((collection, verb), kind) in enumerate(product(_kept(user, day=day), KINDS), start=1)
    ]
    return [*open_to_all.select_related("collection", "permission"), *own]


def _kept(user: User, *, day: date) -> list[tuple[Collection, str]]:
    if not keeps_all(user, day=day):
        units = visible_units(user, Right.TRAINER, day=day)
        return list(product(Collection.objects.filter(shelf__unit__in=units.values("pk")), KEEPING))
    # New ones go to the common collection or to one of a unit, not above them, where no other trainer would see them.
    tops = Collection.objects.filter(shelf__kind__in=[ShelfKind.COMMON.value, ShelfKind.UNITS.value])
    root = Collection.objects.filter(depth=1)
    return [*product(tops, ["add"]), *product(root, ["change", "choose"])]


def within(found: QuerySet[M], rights: Sequence[GroupCollectionPermission]) -> QuerySet[M]:
    """Return those that lie where one holds any of these rights. Cost: none; it is part of a query."""
    tops = {right.collection.path for right in rights}
    below = reduce(or_, (Q(path__startswith=path) for path in sorted(tops)), Q(pk__in=[]))
    return found.filter(collection__in=Collection.objects.filter(below))


def may_read_media(user: User, found: Model, day: date) -> bool:
    """Tell whether one may read a document or watch a video on a day.

    Learners may where a published lesson shows it whose course is theirs, or in which they are enrolled; trainers also
    where they may choose it, or keep the course of a draft that shows it. Cost: one query for a learner of its course,
    nine at most.
    """
    if user.is_superuser:
        return user.is_active
    showing = lessons_showing(found)
    if _readable(user, day=day).filter(pk__in=courses_of(showing.filter(live=True)).values("pk")).exists():
        return True
    rights = media_rights(user, day=day)
    if not rights:
        return False
    if within(type(found)._default_manager.filter(pk=found.pk), rights).exists():
        return True
    return courses_kept_by(user, day=day).filter(pk__in=courses_of(showing).values("pk")).exists()


def _readable(user: User, *, day: date) -> QuerySet[CoursePage]:
    """Return the courses whose published lessons one may read: those for this account, and taken back ones begun."""
    begun = Exists(Enrolment.objects.filter(course=OuterRef("pk"), person__user=user))
    courses: QuerySet[CoursePage] = CoursePage.objects.all()
    return courses.filter((Q(live=True) & seen_by(user, day=day)) | begun)
