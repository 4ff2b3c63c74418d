"""Named refusals of the compliance floor."""

from django.utils.translation import gettext_lazy as _

from core.errors import Refusal


class RequirementExists(Refusal):
    """The job role needs this credential already."""

    code = "requirement_exists"
    default_message = _("This job role needs this credential already. End that requirement first.")
