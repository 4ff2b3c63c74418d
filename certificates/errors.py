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


class RevocationProposed(Refusal):
    """A proposal to revoke this certificate waits already."""

    code = "revocation_proposed"
    default_message = _("Somebody has proposed to revoke this certificate. That proposal is decided first.")


class NothingHeld(Refusal):
    """The certificate has its file, or the file is being made at this moment."""

    code = "nothing_held"
    default_message = _("This certificate is not held: its file is made, or is being made. Reload the page.")


class BatchRefused(Refusal):
    """A batch needs at least one certificate with a file, and has an upper bound."""

    code = "batch_refused"
    default_message = _("None of these certificates has a file yet. Choose others.")


class TooManyForOneFile(Refusal):
    """More rows than one file may hold; `data["count"]` and `data["most"]` say how many."""

    code = "too_many_for_one_file"
    default_message = _("These are too many for one file. Narrow the list, by unit, credential or day.")


class CredentialRefused(Refusal):
    """The credential makes no sense; `data["faults"]` says why, by field."""

    code = "credential_refused"
    default_message = _("This credential cannot be kept so. Correct the fields that are marked.")
