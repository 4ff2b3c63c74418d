"""Blocks of words, tables and steps."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

PLAIN_FEATURES = ["h2", "bold", "italic", "ol", "ul", "link", "document-link"]


class TextBlock(blocks.RichTextBlock):
    """Running text with few means, so that every lesson looks alike."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(features=PLAIN_FEATURES, **kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "library/blocks/text.html"


class LimitsTableBlock(blocks.StructBlock):
    """A table of limits: what is measured, the limit, the basis."""

    caption = blocks.CharBlock(label=_("Caption"))
    columns = blocks.ListBlock(blocks.CharBlock(), label=_("Column headings"), min_num=2, max_num=6)
    rows = blocks.ListBlock(
        blocks.ListBlock(blocks.CharBlock(required=False), label=_("Cells")), label=_("Rows"), min_num=1
    )

    class Meta:
        icon = "table"
        label = _("Table of limits")
        template = "library/blocks/limits_table.html"
