"""What somebody types who begins an item or says what it is for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.models import LessonPage
from exams.errors.areas import LessonElsewhere
from exams.forms.bank import RoleChoice
from exams.item_types.catalogue import TYPE_LABELS
from exams.models import ContentArea, Item
from exams.queries.areas import lessons_for
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


class LessonField(forms.ModelChoiceField):
    """A choice among the lessons of the course of one area, none among them."""

    def __init__(self, *, area: ContentArea | None = None) -> None:
        super().__init__(
            label=_("Taught in"),
            queryset=LessonPage.objects.none(),
            required=False,
            empty_label=_("none"),
            help_text=_("The lesson that explanations lead to: one of the course of the content area."),
            error_messages={"invalid_choice": LessonElsewhere.default_message},
        )
        self.of(area)

    def of(self, area: ContentArea | None) -> None:
        """Offer the lessons of an area; none of none."""
        self.queryset = lessons_for(area) if area is not None else LessonPage.objects.none()

    def label_from_instance(self, lesson: LessonPage) -> str:
        """Return the title in the language of the reader."""
        return lesson.local_title


class LessonForm(forms.Form):
    """The lesson that teaches an item."""

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lesson"] = LessonField(area=item.area)
        self.fields["lesson"].initial = item.lesson_id

    def chosen(self) -> LessonPage | None:
        """Return the lesson chosen, None for none. Raises LessonElsewhere for one that is not offered."""
        if not self.is_valid():
            raise LessonElsewhere
        lesson: LessonPage | None = self.cleaned_data["lesson"]
        return lesson


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
