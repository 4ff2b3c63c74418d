"""From draft to approved item: two persons, and a wording that then never changes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from core import audit
from exams.enums import ItemStatus
from exams.errors import ItemNotReady, NeedsSecondPerson
from exams.item_types.registry import item_type
from exams.models import ItemVersion
from people.models import User


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


@transaction.atomic
def submit_for_review(version: ItemVersion, *, actor: User, at: datetime) -> None:
    """Send a draft to a second person. Raises ItemNotReady."""
    if problems := problems_of(version):
        raise ItemNotReady(data={"problems": problems})
    if ItemVersion.objects.filter(pk=version.pk, status=ItemStatus.DRAFT).update(status=ItemStatus.IN_REVIEW):
        audit.record(action="exams.item_submitted", actor=actor, target=version, at=at)


@transaction.atomic
def approve(version: ItemVersion, *, actor: User, at: datetime) -> None:
    """Approve a wording in review; the one approved before is retired in the same step.

    Raises NeedsSecondPerson for the author, ItemNotReady for a wording with problems or not in review.
    """
    if version.author_id == actor.pk:
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
