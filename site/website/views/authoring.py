"""Screens of the authoring area that tell less than those Wagtail brings."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import AccountView, NameEmailSettingsPanel
from wagtail.admin.views.reports.audit_logging import (
    LogEntriesView,
    SiteHistoryReportFilterSet,
    get_users_for_filter,
)
from wagtail.admin.views.reports.workflows import (
    WorkflowReportFilterSet,
    WorkflowView,
    get_editable_page_ids_query,
)
from wagtail.models import WorkflowState

from people.models import User


class OwnSettings(AccountView):
    """Language, appearance and notices. Name and address come from the roster, so nobody changes them here."""

    def get_panels(self) -> list[Any]:
        """Return the parts of the form."""
        return [panel for panel in super().get_panels() if not isinstance(panel, NameEmailSettingsPanel)]


own_settings = require_admin_access(OwnSettings.as_view())


class HistoryFilter(SiteHistoryReportFilterSet):
    """Offers only people who did something to pages that one may see; Wagtail offers all who ever wrote."""

    def get_users_queryset(self) -> QuerySet[User]:
        """Return them."""
        return get_users_for_filter(self.request.user)


class SiteHistory(LogEntriesView):
    """Who did what to which page."""

    filterset_class = HistoryFilter


def _requesters(request: HttpRequest) -> QuerySet[User]:
    asked = WorkflowState.objects.filter(object_id__in=get_editable_page_ids_query(request))
    return User.objects.filter(pk__in=asked.values("requested_by")).order_by("employee_no")


class ReviewFilter(WorkflowReportFilterSet):
    """Offers only people who asked for reviews of pages that one keeps; Wagtail offers all who ever asked."""

    requested_by = django_filters.ModelChoiceFilter(field_name="requested_by", queryset=_requesters)


class Reviews(WorkflowView):
    """What is or was in review."""

    filterset_class = ReviewFilter


site_history = require_admin_access(SiteHistory.as_view())
site_history_results = require_admin_access(SiteHistory.as_view(results_only=True))
reviews = require_admin_access(Reviews.as_view())
reviews_results = require_admin_access(Reviews.as_view(results_only=True))
