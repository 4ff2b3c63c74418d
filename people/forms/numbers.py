"""Employee numbers, as pasted from anywhere."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# A pasted list is read whole and answered line by line; a unit or a job role reaches more people than that.
MOST_NUMBERS = 2000


class EmployeeNumbersField(forms.CharField):
    """Numbers in lines, or with commas or spaces between them; gives the numbers of each line that holds any."""

    def __init__(self, **kwargs: Any) -> None:
        words = {
            "label": gettext_lazy("Employee numbers"),
            "widget": forms.Textarea(attrs={"rows": 6}),
            "help_text": gettext_lazy("One in a line, or with commas or spaces between them."),
            "error_messages": {"required": gettext_lazy("Type at least one employee number.")},
        }
        super().__init__(**{**words, **kwargs})

    def clean(self, value: str) -> list[tuple[int, list[str]]]:
        """Return the numbers in upper case, with the number of their line."""
        lines = []
        for place, line in enumerate(super().clean(value).splitlines(), start=1):
            if numbers := [text.upper() for text in re.split(r"[\s,，;；、]+", line) if text]:
                lines.append((place, numbers))
        count = sum(len(numbers) for _place, numbers in lines)
        if count > MOST_NUMBERS:
            text = _("These are %(count)d numbers. Paste at most %(most)d at a time.")
            raise ValidationError(text % {"count": count, "most": MOST_NUMBERS})
        return lines
