"""The job roles of the training matrix: find, add, rename, take out of use."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import clock
from core.errors import Refusal
from core.sheets import xlsx_answer
from people.actions import exports as export_notes
from people.actions import job_roles as actions
from people.exports import organisation as sheet
from people.forms.organisation import FindForm, JobRoleForm, NewJobRoleForm
from people.models import JobRole
from people.permissions import may_keep_job_roles, may_keep_organisation, units_to_keep
from people.queries import units as queries

PAGE_SIZE = 50


def _may_change(request: HttpRequest) -> bool:
    return may_keep_job_roles(request.user, day=clock.local_day(clock.now()))


def _keepers_only(request: HttpRequest) -> None:
    if not _may_change(request):
        raise PermissionDenied


def _chosen(request: HttpRequest) -> tuple[FindForm, QuerySet[JobRole]]:
    day = clock.local_day(clock.now())
    if not may_keep_organisation(request.user, day=day):
        raise PermissionDenied
    form = FindForm(request.GET or None)
    text, everything = form.chosen()
    units = units_to_keep(request.user, day=day)
    return form, queries.job_roles(units=units, day=day, text=text, with_retired=everything)


@login_required
@never_cache
@require_GET
def job_roles(request: HttpRequest) -> HttpResponse:
    """List the job roles."""
    form, rows = _chosen(request)
    query = request.GET.copy()
    query.pop("page", None)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "query": query.urlencode(), "may_change": _may_change(request)}
    return render(request, "people/job_roles.html", context)


@login_required
@never_cache
@require_GET
def job_roles_file(request: HttpRequest) -> HttpResponse:
    """Send the same rows as a sheet."""
    _form, rows = _chosen(request)
    now, found = clock.now(), list(rows)
    export_notes.note("job_roles", count=len(found), chosen=request.GET.dict(), actor=request.user, at=now)
    name = f"job-roles-{clock.local_day(now)}.xlsx"
    cells = sheet.job_role_rows(found)
    return xlsx_answer(name, title=_("Job roles"), columns=sheet.job_role_columns(), rows=cells)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add a job role."""
    _keepers_only(request)
    form = NewJobRoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            role = actions.add(**form.cleaned_data, actor=request.user, at=clock.now())
        except Refusal as refusal:
            form.add_error("code", refusal.message)
        else:
            messages.success(request, _("The job role is added."))
            return redirect("people:job_role", code=role.code)
    return render(request, "people/job_role_new.html", {"form": form})


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def job_role(request: HttpRequest, code: str) -> HttpResponse:
    """Show one job role; a post renames it."""
    _keepers_only(request)
    role = get_object_or_404(JobRole, code=code)
    form = JobRoleForm(request.POST or None, initial={"name": role.name, "name_en": role.name_en})
    if request.method == "POST" and form.is_valid():
        actions.rename(role, **form.cleaned_data, actor=request.user, at=clock.now())
        messages.success(request, _("The job role is renamed."))
        return redirect("people:job_roles")
    return render(request, "people/job_role.html", {"form": form, "role": role})


@login_required
@never_cache
@require_POST
def retire(request: HttpRequest, code: str) -> HttpResponse:
    """Take a job role out of use, or into use again."""
    _keepers_only(request)
    role = get_object_or_404(JobRole, code=code)
    act = actions.restore if "restore" in request.POST else actions.retire
    try:
        act(role, actor=request.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("It is changed whether the job role is in use."))
    return redirect("people:job_role", code=code)
