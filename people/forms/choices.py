"""Choices of units and job roles that can be told apart, and the choice of a day."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from people.models import JobRole, Unit

# Stands first where somebody has to choose: nothing is taken for chosen that was only on top of a list.
CHOOSE = _("choose…")


class UnitChoice(forms.ModelChoiceField):
    """One unit by its code; crews of the same name are told apart by it."""

    def __init__(self, *, queryset: QuerySet[Unit] | None = None, **kwargs: object) -> None:
        units = Unit.objects.none() if queryset is None else queryset
        super().__init__(queryset=units, to_field_name="code", **{"empty_label": CHOOSE, **kwargs})

    def label_from_instance(self, obj: Unit) -> str:
        """Show the code before the name."""
        return f"{obj.code} {obj.local_name}"


class JobRoleChoice(forms.ModelChoiceField):
    """One job role by its code."""

    def __init__(self, **kwargs: object) -> None:
        roles = JobRole.objects.order_by("code")
        super().__init__(queryset=roles, to_field_name="code", **{"empty_label": CHOOSE, **kwargs})

    def label_from_instance(self, obj: JobRole) -> str:
        """Show the code before the name."""
        return f"{obj.code} {obj.local_name}"


def day_input() -> forms.DateInput:
    """Return the browser's own choice of a day, which wants the ISO form."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def search_input() -> forms.TextInput:
    """Return a field to search with."""
    return forms.TextInput(attrs={"type": "search"})
