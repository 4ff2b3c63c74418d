"""Blocks of pictures, videos and files."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock


class PictureBlock(blocks.StructBlock):
    """A picture with what it shows in words."""

    image = ImageChooserBlock(label=_("Picture"))
    alt = blocks.CharBlock(label=_("Text alternative"), help_text=_("What the picture tells, in one sentence."))
    caption = blocks.CharBlock(label=_("Caption"), required=False)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "library/blocks/picture.html"


class VideoBlock(blocks.StructBlock):
    """A video file of our own, with its transcript; nothing is loaded from elsewhere."""

    file = DocumentChooserBlock(label=_("Video file"))
    title = blocks.CharBlock(label=_("Title"))
    transcript = blocks.TextBlock(label=_("Transcript"), help_text=_("All that is said and shown, in words."))

    class Meta:
        icon = "media"
        label = _("Video")
        template = "library/blocks/video.html"


class FileBlock(blocks.StructBlock):
    """A document to read or print."""

    document = DocumentChooserBlock(label=_("Document"))
    note = blocks.CharBlock(label=_("What it is for"), required=False)

    class Meta:
        icon = "doc-full"
        label = _("Document")
        template = "library/blocks/file.html"
