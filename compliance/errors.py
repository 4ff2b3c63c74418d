"""Named refusals of the compliance floor."""

from django.utils.translation import gettext_lazy as _

from core.errors import Refusal


class RequirementExists(Refusal):
    """The job role needs this credential already."""

    code = "requirement_exists"
    default_message = _("This job role needs this credential already. End that requirement first.")


class ReportHasNotFailed(Refusal):
    """Only a report that failed can be made once more."""

    code = "report_has_not_failed"
    default_message = _("This report has not failed. Wait until it is done, or ask for a new one.")


class ReportIsBeingMade(Refusal):
    """A report cannot be deleted while it is made."""

    code = "report_is_being_made"
    default_message = _("This report is still being made. Delete it when it is done.")


class ReportTooLongForPaper(Refusal):
    """A PDF is for reading and hanging up; a longer list is a sheet."""

    code = "report_too_long_for_paper"
    default_message = _("This report is too long for a PDF. Choose one unit or one job role, or take it as XLSX.")
