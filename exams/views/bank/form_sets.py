"""Sets of parallel forms of an exam: built, compared, looked at, printed, taken out of use."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import audit, clock
from core.errors import Refusal
from core.sheets import xlsx_answer
from exams.actions import form_sets as actions
from exams.exports.form_sets import comparison_columns, comparison_rows
from exams.forms.form_sets import FormSetForm, WithdrawalForm
from exams.models import PreparedForm
from exams.permissions import get_kept_exam, may_write_exam
from exams.permissions.form_sets import get_form_set_for, get_prepared_form_for
from exams.queries.form_comparison import compare
from exams.queries.form_sets import for_list, sittings_of
from exams.queries.paper_limits import paper_limits
from exams.queries.parts import parts_of
from exams.queries.policies import shortage_words
from exams.queries.prepared_forms import key_of, shown_form
from exams.views.bank.listing import PAGE_SIZE


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def form_sets(request: HttpRequest, public_id: str) -> HttpResponse:
    """List the sets of an exam, and build another one."""
    now = clock.now()
    day = clock.local_day(now)
    exam = get_kept_exam(request.user, public_id, day=day)
    may_write = may_write_exam(request.user, exam, day=day)
    form = FormSetForm(request.POST or None, initial={"name": f"{day:%Y-%m}"})
    lacking: list[str] = []
    if request.method == "POST":
        if not may_write:
            raise PermissionDenied
        if form.is_valid():
            try:
                built = actions.build(exam, **form.cleaned_data, actor=request.user, at=now)
            except Refusal as refusal:
                form.add_error(None, refusal.message)
                lacking = shortage_words(refusal.data.get("shortages", []))
            else:
                messages.success(request, _("The forms are built. Compare them before you use them."))
                return redirect("exams:form_set", public_id=built.public_id)
    page = Paginator(for_list(exam.form_sets.all(), at=clock.now()), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"exam": exam, "page": page, "form": form, "lacking": lacking, "may_write": may_write}
    return render(request, "exams/bank/form_sets.html", {**context, "limits": paper_limits(exam)})


@login_required
@never_cache
@require_GET
def form_set(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the forms of a set beside each other, and the sittings that follow them."""
    day = clock.local_day(clock.now())
    held = get_form_set_for(request.user, public_id, day=day)
    context = {
        "form_set": held,
        "comparison": compare(held),
        "sittings": sittings_of(held),
        "may_write": may_write_exam(request.user, held.exam, day=day),
        "withdrawal_form": WithdrawalForm(),
    }
    return render(request, "exams/bank/form_set.html", context)


@login_required
@never_cache
@require_GET
def form_set_file(request: HttpRequest, public_id: str) -> FileResponse:
    """Send the comparison as a sheet."""
    held = get_form_set_for(request.user, public_id, day=clock.local_day(clock.now()))
    comparison = compare(held)
    return xlsx_answer(
        f"forms-{held.exam.code}-{clock.local_day(held.built_at)}.xlsx",
        title=_("Parallel forms"),
        columns=comparison_columns(comparison),
        rows=comparison_rows(comparison),
    )


@login_required
@never_cache
@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a set out of use, with a reason."""
    now = clock.now()
    day = clock.local_day(now)
    held = get_form_set_for(request.user, public_id, day=day)
    if not may_write_exam(request.user, held.exam, day=day):
        raise PermissionDenied
    try:
        actions.withdraw(held, reason=request.POST.get("reason", "")[:200], actor=request.user, at=now)
        messages.success(request, _("These forms are out of use. They stay on file."))
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("exams:form_set", public_id=public_id)


def _pictures(prepared: PreparedForm) -> str:
    """Return what the addresses of the pictures of a form begin with."""
    return reverse("exams:form_preview", args=[prepared.form_set.public_id, prepared.letter]) + "pictures/"


@login_required
@never_cache
@require_GET
def preview(request: HttpRequest, public_id: str, letter: str) -> HttpResponse:
    """Show one form as a candidate would see it."""
    held = get_prepared_form_for(request.user, public_id, letter, day=clock.local_day(clock.now()))
    rows = shown_form(held)
    context = {
        "prepared": held,
        "form_set": held.form_set,
        "letters": held.form_set.prepared.order_by("letter").values_list("letter", flat=True),
        "parts": parts_of(held.form, [row.row for row in rows], rows),
        "pictures": _pictures(held),
    }
    return render(request, "exams/bank/form_preview.html", context)


@login_required
@never_cache
@require_GET
def print_form(request: HttpRequest, public_id: str, letter: str) -> HttpResponse:
    """Show one form as it is printed, A4; with its key on sheets of their own where that is asked for."""
    now = clock.now()
    held = get_prepared_form_for(request.user, public_id, letter, day=clock.local_day(now))
    rows = shown_form(held)
    with_key = request.GET.get("key") == "yes"
    audit.record(
        action="exams.form_shown_for_print",
        actor=request.user,
        target=held.form_set,
        at=now,
        data={"form": letter, "with_key": with_key},
    )
    context = {
        "prepared": held,
        "form_set": held.form_set,
        "parts": parts_of(held.form, [row.row for row in rows], [row.question for row in rows]),
        "key": key_of(rows) if with_key else [],
        "pictures": _pictures(held),
    }
    return render(request, "exams/bank/form_print.html", context)
