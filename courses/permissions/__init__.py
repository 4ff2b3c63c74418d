"""Who may see which course and enrolment, and who may write which course."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import product

from django.contrib.auth.models import AnonymousUser, Permission
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from wagtail.models import GroupPagePermission, Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from core.prepared import Slot
from courses.models import Assignment, CataloguePage, CoursePage, Enrolment, LessonPage, ModulePage
from courses.queries.assignments import for_list
from people.enums import Right
from people.models import Employment, Person, RoleGrant, Unit, UnitClosure, User
from people.permissions import (
    has_right,
    has_right_over_all,
    people_within,
    rights_on,
    visible_people,
    visible_units,
)
from people.queries.grants import in_force

FOLLOW_ASSIGNMENTS = (Right.HR, Right.SAFETY)
ASSIGN_ALL_THEY_SEE = (Right.MANAGER, *FOLLOW_ASSIGNMENTS)
MAY_ASSIGN = (Right.TRAINER, *ASSIGN_ALL_THEY_SEE)
AUTHOR_VERBS = ("add", "change")
APPROVER_VERBS = ("publish", "lock", "unlock")  # publishing itself still takes two: see courses.wagtail_hooks

SEE_ALL_COURSES = (Right.HR, Right.SAFETY, Right.AUDITOR, Right.ADMIN)


# What else makes a course one's own. A floor above adds its reason when it starts: what a job role requires, whose
# enrolment comes a moment later by a job.
ALSO_SEEN: list[Callable[[User | Slot, date | Slot, OuterRef], Exists]] = []


def seen_by(user: User | Slot, *, day: date | Slot, course: str = "") -> Q:
    """Return the condition that a course is for this account on a day: the one scope of pages, lists and exams.

    A course names the job roles it is for, or none and is for everybody. Besides those who hold one of them on the
    day, whoever is or was enrolled sees it, and so does whoever must take it (`ALSO_SEEN`). Of staff:
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
    found = (
        ~Exists(roles)
        | Exists(roles.filter(jobrole__in=own))
        | Exists(Enrolment.objects.filter(course=key, person__user=user))
        | Exists(rights.filter(right__in=SEE_ALL_COURSES))
        | Q(**{f"{course}unit__in": kept})
        | Exists(trained.filter(unit__parent=None))
        | Exists(roles.filter(jobrole__in=of_ones_people))
    )
    for reason in ALSO_SEEN:
        found |= Q(reason(user, day, key))
    return found


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


def may_assign(user: User, *, day: date) -> bool:
    """Tell whether one may give courses to people anywhere: trainers, line managers, HR and the safety department."""
    return has_right(user, *MAY_ASSIGN, day=day)


def assigning_units(user: User, *, day: date) -> QuerySet[Unit]:
    """Return the units to whose people one may give some course."""
    return visible_units(user, *MAY_ASSIGN, day=day)


def assignable_courses(user: User, *, day: date) -> QuerySet[CoursePage]:
    """Return the courses that one may give to people: trainers what they keep, the others what they see."""
    courses = visible_courses(user, day=day)
    if has_right(user, *ASSIGN_ALL_THEY_SEE, day=day):
        return courses
    kept = courses_kept_by(user, day=day) if may_author(user, day=day) else CoursePage.objects.none()
    return courses.filter(pk__in=kept.values("pk"))


def assignable_people(user: User, course: CoursePage, *, day: date) -> QuerySet[Person]:
    """Return the people to whom one may give this course: those at work in the units of the rights that cover it.

    A trainer's right counts for the courses that one keeps, and for no others.
    """
    keeps = may_author(user, day=day) and courses_kept_by(user, day=day).filter(pk=course.pk).exists()
    return people_within(user, *(MAY_ASSIGN if keeps else ASSIGN_ALL_THEY_SEE), day=day)


def visible_assignments(user: User, *, day: date) -> QuerySet[Assignment]:
    """Return the assignments that one made; HR and safety see those of anybody who is among their people."""
    if not may_assign(user, day=day):
        return Assignment.objects.none()
    people = people_within(user, *FOLLOW_ASSIGNMENTS, day=day)
    reached = Assignment.people.through.objects.filter(assignment=OuterRef("pk"), person__in=people.values("pk"))
    return Assignment.objects.filter(Q(assigned_by=user) | Exists(reached))


def get_assignment_for(user: User, public_id: str, *, day: date) -> Assignment:
    """Return an assignment one may see, with its course and counts; Http404 otherwise."""
    assignment = for_list(visible_assignments(user, day=day)).filter(public_id=public_id).first()
    if assignment is None:
        raise Http404
    return assignment


def people_to_follow(user: User, assignment: Assignment, *, day: date) -> QuerySet[Person]:
    """Return those of an assignment whose progress one may see today: nobody who has left one's units."""
    mine = assignable_people(user, assignment.course, day=day)
    return assignment.people.filter(pk__in=mine.values("pk"))


def may_undo(user: User, assignment: Assignment, *, day: date) -> bool:
    """Tell whether one may take an assignment back: who made it, and HR or safety of all of its people at work."""
    if assignment.assigned_by_id == user.pk:
        return True
    at_work = Employment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)
    others = assignment.people.filter(pk__in=at_work.values("person"))
    mine = people_within(user, *FOLLOW_ASSIGNMENTS, day=day)
    return not others.exclude(pk__in=mine.values("pk")).exists()


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
    return has_right_over_all(user, Right.TRAINER, day=day)


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
