"""What somebody types who builds a set of forms."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from exams.actions.form_sets import LEAST_FORMS, MOST_FORMS


class FormSetForm(forms.Form):
    """The name of a set, how many forms it has, and whether they are for paper."""

    name = forms.CharField(
        label=_("Name of the set"),
        max_length=60,
        help_text=_("For staff, for example a month. Candidates never see it."),
    )
    count = forms.TypedChoiceField(
        label=_("How many forms"),
        choices=[(n, str(n)) for n in range(LEAST_FORMS, MOST_FORMS + 1)],
        coerce=int,
        initial=LEAST_FORMS,
    )
    is_for_paper = forms.BooleanField(
        label=_("for paper too: only items whose answers can be keyed"), required=False
    )


class WithdrawalForm(forms.Form):
    """Why a set is used no more."""

    reason = forms.CharField(label=_("Reason"), max_length=200)
