"""Who may see which course and enrolment, and who may write which course."""

from __future__ import annotations

from datetime import date
from itertools import product

from django.contrib.auth.models import AnonymousUser, Permission
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from wagtail.models import GroupPagePermission, Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from core.prepared import Slot
from courses.models import CataloguePage, CoursePage, Enrolment, LessonPage, ModulePage
from people.enums import Right
from people.models import Employment, RoleGrant, UnitClosure, User
from people.permissions import grants_on, has_right, rights_on, visible_people, visible_units
from people.queries.grants import in_force

AUTHOR_VERBS = ("add", "change")
APPROVER_VERBS = ("publish", "lock", "unlock")  # publishing itself still takes two: see courses.wagtail_hooks

SEE_ALL_COURSES = (Right.HR, Right.SAFETY, Right.AUDITOR, Right.ADMIN)


def seen_by(user: User | Slot, *, day: date | Slot, course: str = "") -> Q:
    """Return the condition that a course is for this account on a day: the one scope of pages, lists and exams.

    A course names the job roles it is for, or none and is for everybody. Besides those who hold one of them on the
    day, whoever is or was enrolled sees it, and so does whom a requirement asks, who is enrolled by it. Of staff:
    line managers what is for their people, trainers what they keep, HR, safety, auditors and administrators all.
    `course` leads from the rows asked of to their course, such as "course__". Cost: none; it is part of a query.
    """
    key = OuterRef(f"{course}pk")
    roles = CoursePage.audience.through.objects.filter(coursepage=key)
    held = Employment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)
    rights = RoleGrant.objects.filter(in_force(day), user=user)
    managed = rights.filter(right=Right.MANAGER).values("unit")
    own = held.filter(person__user=user).values("job_role")
    of_ones_people = held.filter(unit__above__ancestor__in=managed).values("job_role")
    trained = rights.filter(right=Right.TRAINER)
    kept = UnitClosure.objects.filter(ancestor__in=trained.values("unit")).values("descendant")
    return (
        ~Exists(roles)
        | Exists(roles.filter(jobrole__in=own))
        | Exists(Enrolment.objects.filter(course=key, person__user=user))
        | Exists(rights.filter(right__in=SEE_ALL_COURSES))
        | Q(**{f"{course}unit__in": kept})
        | Exists(trained.filter(unit__parent=None))
        | Exists(roles.filter(jobrole__in=of_ones_people))
    )


def visible_courses(user: User | AnonymousUser, *, day: date) -> QuerySet[CoursePage]:
    """Return the published courses that are for this account on a day; for a stranger those that are for everybody."""
    courses: QuerySet[CoursePage] = CoursePage.objects.live()
    if not user.is_authenticated:
        return courses.filter(audience=None)
    if not user.is_active:
        return courses.none()
    return courses if user.is_superuser else courses.filter(seen_by(user, day=day))


def get_course_for(user: User, code: str, *, day: date) -> CoursePage:
    """Return a published course one may see; Http404 otherwise."""
    course = visible_courses(user, day=day).filter(code=code).first()
    if course is None:
        raise Http404
    return course


def may_see_page(user: User | AnonymousUser, page: Page, *, day: date) -> bool:
    """Tell whether one may see a page of a course, or the catalogue itself. Cost: one query, none for the catalogue."""
    if not isinstance(page, CoursePage | ModulePage | LessonPage):
        return True
    course = CoursePage.objects.ancestor_of(page, inclusive=True)
    return visible_courses(user, day=day).filter(pk__in=course.values("pk")).exists()


def visible_enrolments(user: User, *, day: date) -> QuerySet[Enrolment]:
    """Return enrolments of the people whom one may see on that day, oneself included."""
    return Enrolment.objects.filter(person__in=visible_people(user, day=day).values("pk"))


def get_own_enrolment(user: User, public_id: str) -> Enrolment:
    """Return one's own enrolment; Http404 for those of others, whether they exist or not."""
    enrolment = (
        Enrolment.objects.filter(Q(person__user=user) & Q(person__user__is_active=True), public_id=public_id)
        .select_related("course", "person")
        .first()
    )
    if enrolment is None:
        raise Http404
    return enrolment


def may_author(user: User, *, day: date) -> bool:
    """Tell whether the account may write courses anywhere on a day."""
    return has_right(user, Right.TRAINER, day=day)


def may_approve(user: User, *, day: date) -> bool:
    """Tell whether the account may approve what others wrote: a trainer who holds that right as well."""
    return {Right.TRAINER, Right.APPROVER} <= rights_on(user, day=day)


def keeps_all(user: User, *, day: date) -> bool:
    """Tell whether the right to write courses covers the whole organisation, and so every course."""
    return grants_on(user, Right.TRAINER, day=day).filter(unit__parent=None).exists()


def courses_kept_by(user: User, *, day: date) -> QuerySet[CoursePage]:
    """Return the courses that one may write on a day, drafts included.

    A course without a unit belongs to the whole organisation.
    """
    courses: QuerySet[CoursePage] = CoursePage.objects.all()
    if (user.is_superuser and user.is_active) or keeps_all(user, day=day):
        return courses
    return courses.filter(unit__in=visible_units(user, Right.TRAINER, day=day).values("pk"))


def page_rights(user: User, *, day: date) -> list[GroupPagePermission]:
    """Return what the account may do in the page tree on a day, in the form Wagtail reads it; nothing is stored.

    One row per subtree and verb: the catalogue for whoever keeps all courses, else each course.
    """
    verbs = (*AUTHOR_VERBS, *APPROVER_VERBS) if may_approve(user, day=day) else AUTHOR_VERBS
    tops = CataloguePage.objects.all() if keeps_all(user, day=day) else courses_kept_by(user, day=day)
    found = product(Page.objects.filter(pk__in=tops.values("pk")).order_by("path"), verbs)
    # Wagtail puts them into sets, which takes a key; none of the stored ones is below nought.
    return [
        GroupPagePermission(pk=-number, page=page, permission=Permission(codename=f"{verb}_page"))
        for number, (page, verb) in enumerate(found, start=1)
    ]


def visible_pages(user: User, *, day: date) -> QuerySet[Page]:
    """Return the pages that one may see in the authoring screens: the catalogue, one's courses and all below."""
    pages: QuerySet[Page] = Page.objects.all()
    if user.is_superuser and user.is_active:
        return pages
    if not may_author(user, day=day):
        return pages.none()
    own: QuerySet[Page] = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
    return own | pages.filter(pk__in=CataloguePage.objects.values("pk"))
