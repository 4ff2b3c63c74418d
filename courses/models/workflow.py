"""The approval step of publishing: a second person, always."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import GroupApprovalTask


class SecondPersonTask(GroupApprovalTask):
    """An approval by somebody of the chosen groups who wrote neither the revision nor asked for its publication."""

    class Meta:
        verbose_name = _("approval by a second person")
        verbose_name_plural = _("approvals by a second person")

    def get_actions(self, obj: Any, user: Any) -> list[Any]:
        """Offer approving and rejecting to second persons only; the author sees no button."""
        return [] if self._is_first_person(obj, user) else list(super().get_actions(obj, user))

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        """Let the author go on looking at the draft."""
        return bool(super().user_can_access_editor(obj, user))

    def _is_first_person(self, obj: Any, user: Any) -> bool:
        state = obj.current_workflow_state
        revision = obj.latest_revision
        asked = state is not None and state.requested_by_id == user.pk
        return asked or (revision is not None and revision.user_id == user.pk)

    @classmethod
    def get_description(cls) -> Any:
        """Return what the step is for."""
        return _("Somebody else than the author approves the page.")
