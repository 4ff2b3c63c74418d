"""What somebody types who begins an item or says what it is for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exams.forms.bank import RoleChoice
from exams.item_types.catalogue import TYPE_LABELS
from exams.models import ContentArea, Item
from people.forms.choices import CHOOSE
from people.models import JobRole

IS_CODE = RegexValidator(
    r"^[A-Za-z0-9][A-Za-z0-9._-]*$",
    _("A code has letters, digits, dots and hyphens only, and begins with a letter or digit."),
)


class CodeForm(forms.Form):
    """The code of a new item."""

    code = forms.CharField(label=_("New code"), max_length=20, validators=[IS_CODE])


class NewItemForm(CodeForm):
    """Type, code and area of a new item; all else is written in the editor."""

    field_order = ("type", "code", "area")

    type = forms.ChoiceField(label=pgettext_lazy("item", "Type"), choices=[("", CHOOSE), *TYPE_LABELS])
    area = forms.ModelChoiceField(
        label=_("Content area"), queryset=ContentArea.objects.none(), to_field_name="code", empty_label=CHOOSE
    )

    def __init__(self, *args: Any, areas: QuerySet[ContentArea], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas.order_by("code")


class RolesForm(forms.Form):
    """For which job roles an item is."""

    roles = RoleChoice(
        label=_("Job roles"),
        queryset=JobRole.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked means: for all."),
    )

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].queryset = JobRole.objects.filter(is_retired=False).order_by("code")
        self.fields["roles"].initial = item.job_roles.all()
