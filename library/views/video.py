"""Films and their captions, for whoever may read a lesson that shows them, and for those who keep them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import http_date
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from core import clock
from library.permissions import get_video_for
from library.views.ranges import with_ranges


@login_required
@cache_control(private=True, max_age=3600)
@require_safe
def video(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Send a film, or the part of it that the player asks for."""
    found = get_video_for(request.user, public_id, day=clock.local_day(clock.now()))
    try:
        response = FileResponse(found.file.open("rb"), content_type="video/mp4")
    except FileNotFoundError as error:
        raise Http404 from error
    changed = found.file.storage.get_modified_time(found.file.name)
    response["Last-Modified"] = http_date(changed.timestamp())
    return with_ranges(request, response)


@login_required
@cache_control(private=True, max_age=3600)
@require_safe
def captions(request: HttpRequest, public_id: str, language: str) -> HttpResponse:
    """Send the captions in one language; 404 where there are none."""
    found = get_video_for(request.user, public_id, day=clock.local_day(clock.now()))
    text: str = getattr(found, f"captions_{language}")
    if not text:
        raise Http404
    return HttpResponse(text, content_type="text/vtt; charset=utf-8")
