"""One item: as a candidate sees it, its key, its wordings, and the next step on its way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from core import clock
from core.errors import Refusal
from exams.actions import authoring, bulk
from exams.enums import ItemStatus
from exams.forms.item import CodeForm, LessonForm, RolesForm
from exams.item_types.problem_words import problem_words
from exams.item_types.registry import item_type
from exams.models import Item, ItemVersion
from exams.permissions import get_item_for, may_write_item, visible_items
from exams.queries import bank_item
from exams.queries.bank import Exposure, exposures

Deed = Callable[[HttpRequest, Item, ItemVersion, datetime], str]


@login_required
@never_cache
@require_GET
def item(request: HttpRequest, code: str) -> HttpResponse:
    """Show one wording of an item, the newest unless another is asked for, with all about it."""
    day = clock.local_day(clock.now())
    held = get_item_for(request.user, code, day=day)
    versions = bank_item.versions_of(held, items=visible_items(request.user, day=day))
    version = _asked_for(versions, request.GET.get("version", ""))
    before = next((row for row in versions if row.number < version.number), None)
    kind = item_type(version.item_type)
    context = {
        "item": held,
        "version": version,
        "versions": versions,
        "newest": versions[0],
        "question": bank_item.as_question(version),
        "is_stepwise": kind.is_stepwise,
        "places": kind.places(version.body, version.key),
        "parts": bank_item.right_parts(version),
        "overlays": bank_item.overlays_of(version),
        "problems": problem_words(authoring.problems_of(version)),
        "before": before,
        "changes": bank_item.changes(before, version) if before is not None else [],
        "use": bank_item.where_used(held, version),
        "exposure": exposures([held.pk]).get(held.pk, Exposure()),
        "notes": bank_item.notes_of(held),
        "pictures": reverse("exams:bank_pictures"),
        "may_write": may_write_item(request.user, held, day=day),
        "may_decide": not authoring.is_writer(version, request.user),
        "roles": held.job_roles.order_by("code"),
        "roles_form": RolesForm(item=held),
        "lesson_form": LessonForm(item=held),
        "code_form": CodeForm(),
        "in_use": any(row.status == ItemStatus.APPROVED for row in versions),
    }
    return render(request, "exams/bank/item.html", context)


def _asked_for(versions: list[ItemVersion], number: str) -> ItemVersion:
    if not number:
        return versions[0]
    found = next((version for version in versions if str(version.number) == number), None)
    if found is None:
        raise Http404
    return found


def _submit(request: HttpRequest, held: Item, version: ItemVersion, at: datetime) -> str:
    authoring.submit_for_review(version, actor=request.user, at=at)
    return _("Sent to review. Somebody else approves it or sends it back.")


def _take_back(request: HttpRequest, held: Item, version: ItemVersion, at: datetime) -> str:
    authoring.take_back(version, actor=request.user, at=at)
    return _("Taken back. It is a draft again.")


def _approve(request: HttpRequest, held: Item, version: ItemVersion, at: datetime) -> str:
    authoring.approve(version, actor=request.user, at=at)
    return _("Approved. From now on it can be drawn.")


def _send_back(request: HttpRequest, held: Item, version: ItemVersion, at: datetime) -> str:
    authoring.send_back(version, comment=request.POST.get("text", ""), actor=request.user, at=at)
    return _("Sent back with your comment.")


def _retire(request: HttpRequest, held: Item, version: ItemVersion, at: datetime) -> str:
    authoring.retire(held, actor=request.user, at=at)
    return _("Retired. It is drawn no more; papers that hold it keep it.")


def _note(request: HttpRequest, held: Item, version: ItemVersion, at: datetime) -> str:
    authoring.add_note(held, text=request.POST.get("text", ""), actor=request.user, at=at)
    return _("The note is kept.")


def _roles(request: HttpRequest, held: Item, version: ItemVersion, at: datetime) -> str:
    form = RolesForm(request.POST, item=held)
    if not form.is_valid():
        raise PermissionDenied  # no screen of ours sends other roles
    bulk.tag_roles(held, roles=list(form.cleaned_data["roles"]), actor=request.user, at=at)
    return _("The job roles are set.")


def _lesson(request: HttpRequest, held: Item, version: ItemVersion, at: datetime) -> str:
    lesson = LessonForm(request.POST, item=held).chosen()
    bulk.set_lesson(held, lesson=lesson, actor=request.user, at=at)
    return _("Saved. Explanations lead to this lesson from now on.") if lesson else _("Saved. No lesson is named.")


# What reading the item is enough for; everything else asks for the right to change it.
READERS: dict[str, Deed] = {"approve": _approve, "send-back": _send_back, "note": _note}
WRITERS: dict[str, Deed] = {
    "submit": _submit,
    "take-back": _take_back,
    "retire": _retire,
    "roles": _roles,
    "lesson": _lesson,
}


@login_required
@never_cache
@require_POST
def act(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """Take the next step with an item, named by a verb."""
    now = clock.now()
    held = get_item_for(request.user, code, day=clock.local_day(now))
    deed = READERS.get(verb) or WRITERS.get(verb)
    if deed is None:
        raise Http404
    if verb in WRITERS and not may_write_item(request.user, held, day=clock.local_day(now)):
        raise PermissionDenied
    newest = held.versions.select_related("item").order_by("-number").first()
    try:
        messages.success(request, deed(request, held, newest, now))
    except Refusal as refusal:
        messages.error(request, refusal.message)
        for text in problem_words(refusal.data.get("problems", [])):
            messages.error(request, text)
    return redirect("exams:review" if request.POST.get("next") == "review" else item_address(held))


@login_required
@never_cache
@require_POST
def discard(request: HttpRequest, code: str) -> HttpResponse:
    """Throw the draft of an item away, and with its only wording the item."""
    now = clock.now()
    day = clock.local_day(now)
    held = get_item_for(request.user, code, day=day)
    if not may_write_item(request.user, held, day=day):
        raise PermissionDenied
    newest = held.versions.order_by("-number").first()
    try:
        is_gone = authoring.discard(newest, actor=request.user, at=now)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect(item_address(held))
    messages.success(request, _("The draft is discarded."))
    return redirect("exams:bank") if is_gone else redirect(item_address(held))


def item_address(held: Item) -> str:
    """Return the address of an item."""
    return reverse("exams:item", args=[held.code])


@login_required
@never_cache
@require_POST
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Begin a new wording, or with a new code another item that says the same."""
    now = clock.now()
    held = get_item_for(request.user, code, day=clock.local_day(now))
    if not may_write_item(request.user, held, day=clock.local_day(now)):
        raise PermissionDenied
    form = CodeForm(request.POST)
    try:
        if "code" not in request.POST:
            made = authoring.new_version(held, actor=request.user, at=now)
        elif form.is_valid():
            newest = held.versions.order_by("-number").first()
            made = authoring.duplicate(newest, code=form.cleaned_data["code"], actor=request.user, at=now)
        else:
            messages.error(request, " ".join(form.errors["code"]))
            return redirect(item_address(held))
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect(item_address(held))
    return redirect("exams:item_edit", code=made.item.code)
