"""The approval step of publishing: a second person, always."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import GroupApprovalTask, TaskState
from wagtail.permission_policies.pages import PagePermissionPolicy


class SecondPersonTask(GroupApprovalTask):
    """An approval by somebody of the chosen groups, within their own subtrees.

    Whoever wrote anything since the last publication, or asked for this one, is a first person and cannot approve.
    """

    class Meta:
        verbose_name = _("approval by a second person")
        verbose_name_plural = _("approvals by a second person")

    def get_actions(self, obj: Any, user: Any) -> list[Any]:
        """Offer approving and rejecting to second persons only; the author sees no button."""
        if self._is_first_person(obj, user) or not self._keeps(obj, user):
            return []
        return list(super().get_actions(obj, user))

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        """Let approvers look at what is in their subtrees."""
        return bool(super().user_can_access_editor(obj, user)) and self._keeps(obj, user)

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> QuerySet[TaskState]:
        """Return what waits for this person, and not what this person asked for."""
        states = (
            super().get_task_states_user_can_moderate(user, **kwargs).exclude(workflow_state__requested_by=user)
        )
        pages = (
            PagePermissionPolicy().instances_user_has_permission_for(user, "change").values_list("pk", flat=True)
        )
        return states.filter(workflow_state__object_id__in=[str(pk) for pk in pages])

    def _keeps(self, obj: Any, user: Any) -> bool:
        return bool(PagePermissionPolicy().user_has_permission_for_instance(user, "change", obj))

    def _is_first_person(self, obj: Any, user: Any) -> bool:
        state = obj.current_workflow_state
        if state is not None and state.requested_by_id == user.pk:
            return True
        written = obj.revisions.filter(user=user)
        if obj.live_revision is not None:
            written = written.filter(created_at__gt=obj.live_revision.created_at)
        return bool(written.exists())

    @classmethod
    def get_description(cls) -> Any:
        """Return what the step is for."""
        return _("Somebody else than the author approves the page.")
