"""How papers meet their screens."""

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exams.enums import PaperState
from exams.item_types.letters import LETTERS
from exams.item_types.registry import item_type as type_of

register = template.Library()

LABELS: dict[PaperState, str | Promise] = {
    PaperState.NOT_PRESENT: _("not present"),
    PaperState.NOT_KEYED: _("not keyed"),
    PaperState.KEYED_ONCE: _("keyed once"),
    PaperState.DIFFERS: _("differs"),
    PaperState.DONE: _("entered"),
}
# The look of the chip: what needs somebody stands out.
CHIPS = {
    PaperState.NOT_PRESENT: "",
    PaperState.NOT_KEYED: "due",
    PaperState.KEYED_ONCE: "pending",
    PaperState.DIFFERS: "failed",
    PaperState.DONE: "done",
}


@register.filter
def paper_state(state: PaperState) -> str:
    """Return the words for how far a paper is."""
    return str(LABELS[PaperState(state)])


@register.filter
def paper_chip(state: PaperState) -> str:
    """Return the class of the chip that shows how far a paper is."""
    return CHIPS[PaperState(state)]


@register.filter
def letter(counter: int) -> str:
    """Return the letter of an option: 1 is A."""
    return LETTERS[counter - 1]


@register.filter
def keyed_words(entry: str, item_type: str) -> str:
    """Return a canonical entry as a person reads it."""
    if entry == "-":
        return str(_("blank"))
    if entry == "?":
        return str(_("unreadable"))
    return type_of(item_type).keyed_words(entry)
