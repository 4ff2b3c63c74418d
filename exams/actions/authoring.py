"""From draft to approved item: two persons, and a wording that then never changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from core import audit
from exams.actions.lint import relint
from exams.enums import ItemStatus, NoteKind
from exams.errors import (
    CodeTaken,
    DraftChanged,
    DraftWaits,
    ItemNotReady,
    NeedsSecondPerson,
    NoteEmpty,
    NotInState,
)
from exams.errors.items import DraftOnRecord
from exams.item_types.registry import item_type
from exams.models import ContentArea, Item, ItemBasis, ItemNote, ItemVersion
from people.models import User


@dataclass(frozen=True, slots=True)
class Basis:
    """One clause that a wording is to rest on."""

    standard_id: int
    clause: str


@dataclass(frozen=True, slots=True)
class Wording:
    """All that a draft holds."""

    stem: str
    body: dict[str, Any]
    key: dict[str, Any]
    explanation: str
    level: int
    points: Decimal
    is_critical: bool
    review_by: date | None
    bases: Sequence[Basis]


def problems_of(version: ItemVersion) -> list[str]:
    """Return codes of what keeps a wording from use; none when it may be approved. Cost: one query."""
    found = item_type(version.item_type).problems(version.body, version.key)
    if not version.stem.strip():
        found.append("no_stem")
    if not version.explanation.strip():
        found.append("no_explanation")
    if not version.bases.exists():
        found.append("no_basis")
    return found


def state_of(version: ItemVersion) -> str:
    """Return a fingerprint of a draft, so that nobody writes over what somebody else saved meanwhile."""
    bases = sorted(version.bases.values_list("standard_id", "clause"))
    fields = [version.stem, version.body, version.key, version.explanation, version.level, str(version.points)]
    fields += [version.is_critical, str(version.review_by), [list(basis) for basis in bases]]
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()[:20]


@transaction.atomic
def create_item(
    *,
    code: str,
    area: ContentArea,
    kind: str,
    body: dict[str, Any],
    key: dict[str, Any],
    actor: User,
    at: datetime,
) -> ItemVersion:
    """Begin an item with an empty draft of this type. Raises CodeTaken."""
    if Item.objects.filter(code=code).exists():
        raise CodeTaken
    item = Item.objects.create(code=code, area=area)
    version = ItemVersion.objects.create(
        item=item, item_type=kind, level=1, stem="", body=body, key=key, author=actor
    )
    version.writers.add(actor)
    audit.record(action="exams.item_begun", actor=actor, target=version, at=at, data={"type": kind})
    return version


@transaction.atomic
def save_draft(version: ItemVersion, wording: Wording, *, state: str, actor: User, at: datetime) -> ItemVersion:
    """Store a draft, half-filled or whole; `state` is the fingerprint that the writer began with.

    Raises NotInState for what is no draft, DraftChanged when somebody else saved it meanwhile.
    """
    held = _locked(version, ItemStatus.DRAFT)
    if state_of(held) != state:
        raise DraftChanged
    held.stem, held.body, held.key, held.explanation = wording.stem, wording.body, wording.key, wording.explanation
    held.level, held.points, held.is_critical = wording.level, wording.points, wording.is_critical
    held.review_by = wording.review_by
    held.author = held.author or actor
    held.save()
    held.bases.all().delete()
    ItemBasis.objects.bulk_create(
        ItemBasis(version=held, standard_id=basis.standard_id, clause=basis.clause)
        for basis in dict.fromkeys(wording.bases)
    )
    held.writers.add(actor)
    relint(held, at=at)
    audit.record(action="exams.item_draft_saved", actor=actor, target=held, at=at)
    return held


def _locked(version: ItemVersion, *states: ItemStatus) -> ItemVersion:
    held = ItemVersion.objects.select_for_update(of=("self",)).select_related("item__area").get(pk=version.pk)
    if held.status not in states:
        raise NotInState
    return held


def _move(version: ItemVersion, *, before: ItemStatus, after: ItemStatus) -> None:
    if not ItemVersion.objects.filter(pk=version.pk, status=before).update(status=after):
        raise NotInState


@transaction.atomic
def submit_for_review(version: ItemVersion, *, actor: User, at: datetime) -> None:
    """Send a draft to a second person. Raises ItemNotReady, and NotInState for what is no draft."""
    if problems := problems_of(version):
        raise ItemNotReady(data={"problems": problems})
    _move(version, before=ItemStatus.DRAFT, after=ItemStatus.IN_REVIEW)
    audit.record(action="exams.item_submitted", actor=actor, target=version, at=at)


@transaction.atomic
def take_back(version: ItemVersion, *, actor: User, at: datetime) -> None:
    """Make a draft again of what waits for review. Raises NotInState."""
    _move(version, before=ItemStatus.IN_REVIEW, after=ItemStatus.DRAFT)
    audit.record(action="exams.item_taken_back", actor=actor, target=version, at=at)


@transaction.atomic
def send_back(version: ItemVersion, *, comment: str, actor: User, at: datetime) -> None:
    """Make a draft again of what one does not approve, and say why. Raises NoteEmpty, NotInState, NeedsSecondPerson."""
    if is_writer(version, actor):
        raise NeedsSecondPerson
    _write_note(version.item, version=version, kind=NoteKind.SENT_BACK, text=comment, actor=actor, at=at)
    _move(version, before=ItemStatus.IN_REVIEW, after=ItemStatus.DRAFT)
    audit.record(action="exams.item_sent_back", actor=actor, target=version, at=at)


def is_writer(version: ItemVersion, user: User) -> bool:
    """Tell whether somebody wrote some of a wording. Cost: one query at most."""
    return version.author_id == user.pk or version.writers.filter(pk=user.pk).exists()


@transaction.atomic
def approve(version: ItemVersion, *, actor: User, at: datetime) -> None:
    """Approve a wording in review; the one approved before is retired in the same step.

    Raises NeedsSecondPerson for whoever wrote some of it, ItemNotReady for a wording with problems or not in review.
    """
    if is_writer(version, actor):
        raise NeedsSecondPerson
    if problems := problems_of(version):
        raise ItemNotReady(data={"problems": problems})
    ItemVersion.objects.filter(item_id=version.item_id, status=ItemStatus.APPROVED).update(
        status=ItemStatus.RETIRED
    )
    approved = ItemVersion.objects.filter(pk=version.pk, status=ItemStatus.IN_REVIEW).update(
        status=ItemStatus.APPROVED, approver=actor, approved_at=at
    )
    if not approved:
        raise ItemNotReady(data={"problems": ["not_in_review"]})
    audit.record(action="exams.item_approved", actor=actor, target=version, at=at)


@transaction.atomic
def retire(item: Item, *, actor: User, at: datetime) -> None:
    """Take the approved wording of an item out of use; forms that hold it keep it. Raises NotInState for none."""
    version = item.versions.filter(status=ItemStatus.APPROVED).first()
    if version is None:
        raise NotInState
    _move(version, before=ItemStatus.APPROVED, after=ItemStatus.RETIRED)
    audit.record(action="exams.item_retired", actor=actor, target=version, at=at)


@transaction.atomic
def new_version(item: Item, *, actor: User, at: datetime) -> ItemVersion:
    """Begin a new wording with all that the newest one says. Raises DraftWaits when one is begun already."""
    newest = Item.objects.select_for_update().get(pk=item.pk).versions.order_by("-number").first()
    if newest is None or newest.status in (ItemStatus.DRAFT, ItemStatus.IN_REVIEW):
        raise DraftWaits
    made = _copy(newest, item=item, number=newest.number + 1, actor=actor, at=at)
    audit.record(action="exams.item_version_begun", actor=actor, target=made, at=at)
    return made


@transaction.atomic
def duplicate(version: ItemVersion, *, code: str, actor: User, at: datetime) -> ItemVersion:
    """Begin another item with all that this wording says. Raises CodeTaken."""
    if Item.objects.filter(code=code).exists():
        raise CodeTaken
    item = Item.objects.create(code=code, area_id=version.item.area_id, is_exam_only=version.item.is_exam_only)
    item.job_roles.set(version.item.job_roles.all())
    made = _copy(version, item=item, number=1, actor=actor, at=at)
    data = {"of": version.item.code}
    audit.record(action="exams.item_duplicated", actor=actor, target=made, at=at, data=data)
    return made


def _copy(version: ItemVersion, *, item: Item, number: int, actor: User, at: datetime) -> ItemVersion:
    fields = ("item_type", "level", "is_critical", "points", "stem", "body", "key", "explanation", "review_by")
    taken = {name: getattr(version, name) for name in fields}
    made = ItemVersion.objects.create(item=item, number=number, author=actor, **taken)
    ItemBasis.objects.bulk_create(
        ItemBasis(version=made, standard_id=basis.standard_id, clause=basis.clause)
        for basis in version.bases.all()
    )
    made.writers.add(actor)
    relint(made, at=at)
    return made


@transaction.atomic
def discard(version: ItemVersion, *, actor: User, at: datetime) -> bool:
    """Throw a draft away, and with its only wording the item, whose code is free again; return whether the item went.

    Raises NotInState for what is no draft, DraftOnRecord where notes or lists name what would go.
    """
    held = _locked(version, ItemStatus.DRAFT)
    item = held.item
    is_only = not item.versions.exclude(pk=held.pk).exists()
    data = {"item": item.code, "number": held.number, "with_item": is_only}
    audit.record(action="exams.item_draft_discarded", actor=actor, target=held, at=at, data=data)
    try:
        held.delete()
        if is_only:
            item.delete()
    except ProtectedError as error:
        raise DraftOnRecord from error
    return is_only


@transaction.atomic
def add_note(item: Item, *, text: str, actor: User, at: datetime) -> ItemNote:
    """Write something about an item that others will read. Raises NoteEmpty."""
    note = _write_note(item, version=None, kind=NoteKind.NOTE, text=text, actor=actor, at=at)
    audit.record(action="exams.item_note_written", actor=actor, target=note, at=at)
    return note


def _write_note(
    item: Item, *, version: ItemVersion | None, kind: NoteKind, text: str, actor: User, at: datetime
) -> ItemNote:
    if not text.strip():
        raise NoteEmpty
    return ItemNote.objects.create(
        item=item, version=version, kind=kind, text=text.strip(), author=actor, written_at=at
    )
