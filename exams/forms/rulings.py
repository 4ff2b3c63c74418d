"""What somebody proposes about an attempt."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exams.models.ruling import RULING_LABELS


class RulingForm(forms.Form):
    """What is to become of the attempt, and why."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("ruling", "This attempt"), choices=RULING_LABELS, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The candidate reads it."),
    )
