"""What somebody types who signs in for the first time."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class StartCodeForm(forms.Form):
    """Number, start code and a password of one's own, twice."""

    employee_no = forms.CharField(label=_("Employee number"), max_length=40)
    code = forms.CharField(label=_("Start code"), max_length=20, help_text=_("Ten letters and digits, used once."))
    password = forms.CharField(
        label=_("New password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least ten characters, not only digits."),
    )
    again = forms.CharField(
        label=_("New password again"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean(self) -> dict[str, Any]:
        """Refuse two different passwords."""
        data = super().clean() or {}
        if data.get("password") and data.get("password") != data.get("again"):
            self.add_error("again", _("The two passwords are not the same."))
        return data
