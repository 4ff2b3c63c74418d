"""The settings file of Safe Exam Browser for one sitting, and its Config Key.

The Config Key is the SHA-256 of the settings as one line of JSON: names of each dictionary in alphabetical order
whatever their case, empty ones left out, no space between, nothing escaped, data as Base64, without
`originatorVersion` at the top
(https://safeexambrowser.org/developer/seb-config-key.html).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import plistlib
from collections.abc import Mapping
from dataclasses import dataclass

ORIGINATOR = "originatorVersion"
Setting = bool | int | str | bytes | list["Setting"] | dict[str, "Setting"]


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """The file as it is handed out, and the Config Key that the program proves once it has opened it."""

    content: bytes
    config_key: str


def settings_file(*, start_url: str, salt: bytes, quit_password: str = "") -> SettingsFile:
    """Return the file for an exam that begins at `start_url`; the same values give the same file for ever.

    `salt`, 32 bytes that nobody can guess, keeps who knows the address from calculating the key. With a password
    the program is left by it alone; the file holds its SHA-256.
    """
    settings: dict[str, Setting] = {
        ORIGINATOR: "Annuan",
        "sebConfigPurpose": 0,  # for an exam, never settings of the device
        "startURL": start_url,
        "sendBrowserExamKey": True,
        "examKeySalt": salt,
        "browserWindowWebView": 3,  # on macOS and iOS the view whose pages may ask for the key
        "allowQuit": True,
        "hashedQuitPassword": hashlib.sha256(quit_password.encode()).hexdigest() if quit_password else "",
        "browserWindowAllowReload": True,  # what is saved is there again after it
        "allowPreferencesWindow": False,
        # After a crash the same device goes on, and holds the pen by its cookie; whoever comes next finds nothing.
        "examSessionClearCookiesOnStart": False,
        "examSessionClearCookiesOnEnd": True,
    }
    return SettingsFile(plistlib.dumps(settings, fmt=plistlib.FMT_XML), config_key(settings))


def salt_of(sitting: str, *, secret: str) -> bytes:
    """Return the 32 bytes of a sitting that follow from the secret of the site."""
    return hmac.new(secret.encode(), f"safe-browser-file:{sitting}".encode(), hashlib.sha256).digest()


def config_key(settings: Mapping[str, Setting]) -> str:
    """Return the Config Key of settings, 64 characters in lower case."""
    told = {name: value for name, value in settings.items() if name != ORIGINATOR}
    return hashlib.sha256(_line(told).encode()).hexdigest()


def _line(value: Setting) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, bytes):
        return f'"{base64.b64encode(value).decode()}"'
    if isinstance(value, dict):
        held = {name: inner for name, inner in value.items() if inner != {}}
        pairs = sorted(held.items(), key=lambda pair: (pair[0].lower(), pair[0].swapcase()))
        return "{" + ",".join(f'"{name}":{_line(inner)}' for name, inner in pairs) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_line, value)) + "]"
    return f'"{value}"'
