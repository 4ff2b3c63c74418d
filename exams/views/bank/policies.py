"""Exams as policy, with their blueprints checked against the bank while they are written."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from core import clock
from core.errors import Refusal
from courses.permissions import keeps_all
from exams.actions import policies as actions
from exams.domain.form_tree import Tree, read_tree, with_row_changed
from exams.forms.blueprint import new_section, read_blueprint, row_fields, section_fields
from exams.forms.picking import PICKED, picked_codes, picked_fields, sought, with_picked
from exams.forms.policies import PolicyForm
from exams.item_types.catalogue import TYPE_LABELS
from exams.models import Exam, FixedItem, Item
from exams.models.bank import LEVEL_LABELS
from exams.permissions import get_kept_exam, kept_areas, kept_courses, kept_exams, may_write_exam
from exams.queries.picking import approved_hits, picked_wordings
from exams.queries.policies import for_policies, shortage_words
from exams.views.bank.listing import PAGE_SIZE, ask_for_bank
from people.models import User

ROOT = "r"


@login_required
@never_cache
@require_GET
def policies(request: HttpRequest) -> HttpResponse:
    """List the exams that one keeps."""
    day = clock.local_day(clock.now())
    ask_for_bank(request.user, day=day)
    exams = for_policies(kept_exams(request.user, day=day))
    page = Paginator(exams, PAGE_SIZE).get_page(request.GET.get("page"))
    may_write = kept_areas(request.user, day=day).exists()
    return render(request, "exams/bank/policies.html", {"page": page, "may_write": may_write})


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write a new exam."""
    day = clock.local_day(clock.now())
    ask_for_bank(request.user, day=day)
    if not kept_areas(request.user, day=day).exists():
        raise PermissionDenied
    return _policy(request, None, day=day)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def policy(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change an exam: what holds for attempts that begin from now on."""
    day = clock.local_day(clock.now())
    exam = get_kept_exam(request.user, public_id, day=day)
    if not may_write_exam(request.user, exam, day=day):
        raise PermissionDenied
    return _policy(request, exam, day=day)


def _policy(request: HttpRequest, exam: Exam | None, *, day: date) -> HttpResponse:
    form = PolicyForm(
        request.POST or None,
        instance=Exam.objects.get(pk=exam.pk) if exam is not None else None,
        courses=kept_courses(request.user, day=day),
        is_course_free=keeps_all(request.user, day=day),
    )
    if request.method == "GET":
        lacking = shortage_words(actions.shortages(exam)) if exam is not None else []
        return _shown(request, exam, form, _stored(exam), day=day, lacking=lacking)
    tree = _typed(request)
    areas = dict(kept_areas(request.user, day=day).values_list("code", "pk"))
    fixed = picked_wordings(_pickable(request.user, exam, day=day), picked_codes(tree))
    is_valid = form.is_valid()
    minutes = form.cleaned_data.get("time_limit_minutes")
    blueprint, faults = read_blueprint(tree, areas=areas, fixed=fixed, minutes=minutes)
    if not is_valid or faults or not {"save", "check"}.intersection(request.POST):
        is_building = "row" in request.POST or "pick" in request.POST
        return _shown(request, exam, form, tree, day=day, faults=[] if is_building else faults)
    if "save" in request.POST:
        try:
            saved = actions.save(exam, form.policy(), blueprint, actor=request.user, at=clock.now())
        except Refusal as refusal:
            form.add_error(None, refusal.message)
            lacking = shortage_words(refusal.data.get("shortages", []))
            return _shown(request, exam, form, tree, day=day, lacking=lacking)
        messages.success(request, _("The exam is saved. Attempts that began before keep what they began with."))
        return redirect("exams:policy", public_id=saved.public_id)
    lacking = shortage_words(actions.checked(exam, form.policy(), blueprint))
    return _shown(request, exam, form, tree, day=day, lacking=lacking, is_checked=True)


def _pickable(user: User, exam: Exam | None, *, day: date) -> QuerySet[Item]:
    """Return the items that one may fix in an exam: those one writes, and those that are fixed in it already."""
    own = Q(area__in=kept_areas(user, day=day).values("pk"))
    return Item.objects.filter(own | Q(pk__in=FixedItem.objects.filter(exam=exam).values("item")))


def _stored(exam: Exam | None) -> Tree:
    if exam is None:
        return {}
    rows = exam.blueprint.select_related("area").order_by("pk")
    codes = exam.fixed_items.order_by("pk").values_list("item__code", flat=True)
    return {
        "sections": section_fields(exam.sections.order_by("place")),
        "rows": row_fields(rows),
        PICKED: picked_fields(codes),
    }


def _shown(
    request: HttpRequest, exam: Exam | None, form: PolicyForm, tree: Tree, *, day: date, **said: Any
) -> HttpResponse:
    areas = kept_areas(request.user, day=day)
    codes = picked_codes(tree)
    context = {
        "exam": exam,
        "form": form,
        "areas": areas.order_by("code"),
        "types": TYPE_LABELS,
        "levels": LEVEL_LABELS,
        "rows": tree.get("rows") or [{}],
        "sections": tree.get("sections") or [],
        "picked": picked_wordings(_pickable(request.user, exam, day=day), codes),
        "find": sought(tree),
        "hits": approved_hits(Item.objects.filter(area__in=areas.values("pk")), sought(tree), without=codes),
    }
    return render(request, "exams/bank/policy.html", {**context, **said})


def _typed(request: HttpRequest) -> Tree:
    try:
        tree = read_tree(dict(request.POST.lists()), root=ROOT)
    except ValueError as error:
        raise PermissionDenied from error  # no screen of ours sends such names
    verb, _colon, path = request.POST.get("row", "").partition(":")
    path = path.removeprefix(f"{ROOT}.")
    with_row_changed(tree, f"{verb}:{path}", new=new_section(tree) if path == "sections" else None)
    return with_picked(tree, request.POST.get("pick", ""))
