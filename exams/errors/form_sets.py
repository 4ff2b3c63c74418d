"""Named refusals about sets of forms."""

from django.utils.translation import gettext_lazy as _

from core.errors import Refusal


class FormSetInUse(Refusal):
    """A sitting that is not closed follows the set."""

    code = "form_set_in_use"
    default_message = _("A sitting follows these forms. They stay until that sitting is closed.")


class FormSetWithdrawn(Refusal):
    """The set is out of use already."""

    code = "form_set_withdrawn"
    default_message = _("These forms are out of use already. Nothing was changed.")


class FormSetUnfit(Refusal):
    """The set is of another exam, out of use, or not for paper."""

    code = "form_set_unfit"
    default_message = _(
        "The chosen forms are of another exam, out of use, or not for paper. Choose others, or none."
    )
