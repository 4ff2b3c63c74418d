"""Where items are written: every button sends the whole form and brings it back, so that nothing typed is lost."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from core import clock
from core.errors import Refusal
from exams.actions import authoring, bulk
from exams.domain.form_tree import Tree, read_tree, with_row_changed
from exams.forms.authoring import ItemForm, basis_rows, initial_of, read_bases, wording_from
from exams.forms.editors.editor import Shape, blank, editor_of
from exams.forms.item import NewItemForm
from exams.item_types.problem_words import problem_words
from exams.item_types.registry import item_type
from exams.models import ItemVersion
from exams.permissions import get_item_for, kept_areas, may_see_bank, may_write_item
from exams.permissions.pictures import unseen_pictures, visible_pictures
from exams.queries.bank_item import as_question
from library.models import Standard
from people.models import User

ROOT, SHARED = "f", "b"  # what the names of fields begin with: those of the type, and the bases


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin an item: type, code and area; then the editor."""
    now = clock.now()
    day = clock.local_day(now)
    if not may_see_bank(request.user, day=day):
        raise Http404
    areas = kept_areas(request.user, day=day)
    if not areas.exists():
        raise PermissionDenied
    form = NewItemForm(request.POST or None, areas=areas, initial={"area": request.GET.get("area")})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        body, key = blank(data["type"])
        try:
            made = authoring.create_item(
                code=data["code"],
                area=data["area"],
                kind=data["type"],
                body=body,
                key=key,
                actor=request.user,
                at=now,
            )
        except Refusal as refusal:
            form.add_error("code", refusal.message)
        else:
            return redirect("exams:item_edit", code=made.item.code)
    return render(request, "exams/bank/item_new.html", {"form": form})


def _draft(user: User, code: str) -> ItemVersion | None:
    """Return the draft that one may write; None when the newest wording is none."""
    day = clock.local_day(clock.now())
    held = get_item_for(user, code, day=day)
    if not may_write_item(user, held, day=day):
        raise PermissionDenied
    version = held.versions.select_related("item__area").order_by("-number").first()
    return version if version is not None and version.status == "draft" else None


def _typed(request: HttpRequest, version: ItemVersion) -> tuple[Shape, Tree]:
    """Return body, key and the tree of the bases as they were typed, after the row deed of the button, if any."""
    data = dict(request.POST.lists())
    try:
        tree, shared = read_tree(data, root=ROOT), read_tree(data, root=SHARED)
    except ValueError as error:
        raise PermissionDenied from error  # no screen of ours sends such names
    deed = request.POST.get("row", "")
    verb, _colon, path = deed.partition(":")
    root, _dot, rest = path.partition(".")
    if root == ROOT:
        new_row = {"item_type": request.POST.get("new_type", "")} if rest == "parts" else None
        with_row_changed(tree, f"{verb}:{rest}", new=new_row)
    elif root == SHARED:
        with_row_changed(shared, f"{verb}:{rest}")
    return editor_of(version.item_type).read(tree), shared


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Write a draft: save it half-filled or whole, add and move rows, look at it, send it to review."""
    version = _draft(request.user, code)
    if version is None:
        messages.info(request, _("Only a draft can be written. Begin a new version first."))
        return redirect("exams:item", code=code)
    areas = kept_areas(request.user, day=clock.local_day(clock.now()))
    if request.method == "GET":
        form = ItemForm(initial=initial_of(version), areas=areas)
        shape, bases = (version.body, version.key), basis_rows(version)
        return _shown(request, version, form, shape, bases, state=authoring.state_of(version))
    form = ItemForm(request.POST, areas=areas)
    shape, shared = _typed(request, version)
    if "save" in request.POST and form.is_valid() and _saved(request, version, form, shape, shared):
        return redirect("exams:item" if request.POST["save"] != "stay" else "exams:item_edit", code=code)
    return _shown(request, version, form, shape, shared.get("bases", []), state=request.POST.get("state", ""))


def _saved(request: HttpRequest, version: ItemVersion, form: ItemForm, shape: Shape, shared: Tree) -> bool:
    now, data = clock.now(), form.cleaned_data
    wording = wording_from(form, shape, read_bases(shared))
    typed = ItemVersion(
        item_type=version.item_type, stem=wording.stem, body=wording.body, explanation=wording.explanation
    )
    if unseen := unseen_pictures(request.user, typed, day=clock.local_day(now)):
        words = _("There is no picture %(code)s that you may use. Choose one from the list, or add it.")
        form.add_error(None, words % {"code": ", ".join(unseen)})
        return False
    try:
        held = authoring.save_draft(
            version, wording, state=request.POST.get("state", ""), actor=request.user, at=now
        )
        item = version.item
        if (item.area_id, item.is_exam_only) != (data["area"].pk, data["is_exam_only"]):
            bulk.place(item, area=data["area"], is_exam_only=data["is_exam_only"], actor=request.user, at=now)
        if item.lesson_id != (data["lesson"].pk if data["lesson"] else None):
            bulk.set_lesson(item, lesson=data["lesson"], actor=request.user, at=now)
        if request.POST["save"] == "review":
            authoring.submit_for_review(held, actor=request.user, at=now)
            messages.success(request, _("Saved and sent to review. Somebody else approves it or sends it back."))
            return True
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        for text in problem_words(refusal.data.get("problems", [])):
            form.add_error(None, text)
        return False
    messages.success(request, _("The draft is saved."))
    return True


def _previewed(version: ItemVersion, form: ItemForm, shape: Shape) -> dict[str, Any]:
    """Return what the preview shows of what is typed; nothing of it is stored."""
    body, key = shape
    stem = form["stem"].value() or ""
    shown = ItemVersion(
        pk=version.pk,
        item=version.item,
        item_type=version.item_type,
        stem=stem,
        body=body,
        key=key,
        points=Decimal(1),
    )
    return {
        "question": as_question(shown),
        "pictures": reverse("exams:bank_pictures"),
        "is_stepwise": item_type(version.item_type).is_stepwise,
        "places": item_type(version.item_type).places(body, key),
        "problems": problem_words(item_type(version.item_type).problems(body, key)),
    }


def _shown(
    request: HttpRequest, version: ItemVersion, form: ItemForm, shape: Shape, bases: list[Tree], *, state: str
) -> HttpResponse:
    day = clock.local_day(clock.now())
    context = {
        "version": version,
        "item": version.item,
        "form": form,
        "state": state,
        "fields": editor_of(version.item_type).fields(*shape),
        "bases": bases or [{}],
        "standards": Standard.objects.order_by("code"),
        "codes": visible_pictures(request.user, day=day).order_by("code").values_list("code", flat=True),
        **_previewed(version, form, shape),
    }
    return render(request, "exams/bank/editor.html", context)


@login_required
@never_cache
@require_POST
def preview(request: HttpRequest, code: str) -> HttpResponse:
    """Return what is typed as a candidate would see it; nothing is stored."""
    version = _draft(request.user, code)
    if version is None:
        raise Http404
    form = ItemForm(request.POST, areas=kept_areas(request.user, day=clock.local_day(clock.now())))
    shape, _shared = _typed(request, version)
    return render(request, "exams/bank/_live.html", _previewed(version, form, shape))
