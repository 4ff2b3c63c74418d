"""Pictures of pages, for everybody; documents have a view of their own, which asks who wants them."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.static import serve

from library.views.ranges import with_ranges

PICTURES = ("images/", "original_images/")


@cache_control(public=True, max_age=86400)
@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Send a picture; 404 for what is not there, lies outside, or is no picture. Parts on request."""
    if not path.startswith(PICTURES):
        raise Http404
    return with_ranges(request, serve(request, path, document_root=settings.MEDIA_ROOT))
