"""Which pictures items and forms show."""

from __future__ import annotations

from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from exams.domain.markup import picture_codes
from exams.item_types.registry import item_type
from exams.models import ExamForm, FormItem, ItemVersion


def pictures_of_version(version: ItemVersion, *, is_released: bool = True) -> set[str]:
    """Return the codes of the pictures that a wording shows; those of its explanation only after release."""
    kind = item_type(version.item_type)
    texts = [version.stem, *kind.texts(version.body)]
    if is_released:
        texts.append(version.explanation)
    named = {*kind.pictures(version.body), *(code for text in texts for code in picture_codes(text))}
    return {code for code in named if code}


def codes_shown(versions: QuerySet[ItemVersion], *, code: str = "picture") -> set[str]:
    """Return the codes of all pictures that wordings show; with `code` at least this one, where it is shown.

    Cost: one query, of the wordings that hold the word.
    """
    gap = Value("\n")
    words = Concat("stem", gap, "explanation", gap, Cast("body", TextField()), output_field=TextField())
    holding = versions.alias(all_words=words).filter(all_words__contains=code)
    rows = holding.only("item_type", "stem", "explanation", "body")
    return {shown for version in rows for shown in pictures_of_version(version)}


def does_form_show(form: ExamForm, *, code: str, is_released: bool, up_to: int | None = None) -> bool:
    """Tell whether a form shows a picture, with `up_to` in its sections up to that place. Cost: one query."""
    rows = FormItem.objects.filter(form=form).select_related("version")
    if up_to is not None:
        rows = rows.filter(Q(section=None) | Q(section__lte=up_to))
    return any(code in pictures_of_version(row.version, is_released=is_released) for row in rows)
