"""Addresses of the front pages."""

from django.urls import path

from website.views import health, home

app_name = "website"

urlpatterns = [
    path("", home.home, name="home"),
    path("livez", health.live, name="live"),
    path("readyz", health.ready, name="ready"),
]
