"""Named refusals of the library floor."""

from django.utils.translation import gettext_lazy as _

from core.errors import Refusal


class StandardLoop(Refusal):
    """A standard cannot be superseded by itself, nor by one that it supersedes."""

    code = "standard_loop"
    default_message = _(
        "A standard cannot be superseded by itself or by one that it replaced. Choose the newer one."
    )


class StandardCodeTaken(Refusal):
    """The registry holds this standard already."""

    code = "standard_code_taken"
    default_message = _("The registry holds a standard with this code already. Look for it in the list.")
