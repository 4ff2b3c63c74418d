"""Named refusals around one person's employment."""

from django.utils.translation import gettext_lazy as _

from core.errors import Refusal


class NumberIsTaken(Refusal):
    """The employee number belongs to somebody of another name."""

    code = "number_is_taken"
    default_message = _(
        "This number belongs to somebody else on file. Check number and name. Nothing was changed."
    )


class EmployedAlready(Refusal):
    """The person works here."""

    code = "employed_already"
    default_message = _(
        "Somebody of this number works here already. Change that employment instead. Nothing was changed."
    )


class FirstDayTooEarly(Refusal):
    """The first day does not come after what is on file; `data["after"]` is the day that it must follow."""

    code = "first_day_too_early"

    @property
    def message(self) -> str:
        """Return the sentence with the day that the first one must follow."""
        return _("Choose a first day after %(after)s: until then another post is on file.") % self.data


class LastDayTooEarly(Refusal):
    """The employment began later."""

    code = "last_day_too_early"
    default_message = _("The employment began later than that. Choose a later last day.")


class RoleHeldAlready(Refusal):
    """Another employment of the person in that job role goes on."""

    code = "role_held_already"
    default_message = _("This person holds that job role already in another employment. End that one first.")


class NothingChanges(Refusal):
    """What was stated is what is on file."""

    code = "nothing_changes"
    default_message = _("That is what is on file already. Nothing was changed.")


class EmploymentHasEnded(Refusal):
    """The employment was ended meanwhile, or its last day is set."""

    code = "employment_has_ended"
    default_message = _("This employment has its last day already. Nothing was changed.")


class JobRoleOutOfUse(Refusal):
    """Nobody may get the role any more."""

    code = "job_role_out_of_use"
    default_message = _("This job role is out of use. Take another, or have it in use again under Job roles.")
