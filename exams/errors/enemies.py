"""Named refusals about items that must not meet."""

from django.utils.translation import gettext_lazy as _

from core.errors import Refusal


class TooFewEnemies(Refusal):
    """It takes two items to meet."""

    code = "too_few_enemies"
    default_message = _("Pick at least two items that must not meet.")
