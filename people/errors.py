"""Named refusals of the people floor."""

from django.utils.translation import gettext_lazy as _

from core.errors import Refusal


class RosterHasErrors(Refusal):
    """Some row or column of the file is wrong; `data["errors"]` names each."""

    code = "roster_has_errors"
    default_message = _("The roster has errors. Nothing was changed. Correct the rows named below and try again.")


class RosterIsHeld(Refusal):
    """The file would end many employments; `data["ended"]` is the count to confirm."""

    code = "roster_is_held"
    default_message = _("The roster would end many employments. Nothing was changed. Confirm the count to go on.")


class StartCodeNotValid(Refusal):
    """Wrong, used or expired code, or unknown number; never says which."""

    code = "start_code_not_valid"
    default_message = _("Number and code do not fit, or the code was used or has expired. Ask for a new code.")
