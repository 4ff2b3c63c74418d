"""Conditions of a sitting: set by staff, and told to whoever does not meet them."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from core import clock
from core.client_address import client_address
from core.errors import Refusal
from exams.actions import conditions as actions
from exams.domain.networks import is_inside
from exams.domain.safe_browser import Keys, Proof
from exams.forms.conditions import ConditionsForm, SettingsFileForm
from exams.models import Attempt, Exam, Sitting
from exams.permissions.conditions import may_set_conditions
from exams.permissions.sittings import get_sitting_for
from exams.queries.places import Place, keys_of

CONFIG_HEADER, BROWSER_HEADER = "X-SafeExamBrowser-ConfigKeyHash", "X-SafeExamBrowser-RequestHash"
PROVED = "safe_browser"  # of the session: by sitting, the fingerprint of the keys that the script proved


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def conditions(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show and set from where a sitting is sat."""
    now = clock.now()
    day = clock.local_day(now)
    sitting = get_sitting_for(request.user, public_id, day=day)
    if not may_set_conditions(request.user, sitting, day=day):
        raise PermissionDenied
    if sitting.mode == "paper":
        raise Http404
    form = ConditionsForm(
        request.POST or None, initial={name: getattr(sitting, name) for name in ConditionsForm.NAMES}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_conditions(sitting, actor=request.user, at=now, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The conditions are set."))
            return redirect("exams:sitting", public_id=public_id)
    address = client_address(request)
    context = {
        "sitting": sitting,
        "form": form,
        "address": address,
        "site": request.build_absolute_uri("/"),
        "is_inside": is_inside(address, ranges=sitting.networks),
        "file_form": SettingsFileForm(),
    }
    return render(request, "exams/conditions.html", context)


@login_required
@never_cache
@require_POST
def settings_file(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send a settings file of Safe Exam Browser that opens the sitting, and take its key."""
    now = clock.now()
    day = clock.local_day(now)
    sitting = get_sitting_for(request.user, public_id, day=day)
    if not may_set_conditions(request.user, sitting, day=day):
        raise PermissionDenied
    form = SettingsFileForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The password to quit is too long."))
        return redirect("exams:sitting_conditions", public_id=public_id)
    path = reverse("exams:introduction", args=[sitting.exam.public_id])
    try:
        file = actions.make_settings_file(
            sitting,
            start_url=request.build_absolute_uri(f"{path}?sitting={sitting.public_id}"),
            quit_password=form.cleaned_data["quit_password"],
            actor=request.user,
            at=now,
        )
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("exams:sitting", public_id=public_id)
    name = f"{sitting.exam.code}-{sitting.public_id}.seb"
    return FileResponse(BytesIO(file.content), as_attachment=True, filename=name, content_type="application/seb")


def outside(request: HttpRequest, sitting: Sitting, *, exam: Exam, back: str) -> HttpResponse:
    """Say that this device is in none of the networks, and what to do; `back` is where it is tried again."""
    context = {"sitting": sitting, "exam": exam, "address": client_address(request), "back": back}
    return render(request, "exams/outside.html", context, status=403)


def is_in_safe_browser(request: HttpRequest, sitting_id: int, keys: Keys) -> bool:
    """Tell whether a request proves the keys of a sitting by its headers, or its session did so by the script.

    Headers count for the address of this request, as the site itself is seen; one that does not hold is no proof,
    whatever the session says. Without keys every browser is right.
    """
    if not keys.are_asked:
        return True
    told = Proof(request.headers.get(CONFIG_HEADER, ""), request.headers.get(BROWSER_HEADER, ""))
    if told.is_told:
        return keys.are_proved(told, url=request.build_absolute_uri())
    return request.session.get(PROVED, {}).get(str(sitting_id)) == keys.fingerprint


def shut_out(request: HttpRequest, attempt: Attempt) -> HttpResponse | None:
    """Return what is shown instead of a paper that stays shut for who asks; None where it opens."""
    sitting = attempt.sitting
    if sitting is None:
        return None
    if not is_inside(client_address(request), ranges=sitting.networks):
        return outside(request, sitting, exam=attempt.exam, back=request.path)
    if not is_in_safe_browser(request, sitting.pk, keys_of(sitting)):
        return redirect("exams:safe_browser", public_id=sitting.public_id)
    return None


def note_unmet(request: HttpRequest, place: Place | None, *, at: datetime) -> None:
    """Keep as signals what the request that brought answers does not meet; the answers are kept in any case."""
    if place is not None:
        proved = is_in_safe_browser(request, place.sitting_id, place.keys)
        actions.note_unmet(place, address=client_address(request), in_safe_browser=proved, at=at)
