"""Blocks of pictures, videos and files."""

from django.db.models import Model
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.widgets import BaseChooser
from wagtail.coreutils import resolve_model_string
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


class VideoChooser(BaseChooser):
    """The field that names one video of the library."""

    choose_one_text = _("Choose a video")
    choose_another_text = _("Choose another video")
    link_to_chosen_text = _("Edit this video")
    model = "library.Video"
    chooser_modal_url_name = "videos_chooser:choose"
    icon = "media"


class VideoChooserBlock(blocks.ChooserBlock):
    """One video of the library."""

    @cached_property
    def target_model(self) -> type[Model]:
        """Return the model, which lies above blocks."""
        return resolve_model_string("library.Video")

    @cached_property
    def widget(self) -> VideoChooser:
        """Return the field of the authoring screens."""
        return VideoChooser()

    class Meta:
        icon = "media"


class VideoBlock(blocks.StructBlock):
    """A film of our own, with captions and transcript; nothing is loaded from elsewhere."""

    video = VideoChooserBlock(label=_("Video"))

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
