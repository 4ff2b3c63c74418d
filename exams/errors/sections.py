"""Named refusals of timed sections."""

from django.utils.translation import gettext_lazy as _

from core.errors import Refusal


class SectionOutOfTurn(Refusal):
    """A timed section was asked for that does not come next."""

    code = "section_out_of_turn"
    default_message = _("The sections follow one another. Go on with the one that is shown.")


class SectionsWait(Refusal):
    """An attempt is handed in from its last timed section only."""

    code = "sections_wait"
    default_message = _(
        "There are sections that have not begun. End this section and go through them; the exam is handed in after"
        " the last."
    )
