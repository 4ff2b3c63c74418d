"""Where WeCom, DingTalk and Feishu send people back to; mounted by django-allauth, only while one of them is on."""

from django.urls import path

from people.sign_on.views import callback

urlpatterns = [path("sign-on/<str:way>/back/", callback, name="enterprise_callback")]
