"""What somebody keys from a paper: one field per question, made for the keyboard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from exams.item_types.registry import item_type
from exams.queries.attempts import Question

FAULTS = {
    "nothing_keyed": gettext_lazy("Key the answer; - when the paper is blank there, ? when it cannot be read."),
    "no_such_letter": gettext_lazy("The paper has no such letter at this question."),
    "one_letter_only": gettext_lazy("One letter only. Key ? when the paper marks more than one."),
    "true_or_false": gettext_lazy("Key T or F (also 对 or 错, 1 or 0)."),
    "no_number": gettext_lazy("This is no number. Key ? when the paper shows none."),
    "one_number_per_blank": gettext_lazy(
        "Key one number per blank, with ; between them and - for an empty blank."
    ),
    "one_text_per_blank": gettext_lazy("Key one text per blank, with ; between them and - for an empty blank."),
    "text_too_long": gettext_lazy("This text is too long for the blank. Key what the paper shows in it."),
    "every_letter_once": gettext_lazy("Key every letter once, first step first. Key ? when the paper does not."),
    "one_letter_per_line": gettext_lazy("Key one letter per line, with - for a line left empty."),
    "letter_twice": gettext_lazy("Key every letter at most once."),
    "too_many_letters": gettext_lazy("More letters than the question takes. Key ? when the paper shows more."),
    "digits_do_not_fit": gettext_lazy(
        "Key one digit for each thing asked after each letter; 0 when none is written."
    ),
    "one_entry_per_part": gettext_lazy("Key one entry per part, with | between them and - for an empty part."),
    "not_keyable": gettext_lazy("This question cannot be keyed. Mark it on the screen."),
}


class KeyingForm(forms.Form):
    """The entries of some questions of one paper. Whether they can be answers is the action's to say."""

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in questions:
            hint = item_type(question.item_type).expected(question.body)
            self.fields[f"q{question.position}"] = forms.CharField(
                label=str(question.position),
                required=False,
                max_length=200,
                help_text=hint,
                widget=forms.TextInput(
                    attrs={
                        "autocomplete": "off",
                        "autocapitalize": "characters",
                        "spellcheck": "false",
                        "data-key": "",
                    }
                ),
            )
        self.stems = {f"q{question.position}": question.stem for question in questions}

    def texts(self) -> dict[int, str]:
        """Return what was keyed, by position."""
        return {int(name[1:]): self.cleaned_data.get(name, "") for name in self.stems}

    def mark(self, faults: Mapping[int, str]) -> None:
        """Put every fault at its field."""
        for position, code in faults.items():
            self.add_error(f"q{position}", str(FAULTS[code]))

    def rows(self) -> list[tuple[forms.BoundField, str]]:
        """Return each field with the beginning of its question."""
        return [(self[name], stem) for name, stem in self.stems.items()]


class DecisionForm(KeyingForm):
    """What the paper shows wherever two keyings differ, and why that is so."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        help_text=gettext_lazy("For example: A is crossed out and C written beside it."),
    )
    in_hand = forms.BooleanField(label=gettext_lazy("The paper lies before me."))
