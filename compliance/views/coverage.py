"""Coverage at a glance, the list behind it, both as sheets, and one person."""

from __future__ import annotations

import tempfile
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from compliance.enums import GapState
from compliance.exports import tables
from compliance.forms.filters import CoverageForm, GapListForm
from compliance.models.gap_labels import STATE_LABELS
from compliance.permissions import coverage_units, exemptable_people, may_see_coverage, visible_exemptions
from compliance.queries.coverage import by_credential, by_role, ordered, total
from compliance.queries.exemptions import Wanted as Exempt
from compliance.queries.exemptions import matching as matching_exemptions
from compliance.queries.gaps import gaps
from compliance.queries.person import person_gaps
from compliance.queries.reports import with_modes
from compliance.queries.tally import coverage_on
from compliance.views.records import newest
from core import audit, clock
from core.sheets import write_xlsx
from people.models.user import ACCOUNT_STATE_LABELS
from people.permissions import get_person_for, keepable_people
from people.permissions.accounts import may_open_account, visible_accounts
from people.queries import accounts
from people.queries.people import left_on
from people.queries.proposals import standing_of

PAGE_SIZE = 50


def _chosen(request: HttpRequest, kind: type[CoverageForm] | type[GapListForm]) -> CoverageForm | GapListForm:
    """Return the filters; one that cannot be read narrows nothing, and its field says so."""
    today = clock.local_day(clock.now())
    if not may_see_coverage(request.user, day=today):
        raise PermissionDenied
    form = kind(request.GET or None, units=coverage_units(request.user, day=today), today=today)
    form.is_valid()
    return form


def _query(request: HttpRequest, *without: str) -> str:
    """Return the filters as an address carries them, without the page and what is named."""
    query = request.GET.copy()
    for name in ("page", *without):
        query.pop(name, None)
    return query.urlencode()


@login_required
@never_cache
@require_GET
def table(request: HttpRequest) -> HttpResponse:
    """Show coverage by unit, job role and credential on a day."""
    form = _chosen(request, CoverageForm)
    cells = coverage_on(form.day_chosen, wanted=form.wanted())
    everything = total(cells)
    context = {
        "form": form,
        "day": form.day_chosen,
        "page": Paginator(ordered(cells, form.order), PAGE_SIZE).get_page(request.GET.get("page")),
        "total": everything,
        "counts": [(s.value, STATE_LABELS[s], everything.counts.get(s, 0)) for s in GapState],
        "charts": [
            (_("By job role"), by_role(cells), "job_role"),
            (_("By credential"), by_credential(cells), "credential"),
        ],
        "query": _query(request),
        "base": _query(request, "unit", "below", "job_role", "credential", "sort"),
    }
    return render(request, "compliance/coverage.html", context)


@login_required
@never_cache
@require_GET
def not_done(request: HttpRequest) -> HttpResponse:
    """List who stands where; without a choice of state, those who hold nothing valid."""
    form = _chosen(request, GapListForm)
    rows = [gap for gap in gaps(form.day_chosen, wanted=form.wanted()) if gap.state in form.states]
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "day": form.day_chosen, "query": _query(request)}
    return render(request, "compliance/not_done.html", context)


@login_required
@never_cache
@require_GET
def table_file(request: HttpRequest) -> HttpResponse:
    """Send the coverage table as a sheet, in the same order."""
    form = _chosen(request, CoverageForm)
    cells = ordered(coverage_on(form.day_chosen, wanted=form.wanted()), form.order)
    return _sheet(request, f"coverage-{form.day_chosen}.xlsx", tables.coverage_table(cells))


@login_required
@never_cache
@require_GET
def not_done_file(request: HttpRequest) -> HttpResponse:
    """Send the list as a sheet."""
    form = _chosen(request, GapListForm)
    rows = (gap for gap in gaps(form.day_chosen, wanted=form.wanted()) if gap.state in form.states)
    found = tables.person_rows(with_modes(rows, first=None, last=form.day_chosen))
    return _sheet(request, f"standing-{form.day_chosen}.xlsx", tables.Table(tables.person_columns(), found))


def _sheet(request: HttpRequest, name: str, found: tables.Table) -> FileResponse:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        zone = ZoneInfo(settings.TIME_ZONE)
        count = write_xlsx(path, title=path.stem, columns=found.columns, rows=found.rows, zone=zone)
        told = {"name": name, "rows": count, "filters": request.GET.urlencode()}
        audit.record(
            action="compliance.list_exported", actor=request.user, target=request.user, at=clock.now(), data=told
        )
        return FileResponse(path.open("rb"), as_attachment=True, filename=name)


@login_required
@never_cache
@require_GET
def person(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show where one person stands and why."""
    now = clock.now()
    day = clock.local_day(now)
    someone = get_person_for(request.user, public_id, day=day)
    posts = list(someone.employments.select_related("unit", "job_role").order_by("-starts_on", "-pk"))
    context = {
        "person": someone,
        "employments": posts,
        "left_on": left_on(posts, day=day),
        "gaps": person_gaps(someone, day=day),
        "certificates": someone.certificates.select_related("credential").order_by("-valid_to", "-pk"),
        "exemptions": [
            {"exemption": row, "standing": standing_of(row, day=day)}
            for row in matching_exemptions(
                visible_exemptions(request.user, day=day).filter(person=someone), Exempt(), day=day
            )
        ],
        "may_exempt": exemptable_people(request.user, day=day).filter(pk=someone.pk).exists(),
        "may_keep": keepable_people(request.user, day=day).filter(pk=someone.pk).exists(),
        "may_open_account": may_open_account(request.user, someone, at=now),
        "account": accounts.matching(visible_accounts(request.user, day=day), accounts.Wanted())
        .filter(pk=someone.user_id)
        .first(),
        "account_states": dict(ACCOUNT_STATE_LABELS),
        "day": day,
        **newest(request.user, someone, at=now),
    }
    return render(request, "compliance/person.html", context)
