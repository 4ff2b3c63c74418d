"""What somebody types who says from where a sitting is sat."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exams.domain.networks import MOST_RANGES, RangeFault, read_ranges

FAULT_TEXTS: dict[RangeFault, str | Promise] = {
    RangeFault.UNREADABLE: _(
        "Line %(line)d: “%(text)s” is no address. Write one like 10.20.30.0/24, 10.20.30.7 or 2001:db8::/32."
    ),
    RangeFault.HOST_BITS: _("Line %(line)d: “%(text)s” begins inside its range. Write %(meant)s."),
    RangeFault.EVERYBODY: _("Line %(line)d: “%(text)s” lets everybody in. Leave the field empty for that."),
}


class ConditionsForm(forms.Form):
    """The networks of a sitting."""

    networks = forms.CharField(
        label=_("Networks"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "autocapitalize": "off"}),
        help_text=_("One range of addresses in a line, for example 10.20.30.0/24. Empty: from everywhere."),
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
