"""Start codes for a whole unit, on one sheet to cut up."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core import clock
from people.actions import accounts as actions
from people.exports.accounts import qr_picture
from people.forms.accounts import StartCodesForm
from people.permissions.accounts import may_open_accounts, people_to_open, units_to_open_in
from people.queries.accounts import waiting_for_a_code
from people.queries.people import without_a_valid_code

MOST_AT_ONCE = 100  # twelve and a half sheets, printed before the page is left


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def start_codes(request: HttpRequest) -> HttpResponse:
    """Choose a unit; a post hands out the codes and shows them, once."""
    now = clock.now()
    day = clock.local_day(now)
    if not may_open_accounts(request.user, day=day):
        raise PermissionDenied
    form = StartCodesForm(request.POST or None, units=units_to_open_in(request.user, day=day))
    context: dict[str, object] = {"form": form, "most": MOST_AT_ONCE}
    if request.method == "POST" and form.is_valid():
        people = waiting_for_a_code(people_to_open(request.user, form.cleaned_data["unit"], day=day))
        if not form.cleaned_data["again"]:
            people = without_a_valid_code(people, at=now)
        codes = actions.hand_out_codes(people.select_related("user")[:MOST_AT_ONCE], actor=request.user, at=now)
        if codes:
            return _sheet(request, form, codes)
        context["is_empty"] = True
    return render(request, "people/start_codes.html", context)


def _sheet(request: HttpRequest, form: StartCodesForm, codes: list[actions.HandedOut]) -> HttpResponse:
    door = request.build_absolute_uri(reverse("people:start_code"))
    slips = [
        {
            "person": given.person,
            "code": f"{given.code[:5]}-{given.code[5:]}",
            "qr": qr_picture(f"{door}?{urlencode({'number': given.person.employee_no})}"),
        }
        for given in codes
    ]
    context = {"slips": slips, "door": door, "unit": form.cleaned_data["unit"], "expires_at": codes[0].expires_at}
    context["may_be_more"] = len(codes) == MOST_AT_ONCE
    return render(request, "people/start_code_sheet.html", context)
