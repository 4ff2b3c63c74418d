"""How the bank stands, in a few numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from exams.enums import ItemStatus
from exams.models import Item, ItemVersion
from exams.queries.bank import cites_superseded, is_overdue, newest_versions, told_findings, with_due_day
from people.models import User


@dataclass(frozen=True, slots=True)
class BankCounts:
    """Items of a scope by where they stand; each number has a list behind it."""

    total: int
    approved: int
    drafts: int
    to_review: int
    overdue: int
    superseded: int
    with_findings: int


def bank_counts(items: QuerySet[Item], *, user: User, day: date) -> BankCounts:
    """Return the numbers for the items of a scope; `to_review` counts what others wrote. Cost: one query."""
    mine = Q(author=user) | Q(pk__in=user_written(user))
    told = with_due_day(newest_versions(items)).annotate(
        is_late=is_overdue(day),
        is_outdated=cites_superseded(),
        is_doubted=Exists(told_findings(items).filter(version=OuterRef("pk"))),
    )
    found = told.aggregate(
        total=Count("pk"),
        approved=Count("pk", filter=Q(status=ItemStatus.APPROVED)),
        drafts=Count("pk", filter=Q(status=ItemStatus.DRAFT)),
        to_review=Count("pk", filter=Q(status=ItemStatus.IN_REVIEW) & ~mine),
        overdue=Count("pk", filter=Q(is_late=True)),
        superseded=Count("pk", filter=Q(is_outdated=True)),
        with_findings=Count("pk", filter=Q(is_doubted=True)),
    )
    return BankCounts(**found)


def user_written(user: User) -> QuerySet[Any]:
    """Return the keys of the wordings of which somebody wrote some."""
    return ItemVersion.writers.through.objects.filter(user=user).values("itemversion")
