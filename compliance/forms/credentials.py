"""What somebody types who says what can be earned."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certificates.actions.credentials import CredentialRule
from certificates.domain.credentials import MOST_MONTHS
from certificates.enums import CredentialFault
from certificates.models import Credential
from courses.models import CoursePage
from exams.models import Exam
from people.forms.choices import CHOOSE

FAULT_TEXTS = {
    CredentialFault.CODE_WRONG: _("One to ten capital letters and digits, such as M4."),
    CredentialFault.CODE_TAKEN: _("Another credential has this code. Choose another."),
    CredentialFault.CODE_IN_NUMBERS: _("The code stands in the numbers of certificates and does not change."),
    CredentialFault.NAME_TAKEN: _("Another active credential has this name. Nobody could tell them apart."),
    CredentialFault.MONTHS_WRONG: _("Valid for one to 120 months."),
    CredentialFault.WARNS_FROM_THE_FIRST_DAY: _("It would warn from the first day on. Take fewer days."),
    CredentialFault.EXAM_OF_ANOTHER_COURSE: _("This exam belongs to another course. Choose the two that fit."),
    CredentialFault.EXAM_CLOSED: _("This exam is closed, so nobody could earn the credential. Open it first."),
    CredentialFault.COURSE_NOT_PUBLISHED: _("This course is not published, so nobody could earn the credential."),
}


class CourseChoice(forms.ModelChoiceField):
    """A course by code and title."""

    def label_from_instance(self, obj: CoursePage) -> str:
        """Return both."""
        return obj.coded_title


class ExamChoice(forms.ModelChoiceField):
    """An exam by code and title."""

    def label_from_instance(self, obj: Exam) -> str:
        """Return both."""
        return f"{obj.code} {obj.local_title}"


class CredentialForm(forms.Form):
    """All that may be said of a credential."""

    code = forms.CharField(
        label=pgettext_lazy("record", "Code"), max_length=10, help_text=_("Stands in certificate numbers: AN-M4-…")
    )
    name = forms.CharField(label=_("Name in Chinese"), max_length=100, help_text=_("Printed on the certificate."))
    name_en = forms.CharField(label=_("Name in English"), max_length=100, required=False)
    course = CourseChoice(label=_("Course"), queryset=CoursePage.objects.none(), empty_label=CHOOSE)
    exam = ExamChoice(label=_("Exam"), queryset=Exam.objects.none(), empty_label=CHOOSE)
    validity_months = forms.IntegerField(
        label=_("Valid for months"), min_value=1, max_value=MOST_MONTHS, initial=12
    )
    warn_days = forms.IntegerField(
        label=_("Days to warn before it ends"),
        min_value=0,
        max_value=365,
        initial=60,
        help_text=_("So many days before its end, holder and manager are told to renew it."),
    )
    basis = forms.CharField(
        label=_("Basis"),
        max_length=200,
        required=False,
        help_text=_("Law, standard and clause; printed on the certificate."),
    )
    is_active = forms.BooleanField(label=_("Can be earned"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = CoursePage.objects.order_by("code")
        self.fields["exam"].queryset = Exam.objects.order_by("code")

    def lacks(self) -> bool:
        """Tell whether there is no course or no exam to choose. Cost: two queries at most."""
        return any(not self.fields[name].queryset.exists() for name in ("course", "exam"))

    def clean_code(self) -> str:
        """Return the code as it is stored."""
        return str(self.cleaned_data["code"]).strip().upper()

    def rule(self) -> CredentialRule:
        """Return what was typed."""
        return CredentialRule(**self.cleaned_data)

    def add_faults(self, faults: dict[str, CredentialFault]) -> None:
        """Word each fault at its field."""
        for field, fault in faults.items():
            self.add_error(field, FAULT_TEXTS[fault])


def as_typed(credential: Credential) -> dict[str, Any]:
    """Return the values of a credential as the form takes them."""
    return {field: getattr(credential, field) for field in CredentialForm.base_fields}
