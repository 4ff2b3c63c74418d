"""Named refusals of the people floor."""

from django.utils.translation import gettext_lazy as _

from core.errors import Refusal


class RosterHasErrors(Refusal):
    """Some row or column of the file is wrong; `data["errors"]` names each."""

    code = "roster_has_errors"
    default_message = _("The roster has errors. Nothing was changed. Correct the rows named below and try again.")


class RosterIsHeld(Refusal):
    """The file would end many employments; `data["out_of_post"]` is the count to confirm."""

    code = "roster_is_held"
    default_message = _("The roster would end many employments. Nothing was changed. Confirm the count to go on.")


class RosterIsStale(Refusal):
    """The records changed between the check and the application, so that the file would do something else."""

    code = "roster_is_stale"
    default_message = _(
        "Since this file was checked, the records have changed, so it would do something else than was shown. "
        "Nothing was changed. Check the file again."
    )


class RosterNeedsWholeOrganisation(Refusal):
    """The account is not human resources of the whole organisation."""

    code = "roster_needs_whole_organisation"
    default_message = _(
        "A roster states everybody who works here, so it takes the right of human resources for the whole "
        "organisation. Ask an administrator for it under Rights, or give the file to somebody who holds it. "
        "Nothing was changed."
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


class ToOneself(Refusal):
    """The giver is the receiver."""

    code = "right_to_oneself"
    default_message = _("Nobody gives a right to oneself. Ask somebody else who may give it.")


class NotYoursToGive(Refusal):
    """The giver holds nothing over the unit that lets this right be given."""

    code = "right_not_yours_to_give"
    default_message = _("You may not give this right in this unit. Choose another right or unit.")


class BeganBefore(Refusal):
    """The first day has passed."""

    code = "right_began_before"
    default_message = _("A right begins today at the earliest. Choose a later first day.")


class EndsBeforeItBegins(Refusal):
    """The last day comes before the first."""

    code = "ends_before_it_begins"
    default_message = _("The last day comes before the first. Choose a later last day.")


class DeputyWithoutEnd(Refusal):
    """A line manager named a deputy for good."""

    code = "deputy_without_end"
    default_message = _("A deputy is named for a time. Choose a last day.")


class DeputyForTooLong(Refusal):
    """A line manager named a deputy for more than a year."""

    code = "deputy_for_too_long"
    default_message = _("A deputy is named for a year at most. Choose an earlier last day.")


class RightIsHeld(Refusal):
    """The account holds this right there already in a part of the period."""

    code = "right_is_held"
    default_message = _(
        "This account holds this right in this unit already. End that grant first, or begin after it."
    )


class RightIsProposed(Refusal):
    """The same proposal waits for a second person."""

    code = "right_is_proposed"
    default_message = _("This right is proposed already and waits for a second person.")


class NotYoursToDecide(Refusal):
    """The proposer, the receiver, or no administrator over the unit."""

    code = "right_not_yours_to_decide"
    default_message = _("A second administrator decides: neither who proposed the right nor who is to receive it.")


class ProposalIsDecided(Refusal):
    """Somebody decided it before."""

    code = "proposal_is_decided"
    default_message = _("This proposal was decided meanwhile. Nothing was changed.")


class NotYoursToEnd(Refusal):
    """One may neither give this right nor holds it."""

    code = "right_not_yours_to_end"
    default_message = _("Only who may give this right, or holds it, may end it.")


class GrantHasEnded(Refusal):
    """The grant ends on that day or before already."""

    code = "grant_has_ended"
    default_message = _("This grant ends on that day or before already. Choose an earlier last day.")


class LastDayHasPassed(Refusal):
    """The day lies before today, or before the first day."""

    code = "last_day_has_passed"
    default_message = _("Choose today or a later day, not before the first; or end it at once.")


class LastAdministrator(Refusal):
    """Nobody would be left to give rights."""

    code = "last_administrator"
    default_message = _("This is the last administrator. Name another one first.")


class OwnAccount(Refusal):
    """Somebody meant the account signed in with."""

    code = "own_account"
    default_message = _("This is your own account. Ask somebody else who may do this.")


class UnitCodeTaken(Refusal):
    """Another unit has this code."""

    code = "unit_code_taken"
    default_message = _("Another unit has this code already. Choose another code.")


class UnitIsClosed(Refusal):
    """The unit, or the one above it, is closed."""

    code = "unit_is_closed"
    default_message = _("A unit here is closed. Open it again first, or choose another.")


class UnitWouldBeInsideItself(Refusal):
    """The new place lies below the unit that moves."""

    code = "unit_inside_itself"
    default_message = _("A unit cannot lie below itself. Choose a place outside it.")


class UnitEndsBeforeItBegins(Refusal):
    """The last day comes before the first."""

    code = "unit_ends_before_it_begins"
    default_message = _("The unit began later than that. Choose a later last day.")


class UnitHasUnits(Refusal):
    """Units below are open after the last day; `data["units"]` counts them."""

    code = "unit_has_units"
    default_message = _("There are open units below. Close or move them first.")


class UnitHasPeople(Refusal):
    """Employments run on after the last day; `data["people"]` counts them."""

    code = "unit_has_people"
    default_message = _("People still work here after that day. Move them first, by a roster or one by one.")


class JobRoleCodeTaken(Refusal):
    """Another job role has this code."""

    code = "job_role_code_taken"
    default_message = _("Another job role has this code already. Choose another code.")


class LocationNameTaken(Refusal):
    """Another place has this name, by which sittings and papers call it."""

    code = "location_name_taken"
    default_message = _("Another location has this name already. Choose another name.")


class JobRoleIsHeld(Refusal):
    """People hold the role now; `data["people"]` counts them."""

    code = "job_role_is_held"
    default_message = _("People hold this job role. Give them another one first, by a roster.")


class AdministratorsAreNamed(Refusal):
    """Two accounts administer already."""

    code = "administrators_are_named"
    default_message = _("Two administrators are named already. They give further rights on the site.")


class NoUnitYet(Refusal):
    """There is no unit that a right could hold in."""

    code = "no_unit_yet"
    default_message = _("There is no unit yet. Name the organisation with --organisation.")


REFUSED_WISHES = {
    "to_oneself": ToOneself,
    "not_yours_to_give": NotYoursToGive,
    "began_before": BeganBefore,
    "ends_before_it_begins": EndsBeforeItBegins,
    "deputy_without_end": DeputyWithoutEnd,
    "deputy_for_too_long": DeputyForTooLong,
}
