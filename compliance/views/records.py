"""What is on file of one person: learning, and how exams came out, page by page and as files."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from compliance.exports import records as sheets
from core import clock
from core.sheets import table_answer
from courses.permissions import visible_enrolments
from courses.queries.record import learning_of
from exams.permissions import visible_attempts
from exams.permissions.results import may_see_scores
from exams.queries.outcomes import attempts_of, outcomes
from people.actions import exports
from people.models import Person, User
from people.permissions import get_person_for

PAGE_SIZE = 25
NEWEST = 5


@login_required
@never_cache
@require_GET
def learning(request: HttpRequest, public_id: str) -> HttpResponse:
    """List the courses that a person takes or took, the newest first."""
    day = clock.local_day(clock.now())
    someone = get_person_for(request.user, public_id, day=day)
    page = Paginator(learning_of(someone, visible_enrolments(request.user, day=day)), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    return render(request, "compliance/person_learning.html", {"person": someone, "page": page, "day": day})


@login_required
@never_cache
@require_GET
def exams(request: HttpRequest, public_id: str) -> HttpResponse:
    """List the attempts of a person with their released results, the newest first."""
    now = clock.now()
    day = clock.local_day(now)
    someone = get_person_for(request.user, public_id, day=day)
    page = Paginator(attempts_of(someone, visible_attempts(request.user, day=day)), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    with_percent = may_see_scores(request.user, someone, day=day)
    rows = outcomes(page.object_list, with_percent=with_percent, at=now)
    context = {"person": someone, "page": page, "rows": rows, "with_percent": with_percent}
    return render(request, "compliance/person_exams.html", context)


@login_required
@never_cache
@require_GET
def learning_file(request: HttpRequest, public_id: str, kind: str) -> FileResponse:
    """Send the whole list of courses, and note that it was taken."""
    now = clock.now()
    day = clock.local_day(now)
    someone = get_person_for(request.user, public_id, day=day)
    found = list(learning_of(someone, visible_enrolments(request.user, day=day)))
    exports.note_record(someone, what="learning", count=len(found), actor=request.user, at=now)
    name, columns, rows = f"learning-{day}", sheets.learning_columns(), sheets.learning_rows(found)
    return table_answer(name, kind=kind, title=_("Learning"), columns=columns, rows=rows)


@login_required
@never_cache
@require_GET
def exams_file(request: HttpRequest, public_id: str, kind: str) -> FileResponse:
    """Send all attempts, and note that they were taken."""
    now = clock.now()
    day = clock.local_day(now)
    someone = get_person_for(request.user, public_id, day=day)
    with_percent = may_see_scores(request.user, someone, day=day)
    found = list(attempts_of(someone, visible_attempts(request.user, day=day)))
    rows = sheets.exam_rows(outcomes(found, with_percent=with_percent, at=now), with_percent=with_percent)
    exports.note_record(someone, what="exams", count=len(found), actor=request.user, at=now)
    columns = sheets.exam_columns(with_percent=with_percent)
    return table_answer(f"exams-{day}", kind=kind, title=_("Exams"), columns=columns, rows=rows)


def newest(user: User, person: Person, *, at: datetime) -> dict[str, Any]:
    """Return the newest of both lists for the person's own page, and how many there are. Cost: six queries."""
    day = clock.local_day(at)
    enrolments = learning_of(person, visible_enrolments(user, day=day))
    attempts = attempts_of(person, visible_attempts(user, day=day))
    with_percent = may_see_scores(user, person, day=day)
    found = outcomes(attempts[:NEWEST], with_percent=with_percent, at=at)
    return {
        "learning": {"count": enrolments.count(), "rows": enrolments[:NEWEST]},
        "exams": {"count": attempts.count(), "rows": found, "with_percent": with_percent},
    }
