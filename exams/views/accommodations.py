"""Accommodations: asked for by one, decided by a second person, ended early when the need is gone."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import audit, clock
from core.errors import Refusal
from core.sheets import xlsx_answer
from exams.actions import accommodations as actions
from exams.errors.conditions import AccommodationDaysWrong
from exams.exports.accommodations import accommodation_columns, accommodation_rows
from exams.forms.accommodations import FAULT_TEXTS, AccommodationFilterForm, AccommodationForm
from exams.models import Accommodation
from exams.permissions.conditions import (
    accommodatable_people,
    accommodation_units,
    get_accommodation_for,
    may_decide_accommodation,
    may_end_accommodation,
    may_propose_accommodations,
    may_read_reasons,
    may_see_accommodations,
    visible_accommodations,
)
from people.queries.proposals import matching_proposals, standing_of
from people.views import proposal_doors

PAGE_SIZE = 50


def _found(request: HttpRequest) -> tuple[AccommodationFilterForm, QuerySet[Accommodation]]:
    day = clock.local_day(clock.now())
    if not may_see_accommodations(request.user, day=day):
        raise PermissionDenied
    form = AccommodationFilterForm(request.GET, units=accommodation_units(request.user, day=day))
    seen = visible_accommodations(request.user, day=day)
    return form, matching_proposals(seen, day=day, **form.wanted())


@login_required
@never_cache
@require_GET
def accommodations(request: HttpRequest) -> HttpResponse:
    """List accommodations and proposals, found and narrowed, page by page."""
    day = clock.local_day(clock.now())
    form, rows = _found(request)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "rows": [{"accommodation": row, "standing": standing_of(row, day=day)} for row in page.object_list],
        "query": query.urlencode(),
        "may_propose": may_propose_accommodations(request.user, day=day),
    }
    return render(request, "exams/accommodations.html", context)


@login_required
@never_cache
@require_GET
def accommodations_file(request: HttpRequest) -> FileResponse:
    """Send the same list as a sheet; that it was fetched is noted."""
    now = clock.now()
    day = clock.local_day(now)
    rows = list(_found(request)[1].select_related("decided_by"))
    audit.record(
        action="exams.accommodations_fetched",
        actor=request.user,
        target=request.user,
        at=now,
        data={"rows": len(rows)},
    )
    return xlsx_answer(
        f"accommodations-{day}.xlsx",
        title=_("Accommodations"),
        columns=accommodation_columns(),
        rows=accommodation_rows(rows, day=day),
    )


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Ask for an accommodation of somebody in one's units."""
    now = clock.now()
    day = clock.local_day(now)
    if not may_propose_accommodations(request.user, day=day):
        raise PermissionDenied
    asked = {"employee_no": request.GET.get("employee_no", "")}
    people = accommodatable_people(request.user, day=day)
    form = AccommodationForm(request.POST or None, people=people, today=day, initial=asked)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        wanted = {name: data[name] for name in ("reason", "starts_on", "ends_on")}
        try:
            made = actions.propose(data["employee_no"], given=form.given(), **wanted, actor=request.user, at=now)
        except AccommodationDaysWrong as refusal:
            form.add_error("ends_on", FAULT_TEXTS[refusal.data["fault"]])
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Proposed. It holds once a second person approves."))
            return redirect("exams:accommodation", public_id=made.public_id)
    return render(request, "exams/accommodation_new.html", {"form": form})


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def accommodation(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one accommodation; a second person approves or declines it here."""
    now = clock.now()
    day = clock.local_day(now)
    found = get_accommodation_for(request.user, public_id, day=day)
    may_decide = may_decide_accommodation(request.user, found, day=day)
    form = proposal_doors.decide(request, found, actions, may_decide=may_decide, at=now)
    if form is None:
        return redirect("exams:accommodation", public_id=public_id)
    standing = standing_of(found, day=day)
    context = {
        "accommodation": found,
        "standing": standing,
        "form": form,
        "reads_reasons": may_read_reasons(request.user, day=day),
        "may_decide": may_decide and standing == "proposed",
        "may_withdraw": standing == "proposed" and found.proposed_by_id == request.user.pk,
        "may_end": standing in ("in_force", "planned") and may_end_accommodation(request.user, found, day=day),
    }
    return render(request, "exams/accommodation.html", context)


@login_required
@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take one's own proposal back."""
    now = clock.now()
    found = get_accommodation_for(request.user, public_id, day=clock.local_day(now))
    done = _("The proposal is withdrawn. Nothing is given.")
    proposal_doors.withdraw(request, found, actions, done=done, at=now)
    return redirect("exams:accommodation", public_id=public_id)


@login_required
@require_POST
def end(request: HttpRequest, public_id: str) -> HttpResponse:
    """End an accommodation from today on."""
    now = clock.now()
    day = clock.local_day(now)
    found = get_accommodation_for(request.user, public_id, day=day)
    may_end = may_end_accommodation(request.user, found, day=day)
    done = _("Ended. Attempts that run keep what they began with.")
    proposal_doors.end_early(request, found, actions, may_end=may_end, done=done, at=now)
    return redirect("exams:accommodation", public_id=public_id)
