"""Browsers by what they say of themselves."""

import pytest
from django.utils import translation

from people.domain.browsers import Client, Device, client_of
from people.templatetags.browsers import NAMES, browser_words

MOZILLA = "Mozilla/5.0 "
ANDROID = MOZILLA + "(Linux; Android 14; V2310A) AppleWebKit/537.36 (KHTML, like Gecko) "
IPHONE = MOZILLA + "(iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
WINDOWS = MOZILLA + "(Windows NT 10.0; Win64; x64) "
KIT = "AppleWebKit/537.36 (KHTML, like Gecko) "


@pytest.mark.parametrize(
    ("text", "device", "browser"),
    [
        (ANDROID + "Chrome/126.0.0.0 Mobile Safari/537.36", Device.ANDROID_PHONE, "Chrome"),
        (ANDROID + "Chrome/126.0.0.0 Safari/537.36", Device.ANDROID_TABLET, "Chrome"),
        (
            ANDROID + "Version/4.0 Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0.49 wxwork/4.1",
            Device.ANDROID_PHONE,
            "WeCom",
        ),
        (ANDROID + "Version/4.0 Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0", Device.ANDROID_PHONE, "WeChat"),
        (MOZILLA + "(Linux; Android 12; HarmonyOS; NOH-AN00) Chrome/114 HuaweiBrowser/15 Mobile Safari/537.36",
         Device.HARMONY, "Huawei Browser"),
        (IPHONE + "Version/17.5 Mobile/15E148 Safari/604.1", Device.IPHONE, "Safari"),
        (IPHONE + "CriOS/126.0 Mobile/15E148 Safari/604.1", Device.IPHONE, "Chrome"),
        (WINDOWS + KIT + "Chrome/126.0 Safari/537.36 Edg/126.0", Device.WINDOWS, "Edge"),
        (WINDOWS.replace("x64", "x64; rv:127.0") + "Gecko/20100101 Firefox/127.0", Device.WINDOWS, "Firefox"),
        (MOZILLA + "(Macintosh; Intel Mac OS X 10_15_7) Version/17.5 Safari/605.1.15", Device.MAC, "Safari"),
        (MOZILLA + "(X11; Linux x86_64) " + KIT + "HeadlessChrome/126.0 Safari/537.36", Device.LINUX, "Chrome"),
        ("curl/8.0", Device.OTHER, ""),
        ("", Device.OTHER, ""),
    ],
)  # fmt: skip
def test_device_and_browser_are_told_apart(text, device, browser):
    assert client_of(text) == Client(device, browser)


@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", "安卓手机 · 微信"), ("en", "WeChat on Android phone")], ids=str
)
def test_words_are_those_of_the_reader(language, words):
    with translation.override(language):
        assert browser_words(ANDROID + "Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0") == words


def test_every_device_has_a_name_and_an_unknown_browser_none():
    assert NAMES.keys() == set(Device)
    with translation.override("en"):
        assert browser_words("") == "Unknown device"
