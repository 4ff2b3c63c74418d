"""Addresses of the front pages."""

from django.urls import path

from website.views import administration, health, home, media

app_name = "website"

urlpatterns = [
    path("media/<path:path>", media.media, name="media"),
    path("", home.home, name="home"),
    path("administration/", administration.administration, name="administration"),
    path("livez", health.live, name="live"),
    path("readyz", health.ready, name="ready"),
]
