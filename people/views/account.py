"""One's own account: password, two-step sign-in, devices, rights."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from core import clock
from people.enums import Right
from people.permissions import grants_on


@login_required
@never_cache
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """Show what one may change about one's account, and the rights that one holds today."""
    day = clock.local_day(clock.now())
    grants = grants_on(request.user, *Right, day=day).select_related("unit").order_by("right", "unit__code")
    context = {"grants": grants, "has_second_factor": is_mfa_enabled(request.user)}
    return render(request, "people/account.html", context)
