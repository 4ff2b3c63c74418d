"""How figures are narrowed, and in which lesson an item is taught."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import LessonPage
from exams.models import Item
from exams.queries.analysis import Period


class PeriodForm(forms.Form):
    """From which day to which day attempts ended."""

    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def period(self) -> Period:
        """Return what was chosen, both days included; what cannot be read narrows nothing."""
        self.is_valid()
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        zone = timezone.get_current_timezone()
        return Period(
            datetime.combine(since, time.min, zone) if since else None,
            datetime.combine(until + timedelta(days=1), time.min, zone) if until else None,
        )


class LessonForm(forms.ModelForm):
    """The lesson that teaches an item: one of its course."""

    class Meta:
        model = Item
        fields = ["lesson"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        course = self.instance.area.course
        lessons = LessonPage.objects.live().order_by("path")
        field = self.fields["lesson"]
        field.queryset = lessons.descendant_of(course) if course is not None else lessons.none()
        field.empty_label = _("none")
        field.label_from_instance = lambda lesson: lesson.local_title
