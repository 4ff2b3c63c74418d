"""The library in the authoring screens: videos beside pictures and documents."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet

from library.blocks.media import VideoChooser
from library.forms.video import VideoForm
from library.models import Video


class VideoCreateView(generic.CreateView):
    """Adds a video, and notes who did."""

    def save_instance(self) -> Any:
        """Store the video with its uploader."""
        self.form.instance.uploaded_by = self.request.user
        return super().save_instance()


class VideoViewSet(ModelViewSet):
    """Videos: list, add, change, and where they are used."""

    model = Video
    icon = "media"
    add_view_class = VideoCreateView
    url_prefix = "videos"
    url_namespace = "videos"
    add_to_admin_menu = True
    menu_label = _("Videos")
    menu_order = 350
    list_display = ["title", Column("length", label=_("Length")), "created_at"]
    search_fields = ["title", "title_en", "transcript"]
    search_backend_name = None
    ordering = ["-created_at"]
    copy_view_enabled = False

    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel("title_en"),
            FieldPanel(
                "file", help_text=_("MP4 with H.264; lies in the private store, shown to people signed in.")
            ),
            FieldPanel("poster"),
            MultiFieldPanel(
                [FieldPanel("captions_zh_file"), FieldPanel("captions_zh")], heading=_("Captions in Chinese")
            ),
            MultiFieldPanel(
                [FieldPanel("captions_en_file"), FieldPanel("captions_en")], heading=_("Captions in English")
            ),
            FieldPanel("transcript"),
            FieldPanel("transcript_en"),
        ],
        base_form_class=VideoForm,
    )


class VideoChooserViewSet(ChooserViewSet):
    """The window in which a lesson's video is chosen."""

    model = Video
    icon = "media"
    choose_one_text = VideoChooser.choose_one_text
    choose_another_text = VideoChooser.choose_another_text
    edit_item_text = VideoChooser.link_to_chosen_text
    per_page = 12


@hooks.register("register_admin_viewset")
def register_videos() -> list[object]:
    """Add both to the authoring screens."""
    return [VideoViewSet("videos"), VideoChooserViewSet("videos_chooser")]
