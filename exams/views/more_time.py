"""More time for those who sit: given to one, to several, to all, or for a time in which a device was not heard."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from core import clock
from core.errors import Refusal
from exams.actions import extensions
from exams.forms.proctor import ExtensionForm
from exams.models import Attempt, Incident
from exams.queries.contacts import SILENCE
from exams.views.proctor import back_to_roster, proctored


@login_required
@require_POST
def extend(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give one candidate, those who are ticked, or all who sit more time, with a reason."""
    held = proctored(request, public_id)
    form, now = ExtensionForm(request.POST), clock.now()
    chosen = Attempt.objects.filter(sitting=held)
    if request.POST.get("whom") != "all":
        chosen = chosen.filter(public_id__in=request.POST.getlist("attempt"))
        if not chosen.exists():
            messages.error(request, _("Tick at least one person who sits. Nobody was given time."))
            return back_to_roster(request, public_id)
    if not form.is_valid():
        messages.error(request, _("Give the minutes, 1 to 60, and a reason."))
        return back_to_roster(request, public_id)
    try:
        if "whom" in request.POST:
            count = extensions.extend_all(held, chosen, actor=request.user, at=now, **form.cleaned_data)
            text = ngettext(
                "%(count)d candidate has more time now.", "%(count)d candidates have more time now.", count
            )
            messages.success(request, text % {"count": count})
        else:
            extensions.extend(chosen[0], actor=request.user, at=now, **form.cleaned_data)
            messages.success(request, _("The candidate has more time now."))
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return back_to_roster(request, public_id)


@login_required
@require_POST
def make_good(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give a candidate the time in which the device was not heard."""
    held = proctored(request, public_id)
    silences = Incident.objects.filter(sitting=held, kind=SILENCE, attempt__isnull=False, began_at__isnull=False)
    silence = get_object_or_404(silences.select_related("attempt__person"), pk=request.POST.get("silence") or 0)
    try:
        extensions.make_good(silence, actor=request.user, at=clock.now())
        messages.success(request, _("The candidate has more time now."))
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return back_to_roster(request, public_id)
