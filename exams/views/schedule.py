"""Sets up sittings and their rosters."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core import clock
from core.errors import Refusal
from exams.actions import sitting_changes
from exams.actions import sittings as actions
from exams.forms.schedule import CandidatesForm, PeopleFilterForm, SittingChangeForm, SittingForm
from exams.models import Sitting
from exams.permissions import (
    invitable_people,
    inviting_units,
    may_change_roster,
    may_schedule,
)
from exams.permissions.conditions import locations_to_move_to, may_set_conditions
from exams.permissions.sittings import get_sitting_for, locations_to_use, visible_candidates
from exams.queries.accommodations import accommodated
from exams.queries.paper_limits import paper_limits
from people.enums import Right
from people.models import Person
from people.permissions import holders_of, may_give_rights
from people.queries.people import found_people, with_employment_on

PAGE_SIZE = 50


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Schedule a sitting, and go on to its roster."""
    now = clock.now()
    day = clock.local_day(now)
    if not may_schedule(request.user, day=day):
        raise PermissionDenied
    form = SittingForm(
        request.POST or None,
        locations=locations_to_use(request.user, day=day),
        proctors=holders_of(Right.PROCTOR, day=day),
        now=now,
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            sitting = actions.schedule(
                data["exam"],
                mode=data["mode"],
                location=data["location"],
                opens_at=data["opens_at"],
                closes_at=data["closes_at"],
                proctors=list(data["proctors"]),
                form_set=data["form_set"],
                actor=request.user,
                at=now,
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The sitting is scheduled. Now put people on its roster."))
            for line in paper_limits(sitting.exam) if sitting.mode == "paper" else []:
                messages.warning(request, line)
            return redirect("exams:sitting_candidates", public_id=sitting.public_id)
    context = {"form": form, "lacks": form.lacks(), "may_give_rights": may_give_rights(request.user, day=day)}
    return render(request, "exams/sitting_new.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let a sitting that waits or runs end at another time or be at another place, with a reason."""
    now = clock.now()
    day = clock.local_day(now)
    sitting = get_sitting_for(request.user, public_id, day=day)
    if not may_set_conditions(request.user, sitting, day=day):
        raise PermissionDenied
    places = locations_to_move_to(request.user, sitting, day=day)
    form = SittingChangeForm(request.POST or None, sitting=sitting, locations=places)
    if request.method == "POST" and form.is_valid():
        data = {"location": sitting.location, **form.cleaned_data}
        try:
            count = sitting_changes.change(sitting, actor=request.user, at=now, **data)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The sitting is changed. It is told to everybody who opens it."))
            if count:
                text = ngettext(
                    "%(count)d candidate has more time now.", "%(count)d candidates have more time now.", count
                )
                messages.success(request, text % {"count": count})
            return redirect("exams:sitting", public_id=public_id)
    return render(request, "exams/sitting_change.html", {"sitting": sitting, "form": form})


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def candidates(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put people on the roster: found by name, unit and job role, or by pasted numbers."""
    now = clock.now()
    day = clock.local_day(now)
    sitting = get_sitting_for(request.user, public_id, day=day)
    if not may_change_roster(request.user, sitting, day=day):
        raise PermissionDenied
    people = invitable_people(request.user, day=day)
    form = CandidatesForm()
    faults: list[str] = []
    if request.method == "POST":
        if "employee_nos" not in request.POST:
            return _add_found(request, sitting, people)
        form = CandidatesForm(request.POST)
        if form.is_valid():
            found, faults = _read_numbers(form, people)
            if not faults:
                return _add(request, sitting, found, query="")
    units = inviting_units(request.user, day=day)
    search = PeopleFilterForm(request.GET or None, units=units)
    chosen = _search(people, request.GET, request)
    page = Paginator(with_employment_on(chosen, day), PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    seen = visible_candidates(request.user, day=day)
    shown = [person.pk for person in page.object_list]
    context = {
        "sitting": sitting,
        "form": form,
        "faults": faults,
        "search": search,
        "page": page,
        "query": query.urlencode(),
        "on_roster": set(sitting.candidates.filter(person__in=shown).values_list("person_id", flat=True)),
        "roster_count": seen.filter(sitting=sitting).count(),
        "short": accommodated(sitting, at=now, among=seen).short,
    }
    return render(request, "exams/candidates.html", context)


def _search(people: QuerySet[Person], data: QueryDict, request: HttpRequest) -> QuerySet[Person]:
    """Return the people whom the search in an address finds; what it cannot read narrows nothing."""
    day = clock.local_day(clock.now())
    form = PeopleFilterForm(data, units=inviting_units(request.user, day=day))
    form.is_valid()
    wanted = form.cleaned_data
    return found_people(
        people, day=day, text=wanted.get("q", ""), unit=wanted.get("unit"), job_role=wanted.get("job_role")
    )


def _add_found(request: HttpRequest, sitting: Sitting, people: QuerySet[Person]) -> HttpResponse:
    query = request.POST.get("query", "")
    found = _search(people, QueryDict(query), request)
    if "all" not in request.POST:
        found = found.filter(public_id__in=request.POST.getlist("person"))
    chosen = list(found)
    if not chosen:
        messages.error(request, _("Tick at least one person. Nobody was added."))
        return redirect(f"{reverse('exams:sitting_candidates', args=[sitting.public_id])}?{query}")
    return _add(request, sitting, chosen, query=query)


def _read_numbers(form: CandidatesForm, people: QuerySet[Person]) -> tuple[list[Person], list[str]]:
    """Return the people of the numbers, or what is wrong line by line; one fault keeps all out."""
    lines = form.cleaned_data["employee_nos"]
    numbers = {number for _place, several in lines for number in several}
    known = {person.employee_no: person for person in people.filter(employee_no__in=numbers)}
    text = _("Line %(line)d: nobody in your units has the number %(number)s.")
    faults = [
        text % {"line": place, "number": number[:40]}
        for place, several in lines
        for number in several
        if number not in known
    ]
    return list(known.values()), faults


def _add(request: HttpRequest, sitting: Sitting, people: list[Person], *, query: str) -> HttpResponse:
    try:
        count = actions.add_candidates(sitting, people=people, actor=request.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        text = ngettext("%(count)d candidate was added.", "%(count)d candidates were added.", count)
        messages.success(request, text % {"count": count})
        if count < len(people):
            already = len(people) - count
            known = ngettext(
                "%(count)d was on the roster already.", "%(count)d were on the roster already.", already
            )
            messages.info(request, known % {"count": already})
    address = reverse("exams:sitting_candidates", args=[sitting.public_id])
    return redirect(f"{address}?{query}" if query else address)
