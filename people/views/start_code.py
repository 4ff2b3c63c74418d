"""First sign-in with a start code, and handing one out."""

from __future__ import annotations

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from core import clock
from core.errors import Refusal
from people.actions import accounts
from people.forms.start_code import StartCodeForm
from people.permissions import get_person_for
from people.permissions.accounts import may_open_account

MOST_TRIES = 10
TRIES_LIFE_SECONDS = 3600
TOO_MANY = gettext_lazy("Too many tries for this number. Look at the code again, or ask for a new one.")


def _is_few(employee_no: str) -> bool:
    # Only wrong codes are counted: a right one holds fifty random bits, is no guess, and opens the door after any
    # number of wrong ones. Otherwise anybody could keep a person out by typing nonsense under her number.
    key = f"start-code:{employee_no.strip().upper()[:40]}"
    cache.add(key, 0, TRIES_LIFE_SECONDS)
    try:
        return cache.incr(key) <= MOST_TRIES
    except ValueError:  # the entry ended between the two calls
        return True


@sensitive_post_parameters("password", "again", "code")
@never_cache
@require_http_methods(["GET", "POST"])
def start_code(request: HttpRequest) -> HttpResponse:
    """Open one's account with a start code and a password of one's own."""
    form = StartCodeForm(request.POST or None, initial={"employee_no": request.GET.get("number", "")[:40]})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            user = accounts.use_code(
                employee_no=data["employee_no"], code=data["code"], password=data["password"], at=clock.now()
            )
        except ValidationError as error:
            form.add_error("password", error)
        except Refusal as refusal:
            form.add_error(None, refusal.message if _is_few(data["employee_no"]) else TOO_MANY)
        else:
            return perform_login(request, user)  # the second factor of the account is still asked for
    return render(request, "people/start_code.html", {"form": form})


@login_required
@require_POST
@never_cache
def hand_out(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand out a start code; it is shown once, on this page only."""
    now = clock.now()
    person = get_person_for(request.user, public_id, day=clock.local_day(now))
    if not may_open_account(request.user, person, at=now):
        raise PermissionDenied
    code = accounts.hand_out_code(person, actor=request.user, at=now)
    messages.info(request, _("Write the code down now. It is not shown again."))
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    context = {"person": person, "code": f"{code[:5]}-{code[5:]}", "back": back}
    return render(request, "people/code_handed_out.html", context)
