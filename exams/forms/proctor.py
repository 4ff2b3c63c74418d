"""What a proctor types."""

from django import forms
from django.utils.translation import gettext_lazy as _

METHODS = [("id_card", _("identity card")), ("staff_card", _("staff card")), ("known", _("known to me"))]


class IdentityForm(forms.Form):
    """How a candidate's identity was checked."""

    method = forms.ChoiceField(label=_("Checked by"), choices=METHODS)


class ExtensionForm(forms.Form):
    """More time for one candidate."""

    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=60, initial=10)
    reason = forms.CharField(label=_("Reason"), max_length=200)
