"""Sends pictures of items to those who may see the items."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET

from core import clock
from exams.models import Attempt, ItemPicture, Paper
from exams.permissions import get_paper_for, may_key
from exams.permissions.candidates import get_own_attempt
from exams.permissions.form_sets import get_prepared_form_for
from exams.permissions.pictures import get_picture_for
from exams.queries.pictures import does_form_show
from exams.queries.results import is_released
from exams.queries.sections import timed_sections
from exams.views.conditions import shut_out


def pictures_of(attempt: Attempt) -> str:
    """Return what the addresses of the pictures of an attempt begin with."""
    return reverse("exams:attempt", args=[attempt.public_id]) + "pictures/"


def pictures_of_paper(paper: Paper) -> str:
    """Return what the addresses of the pictures of a paper begin with."""
    return reverse("exams:paper", args=[paper.public_id]) + "pictures/"


def sent(code: str) -> FileResponse:
    """Return the picture of a code; only for doors that know it may be seen."""
    picture = ItemPicture.objects.filter(code=code).first()
    if picture is None:
        raise Http404
    return _sent(picture)


def _sent(picture: ItemPicture) -> FileResponse:
    reply = FileResponse(picture.file.open("rb"), content_type=picture.content_type)
    # A picture never changes, and belongs to whoever is signed in: kept for an hour by this browser alone.
    reply["Cache-Control"] = "private, max-age=3600"
    reply["Content-Disposition"] = "inline"
    return reply


@login_required
@require_GET
def of_attempt(request: HttpRequest, public_id: str, code: str) -> HttpResponseBase:
    """Send a picture of an own paper, of a timed section once it has begun; of an explanation once it is released."""
    run = get_own_attempt(request.user, public_id, "form")
    if run.state == "open" and shut_out(request, run) is not None:
        raise PermissionDenied
    released = run.state != "open" and is_released(run, at=clock.now())
    sections = None if released else timed_sections(run)
    up_to = sections.current.place if sections is not None else None
    if not does_form_show(run.form, code=code, is_released=released, up_to=up_to):
        raise Http404
    return sent(code)


@login_required
@require_GET
def of_paper(request: HttpRequest, public_id: str, code: str) -> HttpResponseBase:
    """Send a picture of a printed paper to those who may print it."""
    day = clock.local_day(clock.now())
    paper = get_paper_for(request.user, public_id, day=day)
    if not may_key(request.user, paper.candidate.sitting, day=day):
        raise PermissionDenied
    if not does_form_show(paper.form, code=code, is_released=False):
        raise Http404
    return sent(code)


@login_required
@require_GET
def of_form(request: HttpRequest, public_id: str, letter: str, code: str) -> HttpResponseBase:
    """Send a picture of a form built beforehand to those who may see the form."""
    held = get_prepared_form_for(request.user, public_id, letter, day=clock.local_day(clock.now()))
    if not does_form_show(held.form, code=code, is_released=True):
        raise Http404
    return sent(code)


@login_required
@require_GET
def of_bank(request: HttpRequest, code: str) -> HttpResponseBase:
    """Send a picture to those who read or keep an item that shows it, and to whoever brought it."""
    return _sent(get_picture_for(request.user, code, day=clock.local_day(clock.now())))
