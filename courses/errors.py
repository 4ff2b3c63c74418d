"""Named refusals of the courses floor."""

from django.utils.translation import gettext_lazy as _

from core.errors import Refusal


class CourseNotOpen(Refusal):
    """The course is not published, or not open to this person."""

    code = "course_not_open"
    default_message = _("This course is not open to you. Ask your trainer to assign it.")


class DueDayPast(Refusal):
    """Nobody can be done with a course before it was given."""

    code = "due_day_past"
    default_message = _("The due day is past. Choose today or a later day.")


class NobodyToAssign(Refusal):
    """All who were chosen take the course already, or nobody was found."""

    code = "nobody_to_assign"
    default_message = _("Nobody is left to assign the course to. Nothing was changed.")


class AssignmentUndone(Refusal):
    """The assignment was taken back already."""

    code = "assignment_undone"
    default_message = _("This assignment was taken back already.")


class AssignmentBegun(Refusal):
    """Somebody has opened a lesson; what was begun stays on file."""

    code = "assignment_begun"
    default_message = _("Somebody has begun the course. What was begun stays on file, so nothing was taken back.")


class LessonNotOpenYet(Refusal):
    """An earlier lesson comes first."""

    code = "lesson_not_open_yet"
    default_message = _("This lesson opens when the one before it is done.")


class RevisionUnknown(Refusal):
    """What was read is no revision of this lesson that was ever published."""

    code = "revision_unknown"
    default_message = _("Open this lesson again and mark it as done there: it is not known what you read.")


class EnrolmentIsComplete(Refusal):
    """The enrolment has its completion; what was read then does not change."""

    code = "enrolment_is_complete"
    default_message = _("You have completed this course. Your record stays as it is.")
