"""Addresses of the library: films and captions. Pictures and documents have Wagtail's own."""

from django.urls import path, re_path

from library.views import video

app_name = "library"

urlpatterns = [
    path("videos/<str:public_id>/", video.video, name="video"),
    re_path(r"^videos/(?P<public_id>\w+)/captions-(?P<language>zh|en)\.vtt$", video.captions, name="captions"),
]
