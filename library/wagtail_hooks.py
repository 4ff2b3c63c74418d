"""The library in the authoring screens: videos beside pictures and documents."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.views.generic import chooser
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.views.generic.usage import UsageView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import Collection

from core import clock
from library.blocks.media import VideoChooser
from library.forms.video import VideoForm
from library.forms.video_filter import VideoFilterForm
from library.models import CustomDocument, Video
from library.permissions import VIDEO_POLICY, may_read


class OfOwnCollections:
    """Refuses what others keep: one may see and choose more videos than one may change."""

    request: HttpRequest

    def get_object(self, *args: Any, **kwargs: Any) -> Video:
        """Return the video; PermissionDenied where its collection is not one's own."""
        found: Video = super().get_object(*args, **kwargs)  # type: ignore[misc]  # the view it is mixed into
        if not VIDEO_POLICY.user_has_permission_for_instance(self.request.user, "change", found):
            raise PermissionDenied
        return found


class VideoIndexView(generic.IndexView):
    """Lists the videos of one's own collections."""

    def get_base_queryset(self) -> QuerySet[Video]:
        """Return what one may change."""
        found = VIDEO_POLICY.instances_user_has_permission_for(self.request.user, "change")
        return found.select_related("collection")


class VideoCreateView(generic.CreateView):
    """Adds a video, and notes who did."""

    def save_instance(self) -> Any:
        """Store the video with its uploader."""
        self.form.instance.uploaded_by = self.request.user
        return super().save_instance()


class VideoEditView(OfOwnCollections, generic.EditView):
    """Changes a video."""


class VideoDeleteView(OfOwnCollections, generic.DeleteView):
    """Takes a video away that nothing shows."""


class VideoHistoryView(OfOwnCollections, HistoryView):
    """Who changed a video, and when."""


class VideoUsageView(OfOwnCollections, UsageView):
    """Where a video is shown."""


class VideoViewSet(ModelViewSet):
    """Videos: list, add, change, and where they are used."""

    model = Video
    permission_policy = VIDEO_POLICY
    index_view_class = VideoIndexView
    edit_view_class = VideoEditView
    delete_view_class = VideoDeleteView
    history_view_class = VideoHistoryView
    usage_view_class = VideoUsageView
    icon = "media"
    add_view_class = VideoCreateView
    url_prefix = "videos"
    url_namespace = "videos"
    add_to_admin_menu = True
    menu_label = _("Videos")
    menu_order = 350
    list_display = ["title", Column("length", label=_("Length")), "collection", "created_at"]
    search_fields = ["title", "title_en", "transcript"]
    search_backend_name = None
    ordering = ["-created_at"]
    copy_view_enabled = False

    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel("title_en"),
            FieldPanel("collection"),
            FieldPanel(
                "file",
                help_text=_("MP4 with H.264; shown to whoever may read a lesson that shows it, and to trainers."),
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
    request: HttpRequest

    def get_object_list(self) -> QuerySet[Video]:
        """Return what one may choose."""
        return VIDEO_POLICY.instances_user_has_permission_for(self.request.user, "choose")

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


class ChosenVideoView(chooser.ChosenView):
    """The video that was chosen, unless it lies where one may not choose."""

    def get_object(self, pk: str) -> Video:
        """Return the video; Video.DoesNotExist, which is answered as 404, otherwise."""
        return VIDEO_POLICY.instances_user_has_permission_for(self.request.user, "choose").get(pk=pk)


class ChosenVideosView(chooser.ChosenMultipleView):
    """The videos that were chosen."""

    def get_objects(self, pks: list[str]) -> QuerySet[Video]:
        """Return those of them that one may choose."""
        return VIDEO_POLICY.instances_user_has_permission_for(self.request.user, "choose").filter(pk__in=pks)


class VideoChooserViewSet(ChooserViewSet):
    """The window in which a lesson's video is chosen."""

    model = Video
    icon = "media"
    choose_one_text = VideoChooser.choose_one_text
    choose_another_text = VideoChooser.choose_another_text
    edit_item_text = VideoChooser.link_to_chosen_text
    choose_view_class = ChooseVideoView
    choose_results_view_class = VideoResultsView
    chosen_view_class = ChosenVideoView
    chosen_multiple_view_class = ChosenVideosView
    per_page = 12


@hooks.register("register_admin_viewset")
def register_videos() -> list[object]:
    """Add both to the authoring screens."""
    return [VideoViewSet("videos"), VideoChooserViewSet("videos_chooser")]


@hooks.register("before_serve_document")
def documents_are_for_their_readers(document: CustomDocument, request: HttpRequest) -> HttpResponse | None:
    """Lead a stranger to the sign-in page, and tell nobody else that there is such a document.

    Wagtail would send the file to anybody who has its address.
    """
    if not request.user.is_active:
        return redirect_to_login(request.get_full_path())
    if not may_read(request.user, document, day=clock.local_day(clock.now())):
        raise Http404
    return None


@hooks.register("describe_collection_contents")
def count_videos(collection: Collection) -> dict[str, Any] | None:
    """Say what keeps a collection from being deleted, beside pictures and documents."""
    count = Video.objects.filter(collection=collection).count()
    if not count:
        return None
    text = ngettext("%(count)s video", "%(count)s videos", count) % {"count": count}
    return {"count": count, "count_text": text, "url": reverse("videos:index")}
