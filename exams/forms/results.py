"""What staff and candidates fill in about results: appeals, decisions, corrections of keys, releases, policy."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exams.enums import CorrectionKind, Release
from exams.item_types.registry import item_type
from exams.models import Attempt, Exam, ItemVersion, Score, Sitting
from exams.models.appeal import OUTCOME_LABELS
from exams.models.correction import CORRECTION_LABELS


class AppealForm(forms.Form):
    """One question or the whole, and what is wrong."""

    position = forms.TypedChoiceField(label=_("Question"), coerce=int, empty_value=None, required=False)
    text = forms.CharField(
        label=_("What is wrong, and why?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(self, *args: Any, score: Score, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbers = [
            (mark["position"], _gettext("Question %(number)d") % {"number": mark["position"]})
            for mark in score.marks
        ]
        self.fields["position"].choices = [("", _("the result as a whole")), *numbers]


class AppealDecisionForm(forms.Form):
    """What was decided, and the reason that the candidate reads."""

    outcome = forms.ChoiceField(label=_("Decision"), choices=OUTCOME_LABELS, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The candidate reads it."),
    )


class CorrectionForm(forms.Form):
    """How a wording is to be marked instead, and why."""

    kind = forms.ChoiceField(
        label=_("From now on this question"), choices=CORRECTION_LABELS, widget=forms.RadioSelect
    )
    right = forms.MultipleChoiceField(
        label=_("Right options"), required=False, widget=forms.CheckboxSelectMultiple
    )
    key = forms.CharField(
        label=_("The key"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_("As the item type writes it. Change the right answers only."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, version: ItemVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version = version
        kind = item_type(version.item_type)
        choices = kind.key_choices(version.body, version.key)
        if choices:
            self.fields["right"].choices = [(choice.id, choice.text) for choice in choices]
            self.fields["right"].initial = [choice.id for choice in choices if choice.is_right]
            del self.fields["key"]
        else:
            del self.fields["right"]
            self.fields["key"].initial = json.dumps(version.key, ensure_ascii=False, indent=1)

    def clean(self) -> dict[str, Any]:
        """Read the new key."""
        data: dict[str, Any] = super().clean() or {}
        data["new_key"] = None
        if data.get("kind") != CorrectionKind.NEW_KEY:
            return data
        if "right" in self.fields:
            chosen = data.get("right", [])
            if not chosen:
                self.add_error("right", _("Choose at least one right option."))
                return data
            try:
                data["new_key"] = item_type(self.version.item_type).key_of_choices(
                    self.version.body, self.version.key, chosen
                )
            except ValueError:
                self.add_error(
                    "right", _("A statement cannot be true and false. Let it count for everybody instead.")
                )
            return data
        try:
            data["new_key"] = json.loads(data.get("key", ""))
        except ValueError:
            self.add_error("key", _("The key cannot be read. Compare brackets, commas and quotation marks."))
        else:
            if not isinstance(data["new_key"], dict):
                self.add_error("key", _("The key cannot be read. Compare brackets, commas and quotation marks."))
        return data


class ReleaseForm(forms.Form):
    """Which results to show: all that wait, or those of one sitting."""

    sitting = forms.ModelChoiceField(
        label=_("Results"), queryset=Sitting.objects.none(), required=False, empty_label=_("all that wait")
    )
    note = forms.CharField(label=pgettext_lazy("decision", "Note"), required=False, max_length=300)

    def __init__(self, *args: Any, exam: Exam, waiting: list[Attempt], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ids = {attempt.sitting_id for attempt in waiting if attempt.sitting_id is not None}
        self.fields["sitting"].queryset = Sitting.objects.filter(exam=exam, pk__in=ids).order_by("-opens_at")


class PolicyForm(forms.ModelForm):
    """How answers of an exam are marked, when its results are shown, and how long one may appeal."""

    class Meta:
        model = Exam
        fields = [
            "release",
            "release_at",
            "appeal_days",
            "double_marking",
            "most_difference_percent",
            "foreign_markers",
        ]
        widgets = {"release_at": forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})}

    def clean(self) -> dict[str, Any]:
        """A time belongs to a release at a time, and to nothing else."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("release") == Release.AT_A_TIME:
            if data.get("release_at") is None:
                self.add_error("release_at", _("Say from when the results are shown."))
        else:
            data["release_at"] = None
        return data
