"""Certificates whose file could not be made: what is missing where, and once more."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from certificates.actions.held import draw_again
from certificates.exports.glyphs import faults
from certificates.models import Certificate
from certificates.permissions import get_certificate_for, heldable_certificates, may_draw_again
from certificates.queries.held import held
from certificates.queries.records import texts_today
from core import clock
from core.errors import Refusal
from people.enums import Right
from people.permissions import has_right

PAGE_SIZE = 20


def _mine(request: HttpRequest) -> QuerySet[Certificate]:
    now = clock.now()
    day = clock.local_day(now)
    if not has_right(request.user, Right.HR, day=day):
        raise PermissionDenied
    return held(heldable_certificates(request.user, day=day), at=now)


@login_required
@never_cache
@require_GET
def tasks(request: HttpRequest) -> HttpResponse:
    """List the certificates without a file, each with what is missing and what to do."""
    page = Paginator(_mine(request), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [{"certificate": row, "faults": faults(row, today=texts_today(row))} for row in page.object_list]
    return render(request, "certificates/held.html", {"page": page, "rows": rows})


@login_required
@require_POST
def again(request: HttpRequest, public_id: str) -> HttpResponse:
    """Try one once more, with the names of today."""
    now = clock.now()
    day = clock.local_day(now)
    found = get_certificate_for(request.user, public_id, day=day)
    if not may_draw_again(request.user, found, day=day):
        raise PermissionDenied
    try:
        draw_again(found, actor=request.user, at=now)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The file is being made again. It is done in a moment, or held again."))
    return redirect("certificates:detail", public_id=public_id)


@login_required
@require_POST
def all_again(request: HttpRequest) -> HttpResponse:
    """Try all on the page once more, as one does after the font was extended."""
    count = 0
    for row in Paginator(_mine(request), PAGE_SIZE).get_page(request.POST.get("page")).object_list:
        try:
            draw_again(row, actor=request.user, at=clock.now())
        except Refusal:  # somebody was faster, or a worker has it: nothing is lost
            continue
        count += 1
    text = ngettext("%(count)d file is being made again.", "%(count)d files are being made again.", count)
    messages.success(request, text % {"count": count})
    return redirect("certificates:held")
