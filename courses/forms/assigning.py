"""What somebody types who gives a course to people."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from courses.models import CoursePage
from courses.queries.assignments import Chosen
from people.forms.choices import CHOOSE, JobRoleChoice, UnitChoice, day_input
from people.forms.numbers import EmployeeNumbersField
from people.models import Unit


class CourseChoice(forms.ModelChoiceField):
    """One course by its code."""

    def __init__(self, **kwargs: Any) -> None:
        none = CoursePage.objects.none()
        super().__init__(queryset=none, to_field_name="code", **{"empty_label": CHOOSE, **kwargs})

    def label_from_instance(self, obj: CoursePage) -> str:
        """Show the code before the title."""
        return obj.coded_title


class AssignmentForm(forms.Form):
    """A course, the people, a day and a note."""

    course = CourseChoice(label=_("Course"))
    unit = UnitChoice(label=_("Everybody of this unit and below"), required=False, empty_label=_("no unit"))
    job_role = JobRoleChoice(
        label=_("Everybody of this job role"),
        required=False,
        empty_label=_("no job role"),
        help_text=_("With a unit besides: those of the job role within that unit. Alone: all of yours."),
    )
    employee_nos = EmployeeNumbersField(
        required=False,
        help_text=_("These people besides. One in a line, or with commas or spaces between them."),
    )
    due_on = forms.DateField(
        label=_("To be done by"), required=False, widget=day_input(), help_text=_("Empty: no due day.")
    )
    note = forms.CharField(
        label=_("Note to the people"),
        required=False,
        max_length=200,
        help_text=_("The people read it with the course: why, or what to prepare."),
    )

    def __init__(
        self, *args: Any, courses: QuerySet[CoursePage], units: QuerySet[Unit], day: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.day = day
        self.fields["course"].queryset = courses.order_by("code")
        self.fields["unit"].queryset = units.order_by("code")

    def clean_due_on(self) -> date | None:
        """Refuse a day that is past."""
        due_on: date | None = self.cleaned_data["due_on"]
        if due_on is not None and due_on < self.day:
            raise forms.ValidationError(_("The due day is past. Choose today or a later day."))
        return due_on

    def clean(self) -> dict[str, Any]:
        """Ask for people in one way at least."""
        data = super().clean() or {}
        if not self.errors and not any(data.get(name) for name in ("unit", "job_role", "employee_nos")):
            self.add_error(None, _("Say who takes the course: a unit, a job role, or employee numbers."))
        return data

    def chosen(self) -> Chosen:
        """Return who is meant."""
        data = self.cleaned_data
        numbers = [number for _line, several in data["employee_nos"] or [] for number in several]
        return Chosen(unit=data["unit"], job_role=data["job_role"], numbers=numbers)
