"""The forms behind the page editor: who may keep a course, and when it is ready for others."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks import StreamValue

from core import clock
from courses.permissions.media import media_rights, within
from courses.queries.readiness import faults_below, has_lessons
from library.models import CustomDocument, CustomImage, Video
from people.enums import Right
from people.models import Unit
from people.permissions import visible_units


class TreePageForm(WagtailAdminPageForm):
    """A course or module goes to review with all its lessons, so all of them have to be complete.

    Drafts may stay half-filled: nothing is checked while a draft is saved.
    """

    def clean(self) -> dict[str, Any]:
        """Name every page below that is not ready, and what it lacks."""
        cleaned: dict[str, Any] = super().clean()
        if self.is_deferred_validation:
            return cleaned
        if self.instance.pk is None or not has_lessons(self.instance):
            self.add_error(None, _("There is no lesson yet. Save the draft, then add modules and lessons to it."))
            return cleaned
        for fault in faults_below(self.instance):
            text = _("“%(page)s” is not ready: %(field)s. %(message)s")
            values = {"page": fault.page.title, "field": fault.field, "message": fault.message}
            self.add_error(None, ValidationError(text % values))
        return cleaned


class CoursePageForm(TreePageForm):
    """Offers the units of one's own right to keep the course."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "unit" not in self.fields or self.for_user is None:
            return
        units = Unit.objects.filter(valid_to=None)
        if not self.for_user.is_superuser:
            day = clock.local_day(clock.now())
            units = units.filter(pk__in=visible_units(self.for_user, Right.TRAINER, day=day).values("pk"))
        field = self.fields["unit"]
        field.required = True  # from the first draft on: nobody else would find a course without a unit
        field.queryset = units.order_by("code")
        if self.instance.pk is None:
            self.initial["unit"] = field.queryset.first()


class LessonPageForm(WagtailAdminPageForm):
    """Asks for a basis when the lesson is sent to review, not while it is a draft."""

    def clean(self) -> dict[str, Any]:
        """Refuse review of a lesson that rests on nothing, and always pictures and files that one may not choose."""
        cleaned: dict[str, Any] = super().clean()
        if self._shows_what_is_not_offered(cleaned.get("body")):
            self.add_error("body", _("Choose pictures, videos and documents from those that are offered to you."))
        if not self.is_deferred_validation and not self._has_basis():
            self.add_error(None, _("Name at least one basis: a standard, and the clause the lesson rests on."))
        return cleaned

    def _has_basis(self) -> bool:
        rows = self.formsets["bases"]
        rows.is_valid()
        return any(
            getattr(row, "cleaned_data", {}).get("standard") and not row.cleaned_data.get("DELETE")
            for row in rows.forms
        )

    def _shows_what_is_not_offered(self, body: StreamValue | None) -> bool:
        """Tell whether the text names a file that one may not choose and that was not there before."""
        if body is None or self.for_user is None or self.for_user.is_superuser:
            return False
        named: dict[type[Model], set[str]] = defaultdict(set)
        for model, pk in _files_in(body) - _files_in(self.instance.body):
            named[model].add(pk)
        rights = media_rights(self.for_user, day=clock.local_day(clock.now())) if named else []
        return any(
            within(model._default_manager.filter(pk__in=pks), rights).count() != len(pks)
            for model, pks in named.items()
        )


def _files_in(body: StreamValue) -> set[tuple[type[Model], str]]:
    found = body.stream_block.extract_references(body)
    return {(model, pk) for model, pk, *_path in found if model in (CustomImage, CustomDocument, Video)}
