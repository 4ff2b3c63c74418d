"""The tree of content areas."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core import clock
from core.errors import Refusal
from courses.models import CoursePage
from courses.permissions import keeps_all, may_author
from exams.actions import areas as actions
from exams.forms.areas import MoveForm, NamesForm, NewAreaForm
from exams.models import ContentArea
from exams.permissions import kept_areas, kept_courses, visible_areas
from exams.queries.areas import tree
from exams.views.bank.listing import ask_for_bank
from people.models import User


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def areas(request: HttpRequest) -> HttpResponse:
    """Show the tree with how many items each area holds, and add an area."""
    now = clock.now()
    day = clock.local_day(now)
    ask_for_bank(request.user, day=day)
    form = _new_form(request, day=day)
    may_write = _may_add(request.user, form, day=day)
    if request.method == "POST":
        if not may_write:
            raise PermissionDenied
        if form.is_valid():
            try:
                added = actions.add(**form.cleaned_data, actor=request.user, at=now)
            except Refusal as refusal:
                form.add_error("code", refusal.message)
            else:
                messages.success(request, _("%(area)s is added.") % {"area": added.local_label})
                return redirect("exams:areas")
    rows = tree(visible_areas(request.user, day=day), kept=kept_areas(request.user, day=day))
    context = {
        "rows": rows,
        "form": form,
        "may_write": may_write,
        "may_author": not rows and may_author(request.user, day=day),
    }
    return render(request, "exams/bank/areas.html", context)


def _new_form(request: HttpRequest, *, day: date) -> NewAreaForm:
    return NewAreaForm(
        request.POST or None,
        areas=kept_areas(request.user, day=day),
        courses=kept_courses(request.user, day=day),
        is_course_free=keeps_all(request.user, day=day),
        initial={"parent": request.GET.get("parent")},
    )


def _may_add(user: User, form: NewAreaForm, *, day: date) -> bool:
    courses: list[CoursePage] = list(form.fields["course"].queryset[:1])
    return bool(courses) or kept_areas(user, day=day).exists() or keeps_all(user, day=day)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def area(request: HttpRequest, code: str) -> HttpResponse:
    """Rename an area, move it with all below, or delete it while nothing hangs on it."""
    now = clock.now()
    day = clock.local_day(now)
    held = visible_areas(request.user, day=day).filter(code=code).first()
    if held is None:
        raise Http404
    kept = kept_areas(request.user, day=day)
    if not kept.filter(pk=held.pk).exists():
        raise PermissionDenied
    is_post = request.method == "POST"
    names = NamesForm(
        request.POST if is_post and "rename" in request.POST else None,
        initial={"name": held.name, "name_en": held.name_en},
    )
    move = MoveForm(
        request.POST if is_post and "move" in request.POST else None,
        areas=kept.exclude(pk=held.pk).exclude(code__startswith=f"{held.code}."),
    )
    if is_post:
        try:
            if _changed(request, held, names, move):
                return redirect("exams:areas")
        except Refusal as refusal:
            messages.error(request, refusal.message)
    return render(request, "exams/bank/area.html", {"area": held, "names": names, "move": move})


def _changed(request: HttpRequest, held: ContentArea, names: NamesForm, move: MoveForm) -> bool:
    now = clock.now()
    if "delete" in request.POST:
        actions.delete(held, actor=request.user, at=now)
        messages.success(request, _("The area is deleted."))
        return True
    if "move" in request.POST and move.is_valid():
        actions.move(held, to=move.cleaned_data["to"], actor=request.user, at=now)
        messages.success(request, _("The area is moved, with all below it."))
        return True
    if "rename" in request.POST and names.is_valid():
        actions.rename(held, **names.cleaned_data, actor=request.user, at=now)
        messages.success(request, _("The area is renamed."))
        return True
    return False
