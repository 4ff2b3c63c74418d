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


class NeedsTwoPersons(Refusal):
    """One person proposes, another decides, and neither is the one concerned."""

    code = "needs_two_persons"
    default_message = _("One person proposes and another decides, and neither may be the person concerned.")


class ProposalSettled(Refusal):
    """Somebody decided or withdrew the proposal before."""

    code = "proposal_settled"
    default_message = _("This proposal was settled before. Reload the page to see how.")


class DeclineNeedsReason(Refusal):
    """Who declines says why."""

    code = "decline_needs_reason"
    default_message = _("Say why it is declined, so that the one who proposed it knows what to do.")


class NotYourProposal(Refusal):
    """Only who proposed something takes it back."""

    code = "not_your_proposal"
    default_message = _("Only the person who proposed it can withdraw it.")
