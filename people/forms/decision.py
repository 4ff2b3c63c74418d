"""What a second person says to a proposal."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DecisionForm(forms.Form):
    """A note; who declines has to write one."""

    note = forms.CharField(
        label=pgettext_lazy("decision", "Note"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed when you decline; the one who proposed it reads it."),
    )
