"""Papers of a sitting: progress, printing, keying, and deciding where two keyings differ."""

from __future__ import annotations

from typing import Any

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import audit, clock
from core.errors import Refusal
from exams.actions import papers as actions
from exams.enums import PaperState
from exams.errors.papers import KeyingRefused
from exams.forms.keying import DecisionForm, KeyingForm
from exams.models import Paper, Sitting
from exams.permissions import get_paper_for, may_key
from exams.permissions.sittings import get_sitting_for
from exams.queries.accommodations import accommodated
from exams.queries.paper_limits import paper_limits
from exams.queries.papers import differing, paper_by_number, paper_rows, paper_standing, printed, printed_all
from exams.views.pictures import pictures_of_paper
from people.models import User

PAGE_SIZE = 50


def _keyed_sitting(request: HttpRequest, public_id: str) -> Sitting:
    day = clock.local_day(clock.now())
    sitting = get_sitting_for(request.user, public_id, day=day)
    if sitting.mode != "paper":
        raise Http404
    if not may_key(request.user, sitting, day=day):
        raise PermissionDenied
    return sitting


def _keyed_paper(request: HttpRequest, public_id: str) -> Paper:
    day = clock.local_day(clock.now())
    paper = get_paper_for(request.user, public_id, day=day)
    if not may_key(request.user, paper.candidate.sitting, day=day):
        raise PermissionDenied
    return paper


@login_required
@never_cache
@require_GET
def progress(request: HttpRequest, public_id: str) -> HttpResponse:
    """List the papers of a sitting and how far each is; a number typed or scanned leads to its paper."""
    sitting = _keyed_sitting(request, public_id)
    text = request.GET.get("number", "")
    if text.strip():
        found = paper_by_number(sitting, text)
        if found is not None:
            return redirect("exams:paper", public_id=found.public_id)
        messages.error(request, _("No paper of this sitting has this number. Look at the top of the sheet."))
    rows = paper_rows(sitting.candidates.order_by("person__employee_no", "pk"))
    counts = {state.value: sum(row.state is state for row in rows) for state in PaperState}
    context = {
        "sitting": sitting,
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "counts": counts,
        "without": sum(row.paper is None for row in rows),
        "printable": sum(row.paper is not None for row in rows),
        "text": text,
        "limits": paper_limits(sitting.exam),
    }
    return render(request, "exams/papers.html", context)


@login_required
@require_POST
def draw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Draw papers for all candidates that have none."""
    sitting = _keyed_sitting(request, public_id)
    try:
        drawn = actions.draw_papers(sitting, actor=request.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("exams:papers", public_id=public_id)
    count = len(drawn.papers)
    text = ngettext("%(count)d paper was drawn.", "%(count)d papers were drawn.", count) % {"count": count}
    messages.success(request, text)
    for candidate, refusal in drawn.refused:
        messages.warning(request, f"{candidate.person.employee_no} {candidate.person.name}: {refusal.message}")
    return redirect("exams:papers", public_id=public_id)


def _code(request: HttpRequest, paper: Paper) -> str:
    """Return a QR code that opens the paper, as the address of a picture."""
    address = request.build_absolute_uri(reverse("exams:paper", args=[paper.public_id]))
    return segno.make(address, error="m").svg_data_uri(scale=3, border=2, dark="#000")


@login_required
@never_cache
@require_GET
def print_sheets(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the papers as they are printed, A4, without any key: all of a sitting or one."""
    sitting = _keyed_sitting(request, public_id)
    papers = Paper.objects.filter(candidate__sitting=sitting).select_related("form", "candidate__person")
    if wanted := request.GET.get("paper"):
        papers = papers.filter(public_id=wanted)
    found = list(papers.order_by("candidate__person__employee_no", "pk"))
    if not found:
        raise Http404
    when = f"{timezone.localtime(sitting.opens_at):%Y-%m-%d %H:%M}"
    note = f"{when} · {sitting.location}" if sitting.location is not None else when
    now = clock.now()
    given = accommodated(sitting, at=now)
    sheets = [
        {
            "paper": paper,
            "who": f"{paper.candidate.person.name} · {paper.candidate.person.employee_no}",
            "note": note,
            "given": given.given_to(paper.candidate.person_id),
            "parts": parts,
            "code": _code(request, paper),
            "pictures": pictures_of_paper(paper),
        }
        for paper, parts in zip(found, printed_all(found), strict=True)
    ]
    audit.record(
        action="exams.papers_shown_for_print",
        actor=request.user,
        target=sitting,
        at=now,
        data={"papers": [paper.number for paper in found]},
    )
    return render(request, "exams/paper_print.html", {"sitting": sitting, "sheets": sheets})


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def paper(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what is next for one paper: key it, wait for the second person, settle differences, or see the result."""
    found = _keyed_paper(request, public_id)
    questions = printed(found)
    form = KeyingForm(request.POST or None, questions=questions)
    if request.method == "POST" and form.is_valid():
        try:
            state = actions.key(found, texts=list(form.texts().values()), actor=request.user, at=clock.now())
        except KeyingRefused as refusal:
            form.mark(refusal.data["faults"])
        except Refusal as refusal:
            messages.error(request, refusal.message)
            return redirect("exams:paper", public_id=public_id)
        else:
            return _after_keying(request, found, state)
    return _paper_page(request, found, keying_form=form)


def _after_keying(request: HttpRequest, found: Paper, state: PaperState) -> HttpResponse:
    if state is PaperState.DIFFERS:
        messages.warning(request, _("The two keyings differ. Take the paper and decide."))
        return redirect("exams:paper", public_id=found.public_id)
    if state is PaperState.DONE:
        messages.success(request, _("Both keyings agree. The result is entered."))
    else:
        messages.success(request, _("Keyed once. Somebody else keys it a second time."))
    return redirect("exams:papers", public_id=found.candidate.sitting.public_id)


def _paper_page(
    request: HttpRequest,
    found: Paper,
    *,
    keying_form: KeyingForm | None = None,
    decision_form: DecisionForm | None = None,
) -> HttpResponse:
    standing = paper_standing(found)
    context: dict[str, Any] = {
        "paper": found,
        "sitting": found.candidate.sitting,
        "standing": standing,
        "own": _is_keyer(request.user, standing.keyings),
        "form": keying_form,
    }
    if standing.state is PaperState.DIFFERS:
        first, second = standing.keyings
        rows = differing(found, first, second)
        form = decision_form or DecisionForm(questions=_at(found, rows))
        context |= {"rows": [(row, form[f"q{row.position}"]) for row in rows], "form": form}
    return render(request, "exams/paper.html", context)


def _is_keyer(user: User, keyings: list[Any]) -> bool:
    return any(keying.keyed_by_id == user.pk for keying in keyings)


def _at(found: Paper, rows: list[Any]) -> list[Any]:
    positions = {row.position for row in rows}
    return [question for question in printed(found) if question.position in positions]


@login_required
@require_POST
def take_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take one's own keying back, as long as it stands alone."""
    found = _keyed_paper(request, public_id)
    try:
        actions.take_back(found, actor=request.user, at=clock.now())
        messages.success(request, _("Your keying is taken back. Key the paper anew."))
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("exams:paper", public_id=public_id)


@login_required
@never_cache
@require_POST
def decide(request: HttpRequest, public_id: str) -> HttpResponse:
    """Settle the differences with the paper in hand."""
    found = _keyed_paper(request, public_id)
    standing = paper_standing(found)
    if standing.state is not PaperState.DIFFERS:
        messages.error(request, _("Nothing is to be decided at this paper."))
        return redirect("exams:paper", public_id=public_id)
    rows = differing(found, *standing.keyings)
    form = DecisionForm(request.POST, questions=_at(found, rows))
    if form.is_valid():
        try:
            actions.decide(
                found, texts=form.texts(), reason=form.cleaned_data["reason"], actor=request.user, at=clock.now()
            )
        except KeyingRefused as refusal:
            form.mark(refusal.data["faults"])
        except Refusal as refusal:
            messages.error(request, refusal.message)
            return redirect("exams:paper", public_id=public_id)
        else:
            messages.success(request, _("The differences are decided. The result is entered."))
            return redirect("exams:papers", public_id=found.candidate.sitting.public_id)
    return _paper_page(request, found, decision_form=form)
