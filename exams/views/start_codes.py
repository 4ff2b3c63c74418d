"""A way in for a candidate who cannot sign in, while the sitting runs."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from core import clock
from exams.permissions import may_let_in, may_proctor
from exams.permissions.sittings import get_sitting_for
from people.actions import accounts


@login_required
@require_POST
@never_cache
def hand_out(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand a start code to a candidate whose identity was checked; it is shown once, on this page only."""
    now = clock.now()
    held = get_sitting_for(request.user, public_id, day=clock.local_day(now))
    if not may_proctor(request.user, held):
        raise PermissionDenied
    candidate = get_object_or_404(held.candidates.select_related("person"), pk=request.POST.get("candidate") or 0)
    if not may_let_in(request.user, candidate, at=now):
        raise PermissionDenied
    code = accounts.hand_out_code(candidate.person, actor=request.user, at=now)
    messages.info(request, _("Write the code down now. It is not shown again."))
    back = reverse("exams:sitting", args=[public_id])
    context = {"person": candidate.person, "code": f"{code[:5]}-{code[5:]}", "back": back, "is_sitting": True}
    return render(request, "people/code_handed_out.html", context)
