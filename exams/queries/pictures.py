"""Which pictures items and forms show."""

from __future__ import annotations

from exams.domain.markup import picture_codes
from exams.item_types.registry import item_type
from exams.models import ExamForm, FormItem, ItemVersion


def pictures_of_version(version: ItemVersion, *, is_released: bool = True) -> set[str]:
    """Return the codes of the pictures that a wording shows; those of its explanation only after release."""
    kind = item_type(version.item_type)
    texts = [version.stem, *kind.texts(version.body)]
    if is_released:
        texts.append(version.explanation)
    return {*kind.pictures(version.body), *(code for text in texts for code in picture_codes(text))}


def does_form_show(form: ExamForm, *, code: str, is_released: bool) -> bool:
    """Tell whether a form shows a picture. Cost: one query."""
    rows = FormItem.objects.filter(form=form).select_related("version")
    return any(code in pictures_of_version(row.version, is_released=is_released) for row in rows)
