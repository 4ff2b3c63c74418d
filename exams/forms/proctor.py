"""What a proctor types."""

from django import forms
from django.utils.translation import gettext_lazy as _

from exams.queries.roster import ABSENT, ENDED, RUNNING, WAITING

METHODS = [("id_card", _("identity card")), ("staff_card", _("staff card")), ("known", _("known to me"))]


class IdentityForm(forms.Form):
    """How a candidate's identity was checked."""

    method = forms.ChoiceField(label=_("Checked by"), choices=METHODS)


class ExtensionForm(forms.Form):
    """More time, for one candidate or for several."""

    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=60, initial=10)
    reason = forms.CharField(label=_("Reason"), max_length=200)


SHOW = [
    ("", _("all")),
    (ABSENT, _("not marked present")),
    (WAITING, _("present, not begun")),
    (RUNNING, _("running")),
    (ENDED, _("ended")),
]


class RosterFilterForm(forms.Form):
    """Whom of a roster to show."""

    q = forms.CharField(
        label=_("Name or employee number"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    show = forms.ChoiceField(label=_("Show"), required=False, choices=SHOW)
