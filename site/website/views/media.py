"""Pictures of pages, for an installation without a web server in front."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.static import serve

from library.views.ranges import with_ranges


@cache_control(public=True, max_age=86400)
@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Send a file of the public uploads; 404 for what is not there, or lies outside. Parts on request."""
    return with_ranges(request, serve(request, path, document_root=settings.MEDIA_ROOT))
