"""Names the browser of a session as people would."""

from __future__ import annotations

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.domain.browsers import Device, client_of

register = template.Library()

NAMES: dict[Device, str | Promise] = {
    Device.HARMONY: gettext_lazy("HarmonyOS device"),
    Device.ANDROID_PHONE: gettext_lazy("Android phone"),
    Device.ANDROID_TABLET: gettext_lazy("Android tablet"),
    Device.IPHONE: "iPhone",
    Device.IPAD: "iPad",
    Device.WINDOWS: gettext_lazy("Windows computer"),
    Device.MAC: gettext_lazy("Mac"),
    Device.LINUX: gettext_lazy("Linux computer"),
    Device.OTHER: gettext_lazy("Unknown device"),
}
BROWSERS: dict[str, str | Promise] = {
    "WeCom": gettext_lazy("WeCom"),
    "WeChat": gettext_lazy("WeChat"),
    "DingTalk": gettext_lazy("DingTalk"),
    "Feishu": gettext_lazy("Feishu"),
    "Huawei Browser": gettext_lazy("Huawei Browser"),
    "Mi Browser": gettext_lazy("Mi Browser"),
    "QQ Browser": gettext_lazy("QQ Browser"),
    "UC": gettext_lazy("UC Browser"),
    "Samsung Internet": gettext_lazy("Samsung Internet"),
}


@register.filter
def browser_words(user_agent: str) -> str:
    """Return "Chrome on Android phone" for the header that a browser sent."""
    found = client_of(user_agent)
    device = str(NAMES[found.device])
    if not found.browser:
        return device
    browser = str(BROWSERS.get(found.browser, found.browser))
    return _("%(browser)s on %(device)s") % {"browser": browser, "device": device}
