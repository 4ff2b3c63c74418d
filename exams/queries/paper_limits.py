"""What an exam asks for and paper cannot take, in words, so that nothing is left out of a paper without a word."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from exams.enums import ItemStatus
from exams.item_types.catalogue import ITEM_TYPES
from exams.models import Exam, ItemVersion
from exams.queries.written import needs_marker

ON_SCREEN_ONLY = {kind.code: kind.label for kind in ITEM_TYPES if not kind.keyable}


def paper_limits(exam: Exam) -> list[str]:
    """Return one sentence for each row that takes other items on paper, and one for the fixed items that stay away.

    Cost: two queries.
    """
    said = []
    for place, row in enumerate(exam.blueprint.select_related("area").order_by("pk"), start=1):
        if row.item_type in ON_SCREEN_ONLY:
            words = _(
                "Row %(row)d asks for the type “%(type)s”, which paper cannot take: other items of %(area)s go there."
            )
            said.append(
                words % {"row": place, "type": ON_SCREEN_ONLY[row.item_type], "area": row.area.local_label}
            )
    if codes := _fixed_on_screen_only(exam):
        words = _("In every form on a screen, but on no paper, because of their type: %(items)s.")
        said.append(words % {"items": ", ".join(codes)})
    return said


def _fixed_on_screen_only(exam: Exam) -> list[str]:
    approved = ItemVersion.objects.filter(item__fixed_in__exam=exam, status=ItemStatus.APPROVED)
    return list(
        approved.alias(needs_marker=needs_marker())
        .filter(Q(item_type__in=ON_SCREEN_ONLY) | Q(needs_marker=True))
        .order_by("item__code")
        .values_list("item__code", flat=True)
    )
