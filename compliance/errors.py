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


class CredentialRequired(Refusal):
    """Job roles need the credential, so it has to stay within reach."""

    code = "credential_required"
    default_message = _("Job roles need this credential. End those rows of the training matrix first.")


class ExemptionDaysWrong(Refusal):
    """The days of an exemption make no sense; `data["fault"]` says why."""

    code = "exemption_days_wrong"
    default_message = _("The days of this exemption cannot be. Correct them.")


class ExemptionOverlaps(Refusal):
    """The person is free of the credential on some of these days already; `data` holds the days of the other."""

    code = "exemption_overlaps"
    default_message = _("The person is exempt on some of these days already. Choose days after that.")


class ExemptionWaits(Refusal):
    """A proposal for the same person and credential waits already."""

    code = "exemption_waits"
    default_message = _("Somebody has proposed this exemption already. That proposal is decided first.")


class ExemptionNotInForce(Refusal):
    """There is nothing to end."""

    code = "exemption_not_in_force"
    default_message = _("This exemption is over, was ended, or was never approved. Reload the page.")
