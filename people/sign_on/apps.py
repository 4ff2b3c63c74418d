"""WeCom, DingTalk and Feishu; installed only when one of them is switched on."""

from django.apps import AppConfig


class SignOnConfig(AppConfig):
    name = "people.sign_on"
    label = "sign_on"
