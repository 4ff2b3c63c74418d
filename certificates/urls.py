"""Addresses of the certificates floor."""

from django.urls import path

from certificates.views import holder, verify

app_name = "certificates"

urlpatterns = [
    path("certificates/", holder.mine, name="mine"),
    path("certificates/<str:public_id>/file/", holder.file, name="file"),
    path("verify/", verify.form, name="verify_form"),
    path("verify/<str:code>/", verify.verify, name="verify"),
]
