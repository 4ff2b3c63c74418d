"""What somebody types about content areas."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.models import CoursePage
from exams.forms.item import IS_CODE
from exams.models import ContentArea
from people.forms.choices import CHOOSE


class NamesForm(forms.Form):
    """The names of an area."""

    name = forms.CharField(label=pgettext_lazy("thing", "Name"), max_length=100)
    name_en = forms.CharField(label=_("Name in English"), max_length=100, required=False)


class NewAreaForm(NamesForm):
    """A new area: below another one, or at the top with a code and a course."""

    field_order = ("parent", "code", "course", "name", "name_en")

    parent = forms.ModelChoiceField(
        label=_("Part of"),
        queryset=ContentArea.objects.none(),
        required=False,
        to_field_name="code",
        empty_label=_("none: it stands at the top"),
    )
    code = forms.CharField(
        label=pgettext_lazy("record", "Code"),
        max_length=20,
        required=False,
        validators=[IS_CODE],
        help_text=_("Only for one at the top; those below are numbered."),
    )
    course = forms.ModelChoiceField(
        label=_("Course"),
        queryset=CoursePage.objects.none(),
        required=False,
        empty_label=_("none"),
        help_text=_("Only for one at the top: its trainers keep these items."),
    )

    def __init__(
        self,
        *args: Any,
        areas: QuerySet[ContentArea],
        courses: QuerySet[CoursePage],
        is_course_free: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = areas.order_by("code")
        self.fields["course"].queryset = courses.order_by("title")
        self.fields["course"].label_from_instance = lambda course: course.coded_title
        self.is_course_free = is_course_free

    def clean(self) -> dict[str, Any]:
        """Ask for a code at the top, and for a course where one keeps some courses only."""
        data = super().clean() or {}
        if data.get("parent") is None:
            if not data.get("code"):
                self.add_error("code", _("An area at the top needs a code."))
            if not self.is_course_free and not data.get("course"):
                self.add_error("course", _("Choose the course; without one the area would not be yours."))
        return data


class MoveForm(forms.Form):
    """Where an area goes."""

    to = forms.ModelChoiceField(
        label=_("Move below"), queryset=ContentArea.objects.none(), to_field_name="code", empty_label=CHOOSE
    )

    def __init__(self, *args: Any, areas: QuerySet[ContentArea], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = areas.order_by("code")
