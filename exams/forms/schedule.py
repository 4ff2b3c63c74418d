"""What somebody types who sets up a sitting, looks for one, or puts people on a roster."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from exams.models import Exam, FormSet, Sitting
from exams.models.sitting import MODE_LABELS, SITTING_STATE_LABELS
from exams.queries.form_sets import letters_of, usable_form_sets
from exams.queries.sittings import Wanted
from people.forms.choices import CHOOSE, JobRoleChoice, UnitChoice
from people.forms.numbers import EmployeeNumbersField
from people.models import Location, Unit, User

MODES = [("on_site", _("on site")), ("online", _("online")), ("paper", _("on paper"))]


def _moment() -> forms.DateTimeInput:
    return forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class FormSetField(forms.ModelChoiceField):
    """A choice among sets of forms, each with exam, name and letters."""

    def label_from_instance(self, form_set: FormSet) -> str:
        """Return what the choice is called."""
        text = _("%(exam)s · %(name)s: forms %(letters)s in turn")
        said = {"exam": form_set.exam.code, "name": form_set.name, "letters": letters_of(form_set.form_count)}
        return str(text) % said


class ExamField(forms.ModelChoiceField):
    """A choice among exams by code and title."""

    def label_from_instance(self, exam: Exam) -> str:
        """Return both, in the language of the reader."""
        return f"{exam.code} {exam.local_title}"


class SittingForm(forms.Form):
    """Exam, forms, mode, place, window and proctors of a new sitting."""

    exam = ExamField(
        label=_("Exam"), queryset=Exam.objects.filter(is_open=True).order_by("code"), empty_label=CHOOSE
    )
    form_set = FormSetField(
        label=_("Forms"),
        queryset=FormSet.objects.none(),
        required=False,
        to_field_name="public_id",
        empty_label=_("a form drawn for each attempt"),
        help_text=_("Forms in turn are those of the chosen exam. A sitting on paper takes forms for paper only."),
    )
    mode = forms.ChoiceField(label=_("Mode"), choices=MODES)
    location = forms.ModelChoiceField(
        label=_("Location"),
        queryset=Location.objects.none(),
        required=False,
        empty_label=_("none (online)"),
    )
    opens_at = forms.DateTimeField(label=_("Opens at"), widget=_moment())
    closes_at = forms.DateTimeField(label=_("Closes at"), widget=_moment())
    proctors = forms.ModelMultipleChoiceField(
        label=_("Proctors"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Who runs the sitting."),
    )

    def __init__(
        self,
        *args: Any,
        locations: QuerySet[Location],
        proctors: QuerySet[User],
        now: datetime,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["location"].queryset = locations
        self.fields["proctors"].queryset = proctors
        self.fields["form_set"].queryset = usable_form_sets()
        hour = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        self.fields["opens_at"].initial = hour
        self.fields["closes_at"].initial = hour + timedelta(hours=2)

    def lacks(self) -> set[str]:
        """Return the fields that have nothing to choose from yet. Cost: three queries."""
        return {name for name in ("exam", "location", "proctors") if not self.fields[name].queryset.exists()}

    def clean(self) -> dict[str, Any]:
        """Ask for a place and a proctor where people come together, and for time enough to sit the exam."""
        data = super().clean() or {}
        meets = data.get("mode") in ("on_site", "paper")
        if meets and not data.get("location"):
            self.add_error("location", _("An on-site sitting needs a place."))
        if meets and not data.get("proctors"):
            self.add_error("proctors", _("An on-site sitting needs a proctor."))
        exam, begin, end = data.get("exam"), data.get("opens_at"), data.get("closes_at")
        if meets and exam and begin and end and begin < end < begin + timedelta(minutes=exam.time_limit_minutes):
            text = ngettext(
                "The exam takes %(minutes)d minute. Let the sitting close later.",
                "The exam takes %(minutes)d minutes. Let the sitting close later.",
                exam.time_limit_minutes,
            )
            self.add_error("closes_at", text % {"minutes": exam.time_limit_minutes})
        return data


class SittingChangeForm(forms.Form):
    """Another end or place for a sitting, and why; one online has no place."""

    closes_at = forms.DateTimeField(
        label=_("Closes at"),
        widget=_moment(),
        help_text=_(
            "A later end gives back what the old one cut off. An earlier one takes no time from who has begun: it "
            "keeps out who has not."
        ),
    )
    location = forms.ModelChoiceField(label=_("Location"), queryset=Location.objects.none(), empty_label=None)
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, sitting: Sitting, locations: QuerySet[Location], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["closes_at"].initial = sitting.closes_at
        self.fields["location"].queryset = locations
        self.fields["location"].initial = sitting.location_id
        if sitting.mode == "online":
            del self.fields["location"]


class SittingFilterForm(forms.Form):
    """Which sittings to list; everything may be left out."""

    q = forms.CharField(
        label=_("Exam, location or person"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    mode = forms.ChoiceField(label=_("Mode"), required=False, choices=[("", _("all")), *MODE_LABELS])
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("all")), *SITTING_STATE_LABELS])
    since = forms.DateField(label=_("From"), required=False, widget=_day())
    until = forms.DateField(label=_("Until"), required=False, widget=_day())

    def wanted(self) -> Wanted:
        """Return what is looked for; a field that cannot be read narrows nothing."""
        self.is_valid()
        data = self.cleaned_data
        since, until = data.get("since"), data.get("until")
        return Wanted(
            text=data.get("q", ""),
            mode=data.get("mode", ""),
            state=data.get("state", ""),
            since=timezone.make_aware(datetime.combine(since, time.min)) if since else None,
            before=timezone.make_aware(datetime.combine(until, time.min)) + timedelta(days=1) if until else None,
        )


class PeopleFilterForm(forms.Form):
    """Whom to look for as candidates."""

    q = forms.CharField(
        label=_("Name or employee number"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    unit = UnitChoice(label=_("Unit"), required=False, empty_label=_("all"))
    job_role = JobRoleChoice(label=_("Job role"), required=False, empty_label=_("all"))

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units.order_by("code")


class CandidatesForm(forms.Form):
    """Employee numbers of people to put on the roster, as pasted from anywhere."""

    employee_nos = EmployeeNumbersField()
