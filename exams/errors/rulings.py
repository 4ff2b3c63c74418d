"""Named refusals about rulings on attempts."""

from django.utils.translation import gettext_lazy as _

from core.errors import Refusal


class VoidBefore(Refusal):
    """The attempt is void already."""

    code = "void_before"
    default_message = _("This attempt is void already.")


class GrantedBefore(Refusal):
    """A further attempt was granted for this one before."""

    code = "granted_before"
    default_message = _("For this attempt a further one was granted already. Ask for it at the newest attempt.")


class StillRuns(Refusal):
    """The attempt runs, and a further one beside it has nothing to follow."""

    code = "still_runs"
    default_message = _("This attempt still runs. Wait for its end, or propose that it is void.")


class NothingToGrant(Refusal):
    """The attempt is passed, and stays so."""

    code = "nothing_to_grant"
    default_message = _("This attempt is passed. A further one could begin only if this one were void.")


class RulingProposed(Refusal):
    """Another ruling on the same attempt waits."""

    code = "ruling_proposed"
    default_message = _("A proposal about this attempt waits for a decision. Decide or withdraw it first.")
