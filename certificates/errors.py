"""Named refusals of the certificates floor."""

from django.utils.translation import gettext_lazy as _

from core.errors import Refusal


class AlreadyRevoked(Refusal):
    """The certificate has ended before."""

    code = "already_revoked"
    default_message = _("This certificate was revoked before.")


class RevocationNeedsTwo(Refusal):
    """One person proposes and another approves."""

    code = "revocation_needs_two"
    default_message = _("A second person has to approve the revocation, and neither may be its holder.")
