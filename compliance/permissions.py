"""Who may see coverage, ask for reports, change the matrix."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.http import Http404

from compliance.models import ReportRun
from people.enums import Right
from people.models import Unit, User
from people.permissions import has_right, visible_units

MAY_SEE_COVERAGE = (Right.MANAGER, Right.HR, Right.SAFETY, Right.AUDITOR)
MAY_CHANGE_MATRIX = (Right.HR, Right.SAFETY)


def may_see_coverage(user: User, *, day: date) -> bool:
    """Tell whether one may see the coverage of any unit."""
    return has_right(user, *MAY_SEE_COVERAGE, day=day)


def may_change_matrix(user: User, *, day: date) -> bool:
    """Tell whether one may change the training matrix: HR and the safety department."""
    return has_right(user, *MAY_CHANGE_MATRIX, day=day)


def coverage_units(user: User, *, day: date) -> QuerySet[Unit]:
    """Return the units whose coverage one may see."""
    return visible_units(user, *MAY_SEE_COVERAGE, day=day)


def visible_reports(user: User) -> QuerySet[ReportRun]:
    """Return the reports that one asked for oneself and has not deleted."""
    rows = ReportRun.objects.filter(requested_by=user, discarded_at=None)
    return rows if user.is_active else rows.none()


def get_report_for(user: User, public_id: str, *, day: date) -> ReportRun:
    """Return one's own report, while one may still see its unit; Http404 otherwise."""
    report = visible_reports(user).filter(public_id=public_id, unit__in=coverage_units(user, day=day).values("pk"))
    found = report.select_related("unit").first()
    if found is None:
        raise Http404
    return found
