"""Who may see which attempt, and who may run which sitting."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Left, Length
from django.http import Http404

from core import clock
from courses.models import CoursePage, LessonPage
from courses.permissions import courses_kept_by, keeps_all, visible_courses
from courses.queries.currency import BELOW_A_COURSE
from exams.enums import AttemptState, SittingState
from exams.models import (
    Attempt,
    Candidate,
    ContentArea,
    Exam,
    Item,
    MarkingTask,
    Paper,
    Sitting,
)
from exams.permissions.sittings import MAY_KEEP_EXAMS, MAY_SCHEDULE, held_sittings
from people.enums import Right
from people.models import Person, Unit, User
from people.permissions import has_right, has_right_over_all, people_within, visible_people, visible_units

MAY_SEE_BANK = (Right.TRAINER, Right.SAFETY)


def may_schedule(user: User, *, day: date) -> bool:
    """Tell whether one may set up sittings: trainers, human resources and the safety department."""
    return has_right(user, *MAY_SCHEDULE, day=day)


def may_see_bank(user: User, *, day: date) -> bool:
    """Tell whether one may see items outside an exam: trainers and the safety department."""
    return has_right(user, *MAY_SEE_BANK, day=day)


def may_keep_standards(user: User, *, day: date) -> bool:
    """Tell whether one may register, correct and supersede standards: trainers and safety of the whole organisation.

    Lessons and items of all units cite them, and one that is superseded flags them all.
    """
    return has_right_over_all(user, *MAY_SEE_BANK, day=day)


def readable_lessons(user: User, *, day: date) -> QuerySet[LessonPage]:
    """Return the lessons of the courses that one keeps, drafts too, and the published ones of those that one sees."""
    courses = visible_courses(user, day=day).values("path")
    kept = courses_kept_by(user, day=day).values("path")
    lessons = LessonPage.objects.annotate(course_path=Left("path", Length("path") - BELOW_A_COURSE))
    found: QuerySet[LessonPage] = lessons.filter(Q(course_path__in=kept) | Q(live=True, course_path__in=courses))
    return found


def inviting_units(user: User, *, day: date) -> QuerySet[Unit]:
    """Return the units whose people one may put on a roster: those of one's right to schedule or to proctor."""
    return visible_units(user, *MAY_SCHEDULE, Right.PROCTOR, day=day)


def invitable_people(user: User, *, day: date) -> QuerySet[Person]:
    """Return the people who work in those units on that day, never oneself."""
    working = Q(employments__ends_on=None) | Q(employments__ends_on__gte=day)
    units = inviting_units(user, day=day).values("pk")
    there = Person.objects.filter(working, employments__unit__in=units, employments__starts_on__lte=day)
    return there.exclude(user=user).distinct()


def may_change_roster(user: User, sitting: Sitting, *, day: date) -> bool:
    """Tell whether one may put people on the roster: who schedules, and who proctors this sitting."""
    return may_schedule(user, day=day) or may_proctor(user, sitting)


def is_candidate(user: User, sitting: Sitting) -> bool:
    """Tell whether one is on the roster of this sitting."""
    return sitting.candidates.filter(person__user=user).exists()


def may_proctor(user: User, sitting: Sitting) -> bool:
    """Tell whether one runs this sitting; nobody proctors a sitting in which one is a candidate."""
    assigned = sitting.proctors.filter(pk=user.pk).exists()
    return assigned and not is_candidate(user, sitting)


def may_let_in(user: User, candidate: Candidate, *, at: datetime) -> bool:
    """Tell whether one may hand a start code to this candidate: the proctor, to whom was checked, while it is open.

    An account that holds rights of its own stays with human resources: no proctor can take one over.
    """
    account, sitting = candidate.person.user, candidate.sitting
    runs_now = sitting.state == SittingState.OPEN and candidate.identity_checked_at is not None
    if not runs_now or not may_proctor(user, sitting):
        return False
    return account is None or (account != user and not has_right(account, *Right, day=clock.local_day(at)))


def may_key(user: User, sitting: Sitting, *, day: date) -> bool:
    """Tell whether one may print and key papers: the proctor, and who may see questions and holds the sitting.

    Never a candidate of it.
    """
    if may_proctor(user, sitting):
        return True
    holds = held_sittings(user, day=day).filter(pk=sitting.pk)
    return may_see_bank(user, day=day) and not is_candidate(user, sitting) and holds.exists()


def get_paper_for(user: User, public_id: str, *, day: date) -> Paper:
    """Return a paper of a sitting that one holds; Http404 otherwise."""
    paper = (
        Paper.objects.filter(public_id=public_id, candidate__sitting__in=held_sittings(user, day=day).values("pk"))
        .select_related("form", "candidate__person", "candidate__sitting__exam", "candidate__sitting__location")
        .first()
    )
    if paper is None:
        raise Http404
    return paper


def visible_attempts(user: User, *, day: date) -> QuerySet[Attempt]:
    """Return the attempts of people whom one may see on that day, one's own included."""
    return Attempt.objects.filter(person__in=visible_people(user, day=day).values("pk"))


def may_keep_exams(user: User, *, day: date) -> bool:
    """Tell whether one marks, releases and analyses any exam: trainers and the safety department."""
    return has_right(user, *MAY_KEEP_EXAMS, day=day)


def kept_exams(user: User, *rights: Right, day: date) -> QuerySet[Exam]:
    """Return the exams whose answers one marks and whose keys and figures one sees.

    Trainers and safety, or those of the given rights, of the unit that keeps the exam's course, or of one above it; an
    exam without a course, or of a course without a unit, belongs to the whole organisation.
    """
    asked = rights or MAY_KEEP_EXAMS
    if has_right_over_all(user, *asked, day=day):
        return Exam.objects.all()
    return Exam.objects.filter(course__unit__in=visible_units(user, *asked, day=day).values("pk"))


def get_kept_exam(user: User, public_id: str, *, day: date) -> Exam:
    """Return an exam that one keeps; Http404 otherwise."""
    exam = kept_exams(user, day=day).filter(public_id=public_id).select_related("course").first()
    if exam is None:
        raise Http404
    return exam


def markable_tasks(user: User, *, day: date) -> QuerySet[MarkingTask]:
    """Return the written answers of exams that one keeps, never one's own and none of a void attempt.

    Where the exam says so, answers of people whom one manages are left to others.
    """
    rows = MarkingTask.objects.filter(attempt__exam__in=kept_exams(user, day=day).values("pk"))
    managed = people_within(user, Right.MANAGER, day=day).values("pk")
    own_staff = Q(attempt__exam__foreign_markers=True, attempt__person__in=managed)
    return rows.exclude(attempt__person__user=user).exclude(own_staff).exclude(attempt__state=AttemptState.VOID)


def get_markable_task(user: User, public_id: str, *, day: date) -> MarkingTask:
    """Return a written answer that one may mark; Http404 otherwise."""
    rows = markable_tasks(user, day=day).filter(public_id=public_id)
    task = rows.select_related("version__item", "attempt__exam", "attempt__person").first()
    if task is None:
        raise Http404
    return task


def kept_courses(user: User, *, day: date) -> QuerySet[CoursePage]:
    """Return the courses whose items and exams one writes: those of the units where one is a trainer."""
    courses: QuerySet[CoursePage] = CoursePage.objects.all()
    if keeps_all(user, day=day):
        return courses
    return courses.filter(unit__in=visible_units(user, Right.TRAINER, day=day).values("pk"))


def kept_areas(user: User, *, day: date) -> QuerySet[ContentArea]:
    """Return the content areas whose items one writes: those of courses of the units where one is a trainer.

    An area without a course, or of a course without a unit, belongs to the whole organisation. No other right opens
    the bank, that of an administrator included.
    """
    if keeps_all(user, day=day):
        return ContentArea.objects.all()
    return ContentArea.objects.filter(course__in=kept_courses(user, day=day).values("pk"))


def visible_areas(user: User, *, day: date) -> QuerySet[ContentArea]:
    """Return the content areas whose items one may read: those of courses of the units where one is trainer or safety.

    An area without a course, or of a course without a unit, belongs to the whole organisation.
    """
    if has_right_over_all(user, *MAY_SEE_BANK, day=day):
        return ContentArea.objects.all()
    units = visible_units(user, *MAY_SEE_BANK, day=day)
    return ContentArea.objects.filter(course__unit__in=units.values("pk"))


def visible_items(user: User, *, day: date) -> QuerySet[Item]:
    """Return the items that one may read with their keys: one scope for lists, details, files and bulk steps."""
    return Item.objects.filter(area__in=visible_areas(user, day=day).values("pk"))


def get_item_for(user: User, code: str, *, day: date) -> Item:
    """Return an item one may read; Http404 otherwise, whether it exists or not."""
    item = visible_items(user, day=day).filter(code=code).select_related("area__course").first()
    if item is None:
        raise Http404
    return item


def may_write_item(user: User, item: Item, *, day: date) -> bool:
    """Tell whether one may change this item: a trainer whose area it is in."""
    return kept_areas(user, day=day).filter(pk=item.area_id).exists()


def may_write_exam(user: User, exam: Exam, *, day: date) -> bool:
    """Tell whether one may change an exam: a trainer who keeps its course; of one without a course, all courses."""
    return keeps_all(user, day=day) or kept_courses(user, day=day).filter(pk=exam.course_id).exists()


def examined_attempts(user: User, *, day: date) -> QuerySet[Attempt]:
    """Return the attempts at exams that one keeps, never one's own."""
    rows = Attempt.objects.filter(exam__in=kept_exams(user, day=day).values("pk"))
    return rows.exclude(person__user=user)


def get_examined_attempt(user: User, public_id: str, *, day: date) -> Attempt:
    """Return an attempt at an exam that one keeps, never one's own; Http404 otherwise."""
    rows = examined_attempts(user, day=day).filter(public_id=public_id)
    attempt = rows.select_related("exam", "person", "sitting", "form").first()
    if attempt is None:
        raise Http404
    return attempt
