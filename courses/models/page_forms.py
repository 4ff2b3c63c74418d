"""What a lesson needs before anybody may review it; a draft may be as unfinished as it likes."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm


class LessonPageForm(WagtailAdminPageForm):
    """Asks for a basis when the lesson is sent to review, not while it is a draft."""

    def clean(self) -> dict[str, Any]:
        """Refuse review of a lesson that rests on nothing."""
        cleaned: dict[str, Any] = super().clean()
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
