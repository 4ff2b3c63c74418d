"""Gives a course to people, shows how far they are, and takes it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import clock
from core.errors import Refusal
from courses.actions import assignments as actions
from courses.forms.assigning import AssignmentForm
from courses.permissions import (
    assignable_courses,
    assignable_people,
    assigning_units,
    get_assignment_for,
    may_assign,
    may_undo,
    people_to_follow,
    visible_assignments,
)
from courses.queries.assignments import enrolments_of, for_list, preview
from courses.queries.lessons import live_lessons
from people.queries.people import with_employment_on

PAGE_SIZE = 50
MOST_SHOWN = 100  # of the people of a preview, whose names are looked over and not searched


@login_required
@never_cache
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """List the assignments that one made or follows, newest first."""
    day = clock.local_day(clock.now())
    if not may_assign(request.user, day=day):
        raise PermissionDenied
    rows = for_list(visible_assignments(request.user, day=day))
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "courses/assignments.html", {"page": page, "day": day})


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Assign in two steps: who would be enrolled is shown before anybody is."""
    day = clock.local_day(clock.now())
    if not may_assign(request.user, day=day):
        raise PermissionDenied
    form = AssignmentForm(
        request.POST or None,
        initial={"course": request.GET.get("course", "")},
        courses=assignable_courses(request.user, day=day),
        units=assigning_units(request.user, day=day),
        day=day,
    )
    context: dict[str, Any] = {"form": form}
    if form.is_bound and "change" not in request.POST and form.is_valid():
        course = form.cleaned_data["course"]
        people = assignable_people(request.user, course, day=day)
        found = preview(people, course=course, chosen=form.chosen(), day=day)
        if request.POST.get("confirmed") == found.fingerprint and (done := _assigned(request, form, found.new)):
            return done
        if "confirmed" in request.POST and request.POST["confirmed"] != found.fingerprint:
            messages.warning(request, _("The people have changed meanwhile. Look at the list again."))
        keys = [person.pk for person in found.new[:MOST_SHOWN]]
        shown = with_employment_on(people.filter(pk__in=keys).order_by("employee_no"), day)
        context |= {"preview": found, "shown": shown, "rest": len(found.new) - len(keys)}
    return render(request, "courses/assignment_new.html", context)


def _assigned(request: HttpRequest, form: AssignmentForm, people: list[Any]) -> HttpResponse | None:
    data = form.cleaned_data
    try:
        assignment = actions.assign(
            data["course"],
            people=people,
            due_on=data["due_on"],
            note=data["note"],
            actor=request.user,
            at=clock.now(),
        )
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return None
    count = assignment.people.count()
    text = ngettext(
        "The course is assigned to %(count)d person.", "The course is assigned to %(count)d people.", count
    )
    messages.success(request, text % {"count": count})
    return redirect("courses:assignment", public_id=assignment.public_id)


@login_required
@never_cache
@require_GET
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one assignment, and how far each of one's people is."""
    day = clock.local_day(clock.now())
    assignment = get_assignment_for(request.user, public_id, day=day)
    people = people_to_follow(request.user, assignment, day=day)
    rows = enrolments_of(assignment, people=people)
    context = {
        "assignment": assignment,
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "elsewhere": assignment.count - people.count(),
        "lessons": len(live_lessons(assignment.course)),
        "may_undo": assignment.undone_at is None and may_undo(request.user, assignment, day=day),
        "day": day,
    }
    return render(request, "courses/assignment.html", context)


@login_required
@require_POST
def undo(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take an assignment back that nobody has begun."""
    now = clock.now()
    day = clock.local_day(now)
    assignment = get_assignment_for(request.user, public_id, day=day)
    if not may_undo(request.user, assignment, day=day):
        raise PermissionDenied
    try:
        actions.undo(assignment, actor=request.user, at=now)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The assignment is taken back. Nobody is enrolled by it any more."))
    return redirect("courses:assignment", public_id=public_id)
