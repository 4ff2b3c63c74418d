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


class RosterIsStale(Refusal):
    """The records changed between the check and the application, so that the file would do something else."""

    code = "roster_is_stale"
    default_message = _(
        "Since this file was checked, the records have changed, so it would do something else than was shown. "
        "Nothing was changed. Check the file again."
    )


class RosterNotUndoable(Refusal):
    """This import may not be taken back: it is not the newest, was undone, or changed nothing."""

    code = "roster_not_undoable"
    default_message = _("Only the newest import that changed something can be undone. Undo the later one first.")


class RosterTouchedSince(Refusal):
    """Something later changed the same records; `data["employee_numbers"]` names the people, a few at most."""

    code = "roster_touched_since"
    default_message = _(
        "Records of these people were changed after the import, so it can no longer be undone: %(people)s. "
        "Nothing was changed. Correct the roster and import it again."
    )

    @property
    def message(self) -> str:
        """Return the sentence with the numbers of the people."""
        return str(self._message) % {"people": ", ".join(self.data.get("employee_numbers", []))}


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
