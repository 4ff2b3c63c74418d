"""Addresses of the front pages."""

from django.urls import path, re_path

from website.views import administration, health, home, media, offline

app_name = "website"

urlpatterns = [
    path("media/<path:path>", media.media, name="media"),
    path("", home.home, name="home"),
    path("administration/", administration.administration, name="administration"),
    path("worker.js", offline.worker, name="worker"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
    re_path(r"^offline/(?P<language>zh|en)/$", offline.offline, name="offline"),
    path("livez", health.live, name="live"),
    path("readyz", health.ready, name="ready"),
]
