"""Named refusals of practice."""

from django.utils.translation import gettext_lazy as _

from core.errors import Refusal


class NothingToPractise(Refusal):
    """No item of the person's modules is for practice, or the notebook is empty."""

    code = "nothing_to_practise"
    default_message = _("There is nothing to practise here now. Choose another module.")
