"""Blocks of words, tables and steps."""

from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.rich_text import RichText

PLAIN_FEATURES = ["h2", "bold", "italic", "ol", "ul", "link", "document-link"]


class TextBlock(blocks.RichTextBlock):
    """Running text with few means, so that every lesson looks alike."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(features=PLAIN_FEATURES, **kwargs)

    def clean(self, value: RichText) -> RichText:
        """Refuse a block without a word; an empty editor still holds an empty paragraph."""
        cleaned: RichText = super().clean(value)
        if self.required and not strip_tags(cleaned.source).strip():
            raise ValidationError(_("Write the text, or remove this block."))
        return cleaned

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
