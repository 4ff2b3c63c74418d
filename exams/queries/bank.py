"""The item bank in lists: found by words, area, type, level, status, role, standard, date and finding.

A list shows the newest wording of each item. What has to be revised is told of the approved one besides: while a new
version is being written, the old one is still drawn.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Least

from exams.domain.bank_search import folded, search_terms
from exams.enums import ItemStatus
from exams.models import ContentArea, FormItem, Item, ItemBasis, ItemVersion, LintFinding
from library.models import Standard
from people.models import JobRole

DUE_WITHIN = timedelta(days=60)  # time enough to read an item, ask and have it approved anew
SORTS = {
    "code": ("item__code",),
    "area": ("item__area__code", "item__code"),
    "level": ("level", "item__code"),
    "status": ("status", "item__code"),
    "review_by": (F("due_on").asc(nulls_last=True), "item__code"),
    "newest": ("-pk",),
}


@dataclass(frozen=True, slots=True)
class WantedItems:
    """Which items are looked for; what is empty narrows nothing."""

    text: str = ""
    area: ContentArea | None = None
    item_type: str = ""
    level: int | None = None
    status: str = ""
    job_role: JobRole | None = None
    standard: Standard | None = None
    due: str = ""
    finding: str = ""
    sort: str = "code"


@dataclass(frozen=True, slots=True)
class Exposure:
    """How often the wordings of an item stood on a paper, and when last."""

    count: int = 0
    last_at: datetime | None = None


def below(area: ContentArea, *, path: str = "") -> Q:
    """Return the condition that an area is this one or below it; `path` leads to the area, such as item__area__."""
    return Q(**{f"{path}code": area.code}) | Q(**{f"{path}code__startswith": f"{area.code}."})


def newest_versions(items: QuerySet[Item]) -> QuerySet[ItemVersion]:
    """Return the newest wording of each item."""
    newest = ItemVersion.objects.filter(item=OuterRef("pk")).order_by("-number").values("pk")[:1]
    found = items.annotate(newest=Subquery(newest)).values("newest")
    return ItemVersion.objects.filter(pk__in=found)


def with_due_day(rows: QuerySet[ItemVersion]) -> QuerySet[Any]:
    """Add `due_on`, the day by which the wording or the approved one of its item is to be reviewed: the earlier."""
    other = Subquery(_approved_beside().values("review_by")[:1])
    # Both sides filled from the other: of a NULL the databases make different things.
    return rows.annotate(due_on=Least(Coalesce("review_by", other), Coalesce(other, "review_by")))


def _approved_beside() -> QuerySet[ItemVersion]:
    return ItemVersion.objects.filter(item=OuterRef("item"), status=ItemStatus.APPROVED)


def told_findings(items: QuerySet[Item]) -> QuerySet[LintFinding]:
    """Return the findings that a reader of these items is told of: those on near-duplicates name one of them too.

    Of a near-duplicate elsewhere not even that there is one: whoever may write wordings could else find out, by
    writing one after the other, what an exam of others asks.
    """
    return LintFinding.objects.filter(Q(other=None) | Q(other__in=items.values("pk")))


def matching_items(items: QuerySet[Item], wanted: WantedItems, *, day: date) -> QuerySet[Any]:
    """Return the newest wordings that fit, with `due_on`, and `in_use`, the number of the approved wording, if any.

    All words have to be found, in the code or the texts, whether typed in full width or half width.
    """
    rows = with_due_day(newest_versions(items))
    for term in search_terms(wanted.text):
        rows = rows.filter(Q(item__code__icontains=term) | Q(text__words__contains=folded(term)))
    if wanted.area is not None:
        rows = rows.filter(below(wanted.area, path="item__area__"))
    if wanted.item_type:
        rows = rows.filter(item_type=wanted.item_type)
    if wanted.level is not None:
        rows = rows.filter(level=wanted.level)
    if wanted.job_role is not None:
        rows = rows.filter(item__job_roles=wanted.job_role)
    rows = _by_state(rows, wanted, findings=told_findings(items), day=day)
    rows = rows.annotate(in_use=Subquery(_approved_beside().values("number")[:1])).select_related("item__area")
    found: QuerySet[Any] = rows.order_by(*SORTS.get(wanted.sort, SORTS["code"]), "pk")
    return found


def _by_state(
    rows: QuerySet[Any], wanted: WantedItems, *, findings: QuerySet[LintFinding], day: date
) -> QuerySet[Any]:
    if wanted.status:
        rows = rows.filter(status=wanted.status)
    if wanted.standard is not None:
        rows = rows.filter(_cites(standard=wanted.standard))
    if wanted.due == "overdue":
        rows = rows.filter(is_overdue(day))
    elif wanted.due == "soon":
        rows = rows.filter(_IN_FORCE, due_on__gte=day, due_on__lte=day + DUE_WITHIN)
    if wanted.finding == "superseded":
        rows = rows.filter(cites_superseded())
    elif wanted.finding:
        rows = rows.filter(Exists(findings.filter(version=OuterRef("pk"), code=wanted.finding)))
    return rows


_IN_FORCE = ~Q(status=ItemStatus.RETIRED)


def is_overdue(day: date) -> Q:
    """Return the condition, on rows with `due_on`, that an item in use or in writing should have been reviewed."""
    return _IN_FORCE & Q(due_on__lt=day)


def cites_superseded() -> Q:
    """Return the condition that an item in use or in writing rests on a standard that another one has superseded."""
    return _IN_FORCE & _cites(standard__superseded_by__isnull=False)


def _cites(**standard: object) -> Q:
    """Return the condition that the wording, or the approved one of its item, rests on such a standard."""
    bases = ItemBasis.objects.filter(**standard)
    beside = bases.filter(version__item=OuterRef("item"), version__status=ItemStatus.APPROVED)
    return Q(Exists(bases.filter(version=OuterRef("pk")))) | Q(Exists(beside))


def exposures(items: Iterable[int]) -> dict[int, Exposure]:
    """Return by item how many attempts showed it, drafts of forms not counted. Cost: one query."""
    used = FormItem.objects.filter(version__item__in=[*items], form__attempt__isnull=False)
    counted = used.values("version__item").annotate(count=Count("pk"), last=Max("form__attempt__started_at"))
    return {row["version__item"]: Exposure(row["count"], row["last"]) for row in counted.order_by()}


@dataclass(frozen=True, slots=True)
class BankRow:
    """One line of the list. `due_on` is the earlier day by which newest or approved wording is to be reviewed."""

    version: Any
    exposure: Exposure
    roles: list[str]
    findings: list[LintFinding]
    is_superseded: bool
    due_on: date | None
    is_overdue: bool


def bank_rows(versions: Iterable[Any], *, items: QuerySet[Item], day: date) -> list[BankRow]:
    """Return the lines of a list of `matching_items` with all that a reader of `items` sees of them.

    Cost: four queries, however many.
    """
    held = list(versions)
    listed = [version.item_id for version in held]
    used = exposures(listed)
    ids = [version.pk for version in held]
    roles: dict[int, list[str]] = {}
    for item_id, code in (
        Item.job_roles.through.objects.filter(item__in=listed)
        .order_by("jobrole__code")
        .values_list("item_id", "jobrole__code")
    ):
        roles.setdefault(item_id, []).append(code)
    found: dict[int, list[LintFinding]] = {}
    for finding in told_findings(items).filter(version__in=ids).select_related("other").order_by("code", "pk"):
        found.setdefault(finding.version_id, []).append(finding)
    current = Q(version__in=ids) | Q(version__item__in=listed, version__status=ItemStatus.APPROVED)
    outdated = set(
        ItemBasis.objects.filter(current, standard__superseded_by__isnull=False).values_list(
            "version__item", flat=True
        )
    )
    return [
        BankRow(
            version,
            used.get(version.item_id, Exposure()),
            roles.get(version.item_id, []),
            found.get(version.pk, []),
            version.item_id in outdated and version.status != ItemStatus.RETIRED,
            version.due_on,
            version.due_on is not None and version.due_on < day and version.status != ItemStatus.RETIRED,
        )
        for version in held
    ]
