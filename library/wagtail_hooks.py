"""The library in the authoring screens: videos beside pictures and documents."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet

from library.blocks.media import VideoChooser
from library.forms.video import VideoForm
from library.forms.video_filter import VideoFilterForm
from library.models import CustomDocument, Video


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


class VideosMixin:
    """What the window of videos and its pages of results share."""

    filter_form_class = VideoFilterForm
    results_template_name = "library/authoring/video_results.html"
    ordering = ("-created_at", "pk")

    @property
    def columns(self) -> list[Column]:
        """Return title, length and day."""
        return [
            self.title_column,
            Column("length", label=_("Length"), accessor="length"),
            Column(
                "created_at",
                label=_("Added"),
                accessor=lambda video: f"{timezone.localtime(video.created_at):%Y-%m-%d}",
            ),
        ]


class ChooseVideoView(VideosMixin, chooser.ChooseView):
    """The window."""


class VideoResultsView(VideosMixin, chooser.ChooseResultsView):
    """The next page, or what a search found."""


class VideoChooserViewSet(ChooserViewSet):
    """The window in which a lesson's video is chosen."""

    model = Video
    icon = "media"
    choose_one_text = VideoChooser.choose_one_text
    choose_another_text = VideoChooser.choose_another_text
    edit_item_text = VideoChooser.link_to_chosen_text
    choose_view_class = ChooseVideoView
    choose_results_view_class = VideoResultsView
    per_page = 12


@hooks.register("register_admin_viewset")
def register_videos() -> list[object]:
    """Add both to the authoring screens."""
    return [VideoViewSet("videos"), VideoChooserViewSet("videos_chooser")]


@hooks.register("before_serve_document")
def documents_are_for_people_who_are_signed_in(
    document: CustomDocument, request: HttpRequest
) -> HttpResponse | None:
    """Lead everybody else to the sign-in page; Wagtail would send the file to anybody who has its address."""
    return None if request.user.is_active else redirect_to_login(request.get_full_path())
