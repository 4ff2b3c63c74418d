"""The registry of standards, and what cites each: so that a new edition is followed by everything that rests on it."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from core import clock
from core.errors import Refusal
from exams.actions import standards as actions
from exams.forms.standards import StandardFilterForm, StandardForm, SupersedeForm
from exams.permissions import may_keep_standards, readable_lessons, visible_items
from exams.queries.standards import items_citing, lessons_citing
from exams.queries.standards import standards as found_standards
from exams.views.bank.listing import PAGE_SIZE, ask_for_bank
from library.models import Standard


@login_required
@never_cache
@require_GET
def standards(request: HttpRequest) -> HttpResponse:
    """List the standards with how many items and lessons cite each."""
    day = clock.local_day(clock.now())
    ask_for_bank(request.user, day=day)
    form = StandardFilterForm(request.GET)
    form.is_valid()
    wanted = form.cleaned_data
    rows = found_standards(text=wanted.get("q", ""), only=wanted.get("only", ""))
    query = request.GET.copy()
    query.pop("page", None)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "query": query.urlencode(),
        "may_keep": may_keep_standards(request.user, day=day),
    }
    return render(request, "exams/bank/standards.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Register a standard."""
    now = clock.now()
    _ask_to_keep(request, day=clock.local_day(now))
    form = StandardForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            added = actions.add(form.facts(), actor=request.user, at=now)
        except Refusal as refusal:
            form.add_error("code", refusal.message)
        else:
            messages.success(request, _("The standard is registered."))
            return redirect("exams:standard", pk=added.pk)
    return render(request, "exams/bank/standard.html", {"form": form, "may_keep": True})


def _ask_to_keep(request: HttpRequest, *, day: date) -> None:
    """Let in who keeps the registry; PermissionDenied for others who read it, Http404 for whoever sees no bank."""
    ask_for_bank(request.user, day=day)
    if not may_keep_standards(request.user, day=day):
        raise PermissionDenied


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def standard(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a standard, say what superseded it, and list the items and lessons that cite it and one may read."""
    now = clock.now()
    day = clock.local_day(now)
    ask_for_bank(request.user, day=day)
    if request.method == "POST":
        _ask_to_keep(request, day=day)
    held = get_object_or_404(Standard.objects.select_related("superseded_by"), pk=pk)
    is_change, is_end = "change" in request.POST, "supersede" in request.POST
    form = StandardForm(request.POST if is_change else None, instance=Standard.objects.get(pk=pk))
    end = SupersedeForm(request.POST if is_end else None, standard=held)
    try:
        if is_change and form.is_valid():
            actions.change(held, form.facts(), actor=request.user, at=now)
            messages.success(request, _("The standard is corrected."))
            return redirect("exams:standard", pk=pk)
        if is_end and end.is_valid():
            actions.supersede(held, **end.cleaned_data, actor=request.user, at=now)
            messages.success(request, _("Noted. Whatever cites it shows that now."))
            return redirect("exams:standard", pk=pk)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    items = visible_items(request.user, day=day)
    context = {
        "standard": held,
        "form": form,
        "end": end,
        "citing": items_citing(held, items=items),
        "lessons": lessons_citing(held, lessons=readable_lessons(request.user, day=day)),
        "may_keep": may_keep_standards(request.user, day=day),
    }
    return render(request, "exams/bank/standard.html", context)
