"""What somebody types who sets up a sitting."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from exams.models import Exam
from people.models import Location, User

MODES = [("on_site", _("on site")), ("online", _("online")), ("paper", _("on paper"))]


def _moment() -> forms.DateTimeInput:
    return forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})


class SittingForm(forms.Form):
    """Exam, mode, place, window and proctors of a new sitting."""

    exam = forms.ModelChoiceField(label=_("Exam"), queryset=Exam.objects.filter(is_open=True).order_by("code"))
    mode = forms.ChoiceField(label=_("Mode"), choices=MODES)
    location = forms.ModelChoiceField(
        label=_("Location"),
        queryset=Location.objects.order_by("name"),
        required=False,
        empty_label=_("none (online)"),
    )
    opens_at = forms.DateTimeField(label=_("Opens at"), widget=_moment())
    closes_at = forms.DateTimeField(label=_("Closes at"), widget=_moment())
    proctors = forms.ModelMultipleChoiceField(
        label=_("Proctors"), queryset=User.objects.none(), required=False, help_text=_("Who runs the sitting.")
    )

    def __init__(self, *args: Any, proctors: QuerySet[User], now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proctors"].queryset = proctors
        self.fields["opens_at"].initial = now

    def clean(self) -> dict[str, Any]:
        """Ask for a place and a proctor where people come together."""
        data = super().clean() or {}
        meets = data.get("mode") in ("on_site", "paper")
        if meets and not data.get("location"):
            self.add_error("location", _("An on-site sitting needs a place."))
        if meets and not data.get("proctors"):
            self.add_error("proctors", _("An on-site sitting needs a proctor."))
        return data


class CandidatesForm(forms.Form):
    """Employee numbers of people to put on the roster."""

    employee_nos = forms.CharField(
        label=_("Employee numbers"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One in a line, or with commas or spaces between them."),
    )
