"""The page before a sitting that is sat in Safe Exam Browser: says what to do, and hears what the script proves."""

from __future__ import annotations

import secrets

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from exams.domain.safe_browser import Proof
from exams.enums import AttemptState
from exams.models import Attempt, Candidate, Sitting
from exams.queries.places import keys_of
from exams.views.conditions import PROVED, is_in_safe_browser

NONCE = "safe_browser_nonce"


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def safe_browser(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say how the sitting is opened, and take the proof that the script of this page posts; who has it goes on.

    The address of the page holds a number that is made for this session and used once: what Safe Exam Browser says of
    it is worth nothing elsewhere or later.
    """
    own = Candidate.objects.filter(person__user=request.user).select_related("sitting__exam", "sitting__location")
    sitting = get_object_or_404(own, sitting__public_id=public_id).sitting
    back = _back(request, sitting)
    if is_in_safe_browser(request, sitting.pk, keys_of(sitting)):
        return redirect(back)
    nonce = request.session.get(NONCE) or secrets.token_urlsafe(16)
    request.session[NONCE] = nonce
    is_its_page = request.GET.get("n") == nonce
    if request.method == "POST":
        return (
            _heard(request, sitting, back=back) if is_its_page else _untold(_("This page is too old. Reload it."))
        )
    if not is_its_page:
        return redirect(f"{request.path}?n={nonce}")
    return render(
        request, "exams/safe_browser.html", {"sitting": sitting, "exam": sitting.exam, "back": back}, status=403
    )


def _back(request: HttpRequest, sitting: Sitting) -> str:
    """Return where the exam goes on: the paper that is open, else the page before the start."""
    running = Attempt.objects.filter(person__user=request.user, sitting=sitting, state=AttemptState.OPEN).first()
    if running is not None:
        return reverse("exams:attempt", args=[running.public_id])
    return f"{reverse('exams:introduction', args=[sitting.exam.public_id])}?sitting={sitting.public_id}"


def _heard(request: HttpRequest, sitting: Sitting, *, back: str) -> JsonResponse:
    """Remember a proof in the session, until a key of the sitting changes."""
    keys, url = keys_of(sitting), request.build_absolute_uri()
    if request.POST.get("url", "").partition("#")[0] != url:
        return _untold(_("The site takes this page to be at %(url)s. Tell the administrator.") % {"url": url})
    told = Proof(request.POST.get("config_key", ""), request.POST.get("browser_exam_key", ""))
    if not keys.are_proved(told, url=url):
        return _untold(_("This Safe Exam Browser is not opened with the settings of this sitting."))
    request.session[PROVED] = {**request.session.get(PROVED, {}), str(sitting.pk): keys.fingerprint}
    del request.session[NONCE]
    return JsonResponse({"next": back})


def _untold(message: str) -> JsonResponse:
    return JsonResponse({"message": message}, status=422)
