"""How the item bank meets its screens."""

from __future__ import annotations

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from exams.enums import Finding, ItemStatus
from exams.models import ItemVersion, LintFinding
from exams.queries.bank_item import Change, marked_difference

register = template.Library()

CHIPS = {
    ItemStatus.DRAFT: "",
    ItemStatus.IN_REVIEW: "pending",
    ItemStatus.APPROVED: "approved",
    ItemStatus.RETIRED: "ended",
}
FIELDS: dict[str, Promise] = {
    "stem": gettext_lazy("Stem"),
    "options": gettext_lazy("What can be answered"),
    "answer": gettext_lazy("Right answer"),
    "key": pgettext_lazy("item", "Key"),
    "explanation": gettext_lazy("Explanation"),
    "level": gettext_lazy("Level"),
    "points": gettext_lazy("Points"),
    "critical": gettext_lazy("Critical"),
    "basis": gettext_lazy("Basis"),
    "review_by": gettext_lazy("Review by"),
}


CURES: dict[str, Promise] = {
    Finding.NEAR_DUPLICATE: gettext_lazy("keep the better one, or make the difference plain."),
    Finding.LONGEST_OPTION: gettext_lazy("who knows nothing chooses it. Shorten it or lengthen the others."),
    Finding.ALL_OF_THE_ABOVE: gettext_lazy("who knows two knows all. Use several right options instead."),
    Finding.DOUBLE_NEGATIVE: gettext_lazy("say it without one of the two, or ask what is right."),
    Finding.NO_BASIS: gettext_lazy("name the rule that the answer rests on."),
    Finding.KEY_AND_TOLERANCE: gettext_lazy(
        "the accepted range takes in another answer, zero, or leaves out the number of the explanation."
    ),
}


@register.filter
def finding_cure(finding: LintFinding) -> str:
    """Return what may be done about a finding."""
    return str(CURES[finding.code])


@register.filter
def rests_on_superseded(version: ItemVersion) -> bool:
    """Tell whether a basis of a wording, read beforehand, is of a standard that another one has superseded."""
    return any(basis.standard.superseded_by_id is not None for basis in version.bases.all())


@register.filter
def item_chip(status: str) -> str:
    """Return the class of the chip that shows where a wording stands."""
    return CHIPS[ItemStatus(status)]


@register.filter
def finding_words(finding: LintFinding) -> str:
    """Return in words what the lint found."""
    if finding.code == Finding.NEAR_DUPLICATE and finding.other is not None:
        text = _("%(percent)d %% the same as %(code)s")
        return text % {"percent": finding.percent, "code": finding.other.code}
    return str(finding.get_code_display())


@register.filter
def field_words(name: str) -> str:
    """Return the name of a part of a wording."""
    return str(FIELDS[name])


@register.filter
def pieces(change: Change) -> list[tuple[str, str]]:
    """Return the pieces of a change, each with its fate."""
    return marked_difference(change.before, change.after)
