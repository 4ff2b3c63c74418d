"""Named refusals about papers: who sits on paper, and how papers are keyed."""

from django.utils.translation import gettext_lazy as _

from core.errors import Refusal


class SatOnPaper(Refusal):
    """A sitting on paper is not started on a screen."""

    code = "sat_on_paper"
    default_message = _("This sitting is on paper. Go to the place at the time; you get your paper there.")


class PaperInHand(Refusal):
    """The person sat this exam on paper, and the answers are not entered yet."""

    code = "paper_in_hand"
    default_message = _("You sat this exam on paper. Wait until the paper has its result.")


class CandidateNotPresent(Refusal):
    """Nobody checked that the candidate was there, so the paper is nobody's."""

    code = "candidate_not_present"
    default_message = _("The candidate was not marked present. Mark that on the roster of the sitting first.")


class PaperSettled(Refusal):
    """The paper has its result, or both keyings stand."""

    code = "paper_settled"
    default_message = _("This paper needs nothing more of the kind. Look at where it stands.")


class KeyedAlready(Refusal):
    """The same person cannot key a paper twice."""

    code = "keyed_already"
    default_message = _("You have keyed this paper. Somebody else keys it a second time.")


class KeyingRefused(Refusal):
    """Some entries cannot be answers; `data["faults"]` says which and why."""

    code = "keying_refused"
    default_message = _("Some entries cannot be read. Correct those marked; the others are kept.")


class NotKeyer(Refusal):
    """Differences are decided by one of the two who keyed."""

    code = "not_keyer"
    default_message = _("One of the two who keyed this paper decides.")
