"""Refusals about the conditions under which somebody sits an exam: accommodations, networks, browsers."""

from django.utils.translation import gettext_lazy as _

from core.errors import Refusal


class OutsideNetwork(Refusal):
    """The sitting is sat in some networks only, and the address is in none of them."""

    code = "outside_network"
    default_message = _("This sitting is sat in certain networks only, and this device is in none of them.")


class OutsideSafeBrowser(Refusal):
    """The sitting is sat in Safe Exam Browser with certain settings only, and the request proves none of them."""

    code = "outside_safe_browser"
    default_message = _("This sitting is sat in Safe Exam Browser only, opened with its own settings.")


class BoundToSitting(Refusal):
    """The person is on the roster of a sitting that sets conditions: the exam begins there and nowhere else."""

    code = "bound_to_sitting"
    default_message = _(
        "You are on the roster of a sitting of this exam. Start there: it is listed under My exams."
    )


class AccommodationDaysWrong(Refusal):
    """The days of an accommodation make no sense; `data["fault"]` says why."""

    code = "accommodation_days_wrong"
    default_message = _("The days of this accommodation cannot be. Correct them.")


class AccommodationOverlaps(Refusal):
    """The person has an accommodation on some of the days; `data` says which days."""

    code = "accommodation_overlaps"
    default_message = _("The person has an accommodation on some of these days. End that one first.")


class AccommodationWaits(Refusal):
    """Another proposal for the same person waits for its decision."""

    code = "accommodation_waits"
    default_message = _("An accommodation of this person waits for a decision. That one is decided first.")


class AccommodationEmpty(Refusal):
    """Nothing is asked for."""

    code = "accommodation_empty"
    default_message = _("Say what the person needs: more time, larger print, or pictures answered from a list.")


class AccommodationNotInForce(Refusal):
    """It is over, was ended, or was never approved."""

    code = "accommodation_not_in_force"
    default_message = _("This accommodation is over, was ended, or was never approved. Reload the page.")


class TooManyKeys(Refusal):
    """A sitting holds no more Config Keys; a settings file without its key would open nothing."""

    code = "too_many_keys"
    default_message = _("This sitting has as many Config Keys as it can hold. Take one out first.")
