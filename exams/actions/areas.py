"""The tree of content areas: added, renamed, moved with all below, deleted while nothing hangs on them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from core import audit
from courses.models import CoursePage
from exams.domain.area_tree import MOST_CODE, free_code, is_below, moved
from exams.errors import CodeTaken
from exams.errors.areas import AreaInUse, AreaMoveRefused
from exams.models import BlueprintRow, ContentArea
from people.models import User


@transaction.atomic
def add(
    *,
    name: str,
    name_en: str,
    parent: ContentArea | None,
    code: str,
    course: CoursePage | None,
    actor: User,
    at: datetime,
) -> ContentArea:
    """Add an area: below a parent with the next free code there, or at the top with a code of its own.

    One below belongs to the course of its parent. Raises CodeTaken.
    """
    if parent is not None:
        code = free_code(parent.code, ContentArea.objects.values_list("code", flat=True))
        course = parent.course
    if len(code) > MOST_CODE or ContentArea.objects.filter(code=code).exists():
        raise CodeTaken
    area = ContentArea.objects.create(code=code, name=name, name_en=name_en, course=course)
    audit.record(action="exams.area_added", actor=actor, target=area, at=at)
    return area


@transaction.atomic
def rename(area: ContentArea, *, name: str, name_en: str, actor: User, at: datetime) -> None:
    """Give an area other names."""
    ContentArea.objects.filter(pk=area.pk).update(name=name, name_en=name_en)
    data = {"from": area.name, "to": name}
    audit.record(action="exams.area_renamed", actor=actor, target=area, at=at, data=data)


@transaction.atomic
def move(area: ContentArea, *, to: ContentArea, actor: User, at: datetime) -> None:
    """Put an area, with all below it and their items, under another one; all get new codes and its course.

    Raises AreaMoveRefused when it would lie below itself, or the codes would grow too long.
    """
    if to.pk == area.pk or is_below(to.code, area.code):
        raise AreaMoveRefused
    codes = list(ContentArea.objects.select_for_update().values_list("code", flat=True))
    new = moved(codes, code=area.code, to=free_code(to.code, codes))
    if any(len(code) > MOST_CODE for code in new.values()):
        raise AreaMoveRefused
    for old, code in new.items():
        ContentArea.objects.filter(code=old).update(code=code, course=to.course)
    audit.record(action="exams.area_moved", actor=actor, target=area, at=at, data=new)


@transaction.atomic
def delete(area: ContentArea, *, actor: User, at: datetime) -> None:
    """Delete an area on which nothing hangs. Raises AreaInUse naming how many items, areas and blueprint rows do."""
    items = area.items.count()
    below = ContentArea.objects.filter(code__startswith=f"{area.code}.").count()
    rows = BlueprintRow.objects.filter(Q(area=area)).count()
    if items or below or rows:
        raise AreaInUse(data={"items": items, "areas": below, "rows": rows})
    audit.record(action="exams.area_deleted", actor=actor, target=area, at=at)
    area.delete()
