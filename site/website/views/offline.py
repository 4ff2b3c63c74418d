"""What a phone needs to go on without a network: the worker, the page it shows then, and the name of the app."""

from __future__ import annotations

import json
import re
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

WORKER_PARTS = ("js/worker/queue.js", "js/worker/pages.js", "js/worker/main.js")
# What the offline page and an open paper need; all else comes along with the pages that are kept.
PAPER = (
    "attempt",
    "board",
    "clock",
    "journal",
    "sealed",
    "sender",
    "signals",
    "signin",
    "store",
    "questions/modules",
)
QUESTIONS = (
    "branching",
    "case",
    "fill_in",
    "hazard_spotting",
    "matching",
    "multiple_choice",
    "numeric",
    "ordering",
    "short_answer",
    "single_choice",
    "spot_list",
    "spot_marks",
    "true_false",
)
FILES = (
    "css/tokens.css",
    "css/base.css",
    "css/components.css",
    "css/lists.css",
    "css/print.css",
    "img/mark.svg",
    "js/connection.js",
    "js/offline.js",
    *(f"exams/{name}.js" for name in PAPER),
    *(f"exams/questions/{name}.js" for name in QUESTIONS),
)
ICONS = (("img/icon-192.png", "192x192", "any"), ("img/icon-512.png", "512x512", "any"),
         ("img/icon-maskable-512.png", "512x512", "maskable"))  # fmt: skip
GROUND, HEAT = "#f6f4ef", "#a3301c"  # as in css/tokens.css


def _source(name: str) -> str:
    found = finders.find(name)
    if not isinstance(found, str):
        raise Http404(name)
    return Path(found).read_text(encoding="utf-8")


def _release() -> str:
    """Return what changes with any static file: the hash of the manifest, or of the files where there is none."""
    manifest: str = getattr(staticfiles_storage, "manifest_hash", "")
    return manifest or sha256("".join(map(_source, (*WORKER_PARTS, *FILES))).encode()).hexdigest()[:12]


def _worker() -> str:
    learning, attempts = reverse("courses:mine"), reverse("exams:attempt", args=["-"]).removesuffix("-/")
    facts = {
        "release": _release(),
        "files": [static(name) for name in FILES],
        "offline": {"zh": reverse("website:offline", args=["zh"]), "en": reverse("website:offline", args=["en"])},
        "lesson": rf"^{re.escape(learning)}[^/]+/\d+/$",
        "attempt": rf"^{re.escape(attempts)}[^/]+/$",
        "signOut": reverse("account_logout"),
        "authoring": reverse("wagtailadmin_home"),
    }
    return "\n".join([f"const SETTINGS = {json.dumps(facts)};", *map(_source, WORKER_PARTS)])


_worker_of_this_release = cache(_worker)


@cache_control(no_cache=True)
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Send the service worker, from the root so that it may serve every page."""
    text = _worker() if settings.DEBUG else _worker_of_this_release()
    return HttpResponse(text, content_type="text/javascript; charset=utf-8")


@cache_control(public=True, max_age=3600)
@require_safe
def offline(request: HttpRequest, language: str) -> HttpResponse:
    """Show what still works without a network, in one of the two languages; the same for everybody."""
    request.user = AnonymousUser()
    with translation.override({"zh": "zh-hans", "en": "en"}[language]):
        return render(request, "website/offline.html")


@cache_control(public=True, max_age=3600)
@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """Name the app, so that phones can install it."""
    icons = [
        {"src": static(name), "sizes": size, "type": "image/png", "purpose": use} for name, size, use in ICONS
    ]
    facts = {
        "name": settings.WAGTAIL_SITE_NAME,
        "short_name": "安暖",
        "description": _("Annuan: safety training and examination for district heating"),
        "lang": translation.get_language(),
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": GROUND,
        "theme_color": HEAT,
        "icons": icons,
    }
    return JsonResponse(facts, content_type="application/manifest+json")
