"""Named refusals about results: releases, corrections of keys, appeals."""

from django.utils.translation import gettext_lazy as _

from core.errors import Refusal


class OwnResult(Refusal):
    """One's own result hangs on it."""

    code = "own_result"
    default_message = _("Your own result hangs on this. Somebody else does it.")


class CorrectionRefused(Refusal):
    """The new key does not fit the wording; `data["problems"]` says why."""

    code = "correction_refused"
    default_message = _("This key does not fit the question. Compare it with the options and parts.")


class CorrectionChangesNothing(Refusal):
    """The key proposed is the one that holds."""

    code = "correction_changes_nothing"
    default_message = _("This is the key that the question has. Choose another one.")


class CorrectionProposed(Refusal):
    """A correction of the same wording waits."""

    code = "correction_proposed"
    default_message = _("A correction of this question waits for a decision. Decide or withdraw it first.")


class NothingToRelease(Refusal):
    """No result waits to be released."""

    code = "nothing_to_release"
    default_message = _("No result waits to be shown.")


class AppealRefused(Refusal):
    """The result is not released, not one's own, or has no such question."""

    code = "appeal_refused"
    default_message = _(
        "You can appeal against your own released result only. Choose a question of it, and say what is wrong."
    )


class AppealTooLate(Refusal):
    """The days for an appeal are over."""

    code = "appeal_too_late"
    default_message = _("The time for an appeal is over. Speak to your trainer.")


class AppealWaits(Refusal):
    """An earlier appeal waits."""

    code = "appeal_waits"
    default_message = _("Your earlier appeal waits for a decision. Wait for that first.")


class AppealSettled(Refusal):
    """The appeal was decided meanwhile."""

    code = "appeal_settled"
    default_message = _("This appeal has been decided meanwhile. Look at the decision.")


class NothingToRemark(Refusal):
    """No written answer is concerned."""

    code = "nothing_to_remark"
    default_message = _("No written answer is concerned that has been marked. Decide otherwise.")
