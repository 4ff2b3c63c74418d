"""What somebody types about an exam."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from courses.models import CoursePage
from exams.actions.policies import Policy
from exams.models import Exam
from people.forms.choices import CHOOSE


class PolicyForm(forms.ModelForm):
    """The policy of one exam."""

    class Meta:
        model = Exam
        fields = tuple(Policy.__dataclass_fields__)

    def __init__(self, *args: Any, courses: QuerySet[CoursePage], is_course_free: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = courses.order_by("title")
        self.fields["course"].required = not is_course_free
        self.fields["course"].label_from_instance = lambda course: course.coded_title
        self.fields["course"].empty_label = _("none") if is_course_free else CHOOSE
        self.fields["time_limit_minutes"].min_value = 1
        self.fields["exposure_percent"].validators += [MinValueValidator(1), MaxValueValidator(100)]
        self.fields["is_open"].help_text = _("Only an open exam can be sat; the bank must hold what it asks.")

    def _get_validation_exclusions(self) -> set[str]:
        # Whether the code is free is asked by the action, which words it.
        return {*super()._get_validation_exclusions(), "code"}

    def policy(self) -> Policy:
        """Return what was typed."""
        return Policy(**{name: self.cleaned_data[name] for name in Policy.__dataclass_fields__})
