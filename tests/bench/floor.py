"""The least a save and a page can be in Django: session, account, ownership, one upsert, commit."""

import json

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.urls import path

PAGE = """<!doctype html><html lang="zh-Hans"><title>x</title><main>{% for row in rows %}<fieldset><legend>{{ row }}
</legend>{% for option in options %}
<label><input type="radio" name="q{{ row }}" value="{{ option }}"> {{ option }}</label>
{% endfor %}</fieldset>{% endfor %}</main></html>"""
LESSON = """{% load wagtailcore_tags %}<!doctype html><html lang="zh-Hans"><title>{{ page.title }}</title><main>
<h1>{{ page.title }}</h1>{% for block in page.body %}{% include_block block %}{% endfor %}</main></html>"""

django.setup()
from courses.models import LessonPage  # noqa: E402 -- models need the set-up

settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "allauth" not in name]
application = WSGIHandler()
template = engines["django"].from_string(PAGE)
bare_lesson = engines["django"].from_string(LESSON)


def save(request: HttpRequest) -> JsonResponse:
    """Store one value of one's own row."""
    owner = request.user.pk
    body = json.loads(request.body)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM bench_attempt WHERE owner = %s FOR UPDATE", [owner])
        row = cursor.fetchone()
        cursor.execute(
            "INSERT INTO bench_answer (attempt, position, value) VALUES (%s, %s, %s)"
            " ON CONFLICT (attempt, position) DO UPDATE SET value = excluded.value",
            [row[0], body["position"], json.dumps(body["value"])],
        )
    return JsonResponse({"saved": body["position"]})


def page(request: HttpRequest) -> HttpResponse:
    """Show fifty questions from no database but session and account."""
    assert request.user.is_authenticated
    return HttpResponse(template.render({"rows": range(50), "options": ["a", "b", "c", "d"]}, request))


def lesson(request: HttpRequest, key: int) -> HttpResponse:
    """Show a lesson as Wagtail shows it by itself: its row, its blocks, and nothing of ours around them."""
    assert request.user.is_authenticated
    return HttpResponse(bare_lesson.render({"page": LessonPage.objects.get(pk=key)}, request))


urlpatterns = [path("save", save), path("page", page), path("lesson/<int:key>", lesson)]
