"""What a browser says of itself, in few words: which kind of device, which browser."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Device(StrEnum):
    """Kinds of devices that people know by a name."""

    HARMONY = "harmony"
    ANDROID_PHONE = "android_phone"
    ANDROID_TABLET = "android_tablet"
    IPHONE = "iphone"
    IPAD = "ipad"
    WINDOWS = "windows"
    MAC = "mac"
    LINUX = "linux"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Client:
    """One browser on one kind of device; `browser` is a proper name, empty for an unknown one."""

    device: Device
    browser: str


# What stands first names it: browsers built on others carry their names too.
_DEVICES = (
    ("HarmonyOS", Device.HARMONY),
    ("iPad", Device.IPAD),
    ("iPhone", Device.IPHONE),
    ("Android", Device.ANDROID_TABLET),
    ("Windows", Device.WINDOWS),
    ("Macintosh", Device.MAC),
    ("Linux", Device.LINUX),
)
_BROWSERS = (
    *(("wxwork/", "WeCom"), ("MicroMessenger/", "WeChat"), ("DingTalk/", "DingTalk"), ("Lark/", "Feishu")),
    *(("Edg/", "Edge"), ("EdgA/", "Edge"), ("EdgiOS/", "Edge"), ("HuaweiBrowser/", "Huawei Browser")),
    *(("MiuiBrowser/", "Mi Browser"), ("MQQBrowser/", "QQ Browser"), ("QQBrowser/", "QQ Browser")),
    *(("UCBrowser/", "UC"), ("SamsungBrowser/", "Samsung Internet"), ("OPR/", "Opera")),
    *(("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome")),
    *(("Safari/", "Safari"),),
)


def client_of(user_agent: str) -> Client:
    """Return what the header of a browser says; whoever writes it may lie, so it is for people to read only."""
    device = next((kind for sign, kind in _DEVICES if sign in user_agent), Device.OTHER)
    if device is Device.ANDROID_TABLET and "Mobile" in user_agent:
        device = Device.ANDROID_PHONE
    return Client(device, next((name for sign, name in _BROWSERS if sign in user_agent), ""))
