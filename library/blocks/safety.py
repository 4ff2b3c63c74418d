"""Blocks that safety lessons need again and again."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from library.blocks.text import PLAIN_FEATURES

SEVERITIES = [
    ("red", _("major (red)")),
    ("orange", _("serious (orange)")),
    ("yellow", _("moderate (yellow)")),
    ("blue", _("low (blue)")),
]


class HazardNoticeBlock(blocks.StructBlock):
    """A danger that must not be overlooked, with its grade in word and colour."""

    severity = blocks.ChoiceBlock(label=_("Grade"), choices=SEVERITIES, default="red")
    title = blocks.CharBlock(label=_("Title"))
    text = blocks.TextBlock(label=_("Text"))

    class Meta:
        icon = "warning"
        label = _("Hazard notice")
        template = "library/blocks/hazard_notice.html"


class ProcedureStepBlock(blocks.StructBlock):
    """One step of a procedure."""

    title = blocks.CharBlock(label=_("What to do"))
    text = blocks.TextBlock(label=_("How, and why"), required=False)


class ProcedureBlock(blocks.StructBlock):
    """Steps in their order."""

    title = blocks.CharBlock(label=_("Title"))
    steps = blocks.ListBlock(ProcedureStepBlock(), label=_("Steps"), min_num=2)

    class Meta:
        icon = "list-ol"
        label = _("Procedure")
        template = "library/blocks/procedure.html"


class AccidentCaseBlock(blocks.StructBlock):
    """What happened elsewhere, why, and what to learn; names nobody."""

    title = blocks.CharBlock(label=_("Title"))
    when = blocks.CharBlock(label=_("When"), required=False)
    place = blocks.CharBlock(label=_("Where"), required=False)
    what_happened = blocks.RichTextBlock(label=_("What happened"), features=PLAIN_FEATURES)
    why = blocks.RichTextBlock(label=_("Why"), features=PLAIN_FEATURES)
    lesson = blocks.RichTextBlock(label=_("What to learn"), features=PLAIN_FEATURES)

    class Meta:
        icon = "openquote"
        label = _("Accident case")
        template = "library/blocks/accident_case.html"
