"""Items that must not meet in one form."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from core import clock
from core.errors import Refusal
from exams.actions import enemies as actions
from exams.domain.form_tree import Tree, read_tree, text_at, with_row_changed
from exams.forms.picking import PICKED, picked_codes, picked_fields, sought, with_picked
from exams.models import EnemyGroup
from exams.permissions import kept_areas, visible_items
from exams.permissions.enemies import get_group_for, own_items, visible_groups, writable_groups
from exams.queries.enemies import group_rows
from exams.queries.picking import approved_hits, picked_wordings
from exams.views.bank.listing import PAGE_SIZE, ask_for_bank

ROOT = "g"


@login_required
@never_cache
@require_GET
def enemies(request: HttpRequest) -> HttpResponse:
    """List the groups that hold items one may read."""
    day = clock.local_day(clock.now())
    ask_for_bank(request.user, day=day)
    groups = visible_groups(request.user, day=day).order_by("-pk")
    page = Paginator(groups, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = group_rows(
        groups.filter(pk__in=[group.pk for group in page.object_list]),
        readable=visible_items(request.user, day=day),
        writable=writable_groups(request.user, day=day),
    )
    context = {"page": page, "rows": rows, "may_write": kept_areas(request.user, day=day).exists()}
    return render(request, "exams/bank/enemies.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Say of some items that they must not meet."""
    day = clock.local_day(clock.now())
    ask_for_bank(request.user, day=day)
    if not kept_areas(request.user, day=day).exists():
        raise PermissionDenied
    return _group(request, None, day=day)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def group(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a group, or let its items meet again."""
    day = clock.local_day(clock.now())
    held = get_group_for(request.user, pk, day=day)
    if not writable_groups(request.user, day=day).filter(pk=held.pk).exists():
        raise PermissionDenied
    return _group(request, held, day=day)


def _group(request: HttpRequest, held: EnemyGroup | None, *, day: date) -> HttpResponse:
    tree = _stored(held) if request.method == "GET" else _typed(request)
    items = own_items(request.user, day=day)
    codes = picked_codes(tree)
    error = ""
    try:
        if held is not None and "delete" in request.POST:
            actions.delete(held, actor=request.user, at=clock.now())
            messages.success(request, _("These items may meet again."))
            return redirect("exams:enemies")
        if "save" in request.POST:
            chosen = list(items.filter(code__in=codes))
            reason = text_at(tree, "reason")[:200]
            actions.save(held, reason=reason, items=chosen, actor=request.user, at=clock.now())
            messages.success(request, _("Saved: no form drawn from now on holds two of them."))
            return redirect("exams:enemies")
    except Refusal as refusal:
        error = str(refusal.message)
    context = {
        "group": held,
        "reason": text_at(tree, "reason"),
        "error": error,
        "picked": picked_wordings(items, codes),
        "find": sought(tree),
        "hits": approved_hits(items, sought(tree), without=codes),
    }
    return render(request, "exams/bank/enemy_group.html", context)


def _stored(held: EnemyGroup | None) -> Tree:
    if held is None:
        return {}
    codes = held.items.order_by("code").values_list("code", flat=True)
    return {"reason": held.reason, PICKED: picked_fields(codes)}


def _typed(request: HttpRequest) -> Tree:
    try:
        tree = read_tree(dict(request.POST.lists()), root=ROOT)
    except ValueError as error:
        raise PermissionDenied from error  # no screen of ours sends such names
    verb, _colon, path = request.POST.get("row", "").partition(":")
    with_row_changed(tree, f"{verb}:{path.removeprefix(f'{ROOT}.')}")
    return with_picked(tree, request.POST.get("pick", ""))
