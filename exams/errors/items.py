"""Named refusals about items of the bank."""

from django.utils.translation import gettext_lazy as _

from core.errors import Refusal


class DraftOnRecord(Refusal):
    """Something that is kept names the draft or its item."""

    code = "draft_on_record"
    default_message = _("Something is on record about this draft, so it stays. Write it anew instead.")
