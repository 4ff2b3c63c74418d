"""Whether the drafts below a page are complete, and what they lack."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS, FieldDoesNotExist, ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.models import LessonPage


@dataclass(frozen=True, slots=True)
class Fault:
    """One field of one page that is not ready for others."""

    page: Page
    field: str
    message: str


def has_lessons(page: Page) -> bool:
    """Tell whether there is any lesson below, draft or published."""
    return bool(LessonPage.objects.descendant_of(page).exists())


def drafts_below(page: Page) -> list[Page]:
    """Return the pages below with anything unpublished, as last written, in the order of the tree."""
    changed = Page.objects.descendant_of(page).filter(has_unpublished_changes=True).order_by("path").specific()
    return [found.get_latest_revision_as_object() for found in changed]


def faults_below(page: Page) -> Iterator[Fault]:
    """Yield what the drafts below lack, in the order of the tree."""
    for draft in drafts_below(page):
        yield from faults(draft)


def faults(draft: Page) -> Iterator[Fault]:
    """Yield each field of a draft that could not be published as it is."""
    try:
        draft.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            yield Fault(draft, _label(draft, name), " ".join(messages))
    if isinstance(draft, LessonPage):
        yield from _lesson_faults(draft)


def _lesson_faults(draft: LessonPage) -> Iterator[Fault]:
    if not draft.bases.count():
        yield Fault(draft, _("Basis"), _("Name at least one standard that the lesson rests on."))
    for number, child in enumerate(draft.body, start=1):
        try:
            child.block.clean(child.value)
        except ValidationError:
            label = _("block %(number)s, %(kind)s") % {"number": number, "kind": child.block.label}
            yield Fault(draft, label, _("Open the lesson and fill in what is missing."))


def _label(draft: Page, name: str) -> str:
    if name == NON_FIELD_ERRORS:
        return _("page")
    try:
        return str(draft._meta.get_field(name).verbose_name)
    except FieldDoesNotExist:
        return name
