"""Human resources put one person to work, move, correct, and end an employment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core import clock
from core.errors import Refusal
from people.actions import one_person as actions
from people.forms.one_person import DetailsForm, LeaveForm, NewPersonForm, PostForm
from people.models import Employment
from people.permissions import get_person_to_keep, units_to_employ_in


def _done(form: Form, act: Callable[[], Any]) -> bool:
    """Tell whether the form is right and the deed was done; a refusal stands in the form."""
    if not form.is_valid():
        return False
    try:
        act()
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return False
    return True


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Put somebody to work."""
    now = clock.now()
    today = clock.local_day(now)
    units = units_to_employ_in(request.user, day=today)
    if not units.exists():
        raise PermissionDenied
    form = NewPersonForm(request.POST or None, units=units, today=today)
    found = []

    def hire() -> None:
        given = form.cleaned_data
        who = {"details": form.details(), "post": form.post(), "first_day": given["first_day"]}
        found.append(actions.hire(given["employee_no"], **who, actor=request.user, at=now))

    if request.method == "POST" and _done(form, hire):
        messages.success(request, _("Put on file."))
        return redirect("people:person_keep", public_id=found[0].public_id)
    return render(request, "people/person_new.html", {"form": form})


Deed = tuple[Form, Callable[[], Any]]


def _move(row: Employment, form: PostForm, **who: Any) -> Deed:
    return form, lambda: actions.move(row, post=form.post(), first_day=form.cleaned_data["first_day"], **who)


def _leave(row: Employment, form: LeaveForm, **who: Any) -> Deed:
    return form, lambda: actions.leave(row, last_day=form.cleaned_data["last_day"], **who)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def keep(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what may be changed of one person, each in a form of its own, and change one thing of it."""
    now = clock.now()
    today = clock.local_day(now)
    person = get_person_to_keep(request.user, public_id, day=today)
    units = units_to_employ_in(request.user, day=today)
    rows = person.employments.filter(ends_on=None, unit__in=units.values("pk")).select_related("unit", "job_role")
    what = request.POST.get("what", "")
    who = {"actor": request.user, "at": now}

    def data(key: str) -> Any:
        return request.POST if what == key else None

    details = DetailsForm.of(person, data("details"))
    deeds: dict[str, Deed] = {
        "details": (details, lambda: actions.correct(person, details=details.details(), **who))
    }
    posts = []
    for row in rows.order_by("starts_on", "pk"):
        move = PostForm.of(row, data(f"move-{row.pk}"), units=units, today=today)
        leave = LeaveForm(data(f"leave-{row.pk}"), prefix=f"leave-{row.pk}", today=today)
        posts.append({"row": row, "move": move, "leave": leave})
        deeds |= {f"move-{row.pk}": _move(row, move, **who), f"leave-{row.pk}": _leave(row, leave, **who)}
    if request.method == "POST":
        if what not in deeds:  # the employment ended since the page was opened, or is somebody else's
            raise Http404
        if _done(*deeds[what]):
            messages.success(request, _("Saved."))
            return redirect("people:person_keep", public_id=public_id)
    context = {"person": person, "details": details, "posts": posts, "what": what}
    return render(request, "people/person_keep.html", context)
