"""The register of certificates: list, sheet, one certificate, many PDFs in one ZIP."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from certificates.actions import batches
from certificates.exports.register import register_columns, register_rows
from certificates.forms.register import RegisterForm
from certificates.models import Certificate
from certificates.permissions import (
    get_batch_for,
    get_certificate_for,
    may_draw_again,
    may_propose_revocation,
    may_see_proposals,
    may_see_register,
    visible_batches,
    visible_certificates,
)
from certificates.queries.history import history_of
from certificates.queries.register import for_list, matching
from core import clock
from core.errors import Refusal
from core.models import Job
from core.sheets import xlsx_answer
from people.enums import Right
from people.permissions import MAY_SEE_PEOPLE, has_right, visible_people, visible_units

PAGE_SIZE = 50
MOST_BATCHES = 20


def _searched(request: HttpRequest, data: QueryDict) -> tuple[RegisterForm, QuerySet[Certificate]]:
    day = clock.local_day(clock.now())
    if not may_see_register(request.user, day=day):
        raise PermissionDenied
    form = RegisterForm(data, units=visible_units(request.user, *MAY_SEE_PEOPLE, day=day))
    return form, matching(visible_certificates(request.user, day=day), form.wanted(), day=day)


def _without_page(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


@login_required
@never_cache
@require_GET
def table(request: HttpRequest) -> HttpResponse:
    """List certificates of people one may see, found and narrowed, page by page."""
    day = clock.local_day(clock.now())
    form, rows = _searched(request, request.GET)
    context = {
        "form": form,
        "day": day,
        "page": Paginator(for_list(rows, day=day), PAGE_SIZE).get_page(request.GET.get("page")),
        "query": _without_page(request),
        "most_files": batches.MOST_FILES,
        "takes_care": has_right(request.user, Right.HR, day=day),
        "sees_proposals": may_see_proposals(request.user, day=day),
    }
    return render(request, "certificates/register.html", context)


@login_required
@never_cache
@require_GET
def sheet(request: HttpRequest) -> HttpResponse:
    """Send the same list as a sheet, and keep in the audit trail that it was taken."""
    now = clock.now()
    day = clock.local_day(now)
    _form, rows = _searched(request, request.GET)
    try:
        batches.note_register_exported(
            count=rows.count(), search=_without_page(request), actor=request.user, at=now
        )
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect(f"{reverse('certificates:register')}?{_without_page(request)}")
    listed = rows.select_related("credential", "revocation").iterator(chunk_size=2000)
    name = f"certificates-{day}.xlsx"
    cells = register_rows(listed, day=day)
    return xlsx_answer(name, title=_("Certificates"), columns=register_columns(), rows=cells)


@login_required
@never_cache
@require_GET
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show all of one certificate: what it says, what it is worth, what happened to it, what may be done."""
    day = clock.local_day(clock.now())
    found = get_certificate_for(request.user, public_id, day=day)
    oversees = may_see_register(request.user, day=day)
    waiting = found.revocation_proposals.filter(state="proposed").first()
    context = {
        "certificate": found,
        "day": day,
        "oversees": oversees,
        "may_open_person": oversees and visible_people(request.user, day=day).filter(pk=found.person_id).exists(),
        "history": history_of(found) if oversees else [],
        "waiting": waiting if may_see_proposals(request.user, day=day) else None,
        "may_propose": waiting is None and may_propose_revocation(request.user, found, day=day),
        "may_draw_again": found.state in ("held", "pending") and may_draw_again(request.user, found, day=day),
        "verify_url": settings.WAGTAILADMIN_BASE_URL + reverse("certificates:verify", args=[found.code]),
    }
    return render(request, "certificates/detail.html", context)


@login_required
@require_POST
def batch_new(request: HttpRequest) -> HttpResponse:
    """Ask for the PDFs of the list as it was narrowed."""
    query = request.POST.get("query", "")
    _form, rows = _searched(request, QueryDict(query))
    try:
        batches.request_batch(rows, actor=request.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect(f"{reverse('certificates:register')}?{query}")
    messages.success(request, _("The ZIP is being made. It stands below when it is done."))
    return redirect("certificates:batches")


@login_required
@never_cache
@require_GET
def batch_list(request: HttpRequest) -> HttpResponse:
    """Show the ZIPs that one asked for, and how far each is."""
    if not may_see_register(request.user, day=clock.local_day(clock.now())):
        raise PermissionDenied
    rows = list(visible_batches(request.user).order_by("-pk")[:MOST_BATCHES])
    jobs = {job.key: job for job in Job.objects.filter(key__in=[row.job_key for row in rows])}
    listed = [{"batch": row, "job": jobs.get(row.job_key)} for row in rows]
    is_running = any(row.finished_at is None and jobs[row.job_key].state != "failed" for row in rows)
    context = {"rows": listed, "is_running": is_running, "days_kept": batches.KEPT_FOR.days}
    return render(request, "certificates/batches.html", context)


@login_required
@never_cache
@require_GET
def batch_file(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send one's own ZIP, and keep in the audit trail that it was taken."""
    now = clock.now()
    batch = get_batch_for(request.user, public_id, day=clock.local_day(now))
    if not batch.file:
        messages.info(request, _("This ZIP is not there: it is being made, or was deleted after its days."))
        return redirect("certificates:batches")
    batches.note_batch_fetched(batch, actor=request.user, at=now)
    name = f"certificates-{clock.local_day(batch.requested_at)}.zip"
    return FileResponse(batch.file.open("rb"), as_attachment=True, filename=name)
