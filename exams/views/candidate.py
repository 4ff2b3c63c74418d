"""What a candidate opens: list, introduction, start, paper, summary, result."""

from __future__ import annotations

from base64 import b64encode
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from core import clock
from core.client_address import client_address
from core.errors import Refusal
from exams.actions import attempts, contacts
from exams.actions.eligibility import refuse_elsewhere
from exams.domain import pen
from exams.domain.answer_file import key_of
from exams.enums import AttemptState
from exams.errors.conditions import OutsideNetwork, OutsideSafeBrowser
from exams.item_types.registry import item_type
from exams.models import Candidate
from exams.permissions.candidates import (
    get_exam_to_start,
    get_own_attempt,
    get_own_result,
    visible_exams,
)
from exams.queries.accommodations import in_force_for
from exams.queries.asked import asked_of
from exams.queries.attempts import (
    current_score,
    form_items,
    is_overdue,
    questions,
    standing_answers,
    standing_values,
)
from exams.queries.chances import chances_in
from exams.queries.contacts import call_of
from exams.queries.mine import exams_of, sittings_of
from exams.queries.parts import parts_of
from exams.queries.places import keys_of, place_of
from exams.queries.results import appeals_to, explained, is_released, short_sections
from exams.queries.rulings import approved_at, approved_of
from exams.queries.sections import open_items, timed_sections
from exams.queries.standing import standing_of
from exams.queries.uncounted import uncounted_of
from exams.views import plain_form
from exams.views.conditions import is_in_safe_browser, note_unmet, outside, shut_out
from exams.views.devices import device_of, elsewhere, named, remember
from exams.views.pictures import pictures_of
from exams.views.sections import between, upcoming
from people.models import Person


@login_required
@never_cache
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """List my exams and my sittings."""
    person = Person.objects.filter(user=request.user).first()
    now = clock.now()
    day = clock.local_day(now)
    exams = list(visible_exams(request.user, day=day).order_by("code"))
    context = {
        "rows": exams_of(person, exams=exams, at=now) if person is not None else [],
        "sittings": sittings_of(person, at=now) if person is not None else [],
        "person": person,
        "accommodation": in_force_for(person, day=day),
    }
    return render(request, "exams/mine.html", context)


def _candidate_of(request: HttpRequest, sitting_id: str) -> Candidate | None:
    """Return one's place on the roster of the sitting named; None when none is named."""
    if not sitting_id:
        return None
    own = Candidate.objects.filter(person__user=request.user).select_related("sitting__location")
    return get_object_or_404(own, sitting__public_id=sitting_id)


@login_required
@never_cache
@require_GET
def introduction(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the rules of an exam before it starts; names the device, so that a start sent twice comes from one."""
    now = clock.now()
    day = clock.local_day(now)
    exam, blueprint = get_exam_to_start(request.user, public_id, day=day)
    candidate = _candidate_of(request, request.GET.get("sitting", ""))
    sitting = candidate.sitting if candidate is not None else None
    try:
        standing = standing_of({"user": request.user.pk}, exam=exam, at=now)
    except Person.DoesNotExist as error:
        raise Http404 from error
    chances = chances_in(standing, exam)
    is_ruled = any(attempt.is_void or attempt.grant is not None for attempt in standing.attempts)
    context = {
        "exam": exam,
        "rulings": approved_at(exam, standing.person) if is_ruled else [],
        "chances": chances,
        "is_running": any(attempt.state == "open" for attempt in standing.attempts),
        "may_begin": chances.may_begin(at=now),
        "sitting": sitting,
        "asked": asked_of(blueprint, sitting),
        "accommodation": in_force_for(standing.person, day=day) if standing.accommodation_id else None,
    }
    return remember(render(request, "exams/introduction.html", context), request, named(request))


@login_required
@require_POST
def start(request: HttpRequest, public_id: str) -> HttpResponse:
    """Begin, or go on with, an attempt."""
    now = clock.now()
    exam, blueprint = get_exam_to_start(request.user, public_id, day=clock.local_day(now))
    candidate = _candidate_of(request, request.POST.get("sitting", ""))
    sitting = candidate.sitting if candidate is not None else None
    device = named(request)
    try:
        attempt = attempts.start_by(
            {"user": request.user.pk},
            exam=exam,
            actor=request.user,
            at=now,
            sitting=sitting,
            candidate=candidate,
            code=request.POST.get("code", ""),
            blueprint=blueprint,
            device=device,
            address=client_address(request),
            in_safe_browser=sitting is None or is_in_safe_browser(request, sitting.pk, keys_of(sitting)),
        )
    except Person.DoesNotExist as error:
        raise Http404 from error
    except Refusal as refusal:
        query = f"?sitting={sitting.public_id}" if sitting is not None else ""
        back = f"{request.path.removesuffix('start/')}{query}"
        if sitting is not None and isinstance(refusal, OutsideNetwork):
            return outside(request, sitting, exam=exam, back=back)
        if sitting is not None and isinstance(refusal, OutsideSafeBrowser):
            return redirect("exams:safe_browser", public_id=sitting.public_id)
        messages.error(request, refusal.message)
        return redirect(back)
    return remember(redirect("exams:attempt", public_id=attempt.public_id), request, device)


@login_required
@never_cache
@require_GET
def attempt(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the paper, of timed sections the open one; an attempt that is over leads to its result."""
    run = get_own_attempt(request.user, public_id, "form")
    now = clock.now()
    if run.state != "open" or is_overdue(run, at=now):
        attempts.close_overdue(run, at=now)
        return redirect("exams:result", public_id=run.public_id)
    if (shut := shut_out(request, run)) is not None:
        return shut
    device = named(request)
    if not pen.holds(device, pen=run.device):
        return elsewhere(request, run, device)
    contacts.opened(run, at=now)
    sections = timed_sections(run)
    if sections is not None and sections.is_over(at=now):
        return between(request, run, sections, device=device)
    held = standing_answers(run)
    values = {position: value for position, value, _sequence in held}
    items = open_items(form_items(run), sections)
    context = {
        "attempt": run,
        "sections": sections,
        "ends_at": sections.ends_at if sections is not None else run.deadline_at,
        "parts": parts_of(run.form, items, questions(run, items=items, values=values)),
        "newest": max((sequence for _position, _value, sequence in held), default=0),
        "now": now,
        "pictures": pictures_of(run),
        "device": device,
        "seal": b64encode(key_of(run.public_id, secret=settings.SECRET_KEY)).decode(),
    }
    return remember(render(request, "exams/attempt.html", context), request, device)


@login_required
@require_POST
def answers(request: HttpRequest, public_id: str) -> HttpResponse:
    """Save the whole paper as a plain form, for browsers in which the script does not run."""
    run, received_at = get_own_attempt(request.user, public_id, "form"), clock.now()
    try:
        plain_form.keep(request, run, received_at=received_at)
        note_unmet(request, place_of(run), at=received_at)
        if not pen.holds(device_of(request), pen=run.device):
            contacts.other_device_wrote(call_of(run), device=device_of(request), at=received_at)
        refuse_elsewhere(run, device=device_of(request))
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("exams:attempt", public_id=run.public_id)
    return redirect("exams:summary", public_id=run.public_id)


@login_required
@never_cache
@require_GET
def summary(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what is answered and what is not, before the paper is handed in, or one of its timed sections ended."""
    run, now = get_own_attempt(request.user, public_id, "form"), clock.now()
    if run.state != "open":
        return redirect("exams:result", public_id=run.public_id)
    if (shut := shut_out(request, run)) is not None:
        return shut
    sections = timed_sections(run)
    is_over = sections is not None and sections.is_over(at=now)
    if sections is not None and is_over and sections.following is not None:
        return redirect("exams:attempt", public_id=run.public_id)
    values = standing_values(run)
    rows = [
        {
            "position": row.position,
            "stem": row.version.stem,
            "is_answered": item_type(row.version.item_type).is_answered(
                row.version.body, values.get(row.position)
            ),
        }
        for row in open_items(form_items(run), sections)
    ]
    context = {
        "attempt": run,
        "rows": rows,
        "unanswered": [row for row in rows if not row["is_answered"]],
        "sections": sections,
        "is_over": is_over,
        "next": upcoming(run, sections) if sections is not None else None,
    }
    return render(request, "exams/summary.html", context)


@login_required
@require_POST
def submit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand the paper in."""
    run = get_own_attempt(request.user, public_id, "person", "form")
    try:
        attempts.submit(run, actor=request.user, at=clock.now(), device=device_of(request))
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("exams:result", public_id=run.public_id)


@login_required
@never_cache
@require_GET
def result(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show receipt, decision and, once released, explanations."""
    run, is_ruled = get_own_result(request.user, public_id)
    now = clock.now()
    attempts.close_overdue(run, at=now)
    if run.state == "open":
        return redirect("exams:attempt", public_id=run.public_id)
    released = is_released(run, at=now)
    marked = current_score(run)
    is_void = run.state == AttemptState.VOID
    score = marked if released and not is_void else None
    appeals = appeals_to(run)
    context = {
        "attempt": run,
        "score": score,
        "rows": explained(run, score) if score is not None else [],
        "rulings": approved_of(run) if is_ruled else [],
        "waits_for_marker": marked is None,
        "uncounted": uncounted_of(run),
        "short_sections": short_sections(run, score) if score is not None else [],
        "appeals": appeals,
        "appeal_waits": any(appeal.decided_at is None for appeal in appeals),
        "may_appeal": score is not None and now <= score.marked_at + timedelta(days=run.exam.appeal_days),
        "pictures": pictures_of(run),
    }
    return render(request, "exams/result.html", context)
