"""How devices and what came from them meet their screens."""

from datetime import timedelta

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from exams.domain import pen
from exams.enums import ResponseFate

register = template.Library()

FATES: dict[str, str | Promise] = {
    ResponseFate.COUNTED: _("counts"),
    ResponseFate.LATE: _("too late"),
    ResponseFate.SUPERSEDED: _("a newer one came before"),
    ResponseFate.OTHER_DEVICE: _("from another device"),
    ResponseFate.UNREADABLE: _("could not be read"),
}
CHIPS = {
    ResponseFate.COUNTED: "done",
    ResponseFate.LATE: "due",
    ResponseFate.OTHER_DEVICE: "failed",
    ResponseFate.UNREADABLE: "failed",
}
INCIDENTS: dict[str, str | Promise] = {
    "device_changed": _("another device goes on"),
    "answer_file_refused": _("an answer file was not taken"),
    "focus_lost": _("the page was not in front"),
    "outside_network": _("answers came from outside the networks of the sitting"),
    "outside_browser": _(
        "answers came from another browser than Safe Exam Browser with the settings of the sitting"
    ),
    "disconnected": _("the device was not heard from"),
    "other_device_writes": _("another device sends answers, which do not count"),
    "end_changed": _("the end of the sitting was changed"),
    "place_changed": _("the place of the sitting was changed"),
}


@register.filter
def device_name(device: str) -> str:
    """Return the few characters by which people tell devices apart."""
    return pen.short(device)


@register.filter
def fate_words(fate: str) -> str:
    """Return what became of an answer, in words."""
    return str(FATES[fate])


@register.filter
def fate_chip(fate: str) -> str:
    """Return the class of the chip that shows what became of an answer."""
    return CHIPS.get(ResponseFate(fate), "")


@register.filter
def length_words(length: timedelta) -> str:
    """Return how long something lasts: in tens of seconds, from two minutes on in minutes, rounded down."""
    seconds = int(length.total_seconds())
    if seconds < 120:
        return gettext("%(n)d s") % {"n": seconds // 10 * 10}
    return ngettext("%(n)d minute", "%(n)d minutes", seconds // 60) % {"n": seconds // 60}


@register.filter
def incident_words(kind: str) -> str:
    """Return what was noticed, in words; a kind that somebody typed as it is."""
    return str(INCIDENTS.get(kind, kind))
