"""What staff and candidates fill in about results: appeals, decisions, corrections of keys, releases, policy."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exams.domain.form_tree import Tree
from exams.enums import CorrectionKind, Release
from exams.forms.keys import filled, key_fields, read_key
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
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, version: ItemVersion, typed: Tree, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version = version
        self.key_fields = key_fields(version.item_type, version.body, version.key)
        if self.is_bound:
            self.key_fields = filled(version.item_type, self.key_fields, typed)
        self.has_key = not item_type(version.item_type).needs_marker(version.body)
        if not self.has_key:  # a marker's judgement follows from no key
            self.fields["kind"].choices = [row for row in CORRECTION_LABELS if row[0] != CorrectionKind.NEW_KEY]

    def clean(self) -> dict[str, Any]:
        """Read the new key."""
        data: dict[str, Any] = super().clean() or {}
        data["new_key"] = None
        if data.get("kind") == CorrectionKind.NEW_KEY:
            version = self.version
            data["new_key"] = read_key(version.item_type, version.body, version.key, self.key_fields)
        return data


class SittingField(forms.ModelChoiceField):
    """A choice among sittings of one exam, by when and where."""

    def label_from_instance(self, sitting: Sitting) -> str:
        """Return the hour it opens, on our clocks, and its place or else its mode."""
        opens = timezone.localtime(sitting.opens_at)
        return f"{opens:%Y-%m-%d %H:%M} · {sitting.location or sitting.get_mode_display()}"


class ReleaseForm(forms.Form):
    """Which results to show: all that wait, or those of one sitting."""

    sitting = SittingField(
        label=_("Results"), queryset=Sitting.objects.none(), required=False, empty_label=_("all that wait")
    )
    note = forms.CharField(label=pgettext_lazy("decision", "Note"), required=False, max_length=300)

    def __init__(self, *args: Any, exam: Exam, waiting: list[Attempt], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ids = {attempt.sitting_id for attempt in waiting if attempt.sitting_id is not None}
        sittings = Sitting.objects.filter(exam=exam, pk__in=ids).select_related("location")
        self.fields["sitting"].queryset = sittings.order_by("-opens_at")


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
