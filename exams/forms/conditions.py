"""What somebody types who says from where, and in which browser, a sitting is sat."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exams.domain.networks import MOST_RANGES, RangeFault, read_ranges
from exams.domain.safe_browser import MOST_KEYS, read_keys

FAULT_TEXTS: dict[RangeFault, str | Promise] = {
    RangeFault.UNREADABLE: _(
        "Line %(line)d: “%(text)s” is no address. Write one like 10.20.30.0/24, 10.20.30.7 or 2001:db8::/32."
    ),
    RangeFault.HOST_BITS: _("Line %(line)d: “%(text)s” begins inside its range. Write %(meant)s."),
    RangeFault.EVERYBODY: _("Line %(line)d: “%(text)s” lets everybody in. Leave the field empty for that."),
}


def _lines(label: str | Promise, help_text: str | Promise) -> forms.CharField:
    """Return a field for words that are no language, one in a line."""
    return forms.CharField(
        label=label,
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "autocapitalize": "off"}),
        help_text=help_text,
    )


class SettingsFileForm(forms.Form):
    """With what the settings file of a sitting is made."""

    quit_password = forms.CharField(
        label=_("Password to quit"),
        required=False,
        max_length=100,
        strip=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("The proctor types it to leave Safe Exam Browser. Empty: everybody may leave it."),
    )


class ConditionsForm(forms.Form):
    """The networks of a sitting, and the keys of its Safe Exam Browser."""

    NAMES = ("networks", "config_keys", "browser_keys")

    networks = _lines(
        _("Networks"), _("One range of addresses in a line, for example 10.20.30.0/24. Empty: from everywhere.")
    )
    config_keys = _lines(
        _("Config Keys"),
        _(
            "Of the settings in Safe Exam Browser, 64 characters from 0 to 9 and a to f, one in a line. Empty: any."
        ),
    )
    browser_keys = _lines(
        _("Browser Exam Keys"),
        _(
            "If one version of the program is wanted too: its keys, one in a line. They differ by system and version."
        ),
    )

    def clean_networks(self) -> list[str]:
        """Return the ranges as CIDR; names every line that holds none."""
        ranges, bad = read_ranges(self.cleaned_data["networks"])
        if bad:
            raise ValidationError(
                [
                    str(FAULT_TEXTS[row.fault]) % {"line": row.line, "text": row.text[:60], "meant": row.meant}
                    for row in bad[:20]
                ]
            )
        if len(ranges) > MOST_RANGES:
            raise ValidationError(_("At most %(most)d ranges. Join neighbours.") % {"most": MOST_RANGES})
        return ranges

    def clean_config_keys(self) -> list[str]:
        """Return the Config Keys in lower case; names every line that holds none."""
        return self._keys("config_keys")

    def clean_browser_keys(self) -> list[str]:
        """Return the Browser Exam Keys likewise."""
        return self._keys("browser_keys")

    def _keys(self, name: str) -> list[str]:
        keys, bad = read_keys(self.cleaned_data[name])
        if bad:
            text = gettext(
                "Line %(line)d: “%(text)s” is no key: %(length)d characters; a key has 64 from 0 to 9 and a to f."
            )
            raise ValidationError(
                [text % {"line": row.line, "text": row.text[:20], "length": row.length} for row in bad[:20]]
            )
        if len(keys) > MOST_KEYS:
            raise ValidationError(gettext("At most %(most)d keys.") % {"most": MOST_KEYS})
        return keys
