"""The item bank in lists: found by words, area, type, level, status, role, standard, date and finding."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery

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
    "review_by": (F("review_by").asc(nulls_last=True), "item__code"),
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


def matching_items(items: QuerySet[Item], wanted: WantedItems, *, day: date) -> QuerySet[ItemVersion]:
    """Return the newest wordings that fit, with `in_use`, the number of the approved wording, if any.

    All words have to be found, in the code or the texts, whether typed in full width or half width.
    """
    rows = newest_versions(items)
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
    rows = _by_state(rows, wanted, day=day)
    approved = ItemVersion.objects.filter(item=OuterRef("item"), status=ItemStatus.APPROVED).values("number")
    return (
        rows.annotate(in_use=Subquery(approved[:1]))
        .select_related("item__area")
        .order_by(*SORTS.get(wanted.sort, SORTS["code"]), "pk")
    )


def _by_state(rows: QuerySet[ItemVersion], wanted: WantedItems, *, day: date) -> QuerySet[ItemVersion]:
    if wanted.status:
        rows = rows.filter(status=wanted.status)
    if wanted.standard is not None:
        rows = rows.filter(Exists(ItemBasis.objects.filter(version=OuterRef("pk"), standard=wanted.standard)))
    if wanted.due == "overdue":
        rows = rows.filter(review_by__lt=day)
    elif wanted.due == "soon":
        rows = rows.filter(review_by__gte=day, review_by__lte=day + DUE_WITHIN)
    if wanted.finding == "superseded":
        rows = rows.filter(cites_superseded())
    elif wanted.finding:
        rows = rows.filter(Exists(LintFinding.objects.filter(version=OuterRef("pk"), code=wanted.finding)))
    return rows


def cites_superseded() -> Exists:
    """Return the condition that a wording rests on a standard that another one has superseded."""
    return Exists(ItemBasis.objects.filter(version=OuterRef("pk"), standard__superseded_by__isnull=False))


def exposures(items: Iterable[int]) -> dict[int, Exposure]:
    """Return by item how many attempts showed it, drafts of forms not counted. Cost: one query."""
    used = FormItem.objects.filter(version__item__in=[*items], form__attempt__isnull=False)
    counted = used.values("version__item").annotate(count=Count("pk"), last=Max("form__attempt__started_at"))
    return {row["version__item"]: Exposure(row["count"], row["last"]) for row in counted.order_by()}


@dataclass(frozen=True, slots=True)
class BankRow:
    """One line of the list."""

    version: ItemVersion
    exposure: Exposure
    roles: list[str]
    findings: list[LintFinding]
    is_superseded: bool
    is_overdue: bool


def bank_rows(versions: Iterable[ItemVersion], *, day: date) -> list[BankRow]:
    """Return the lines of a list with all that they show. Cost: four queries, however many."""
    held = list(versions)
    items = [version.item_id for version in held]
    used = exposures(items)
    ids = [version.pk for version in held]
    roles: dict[int, list[str]] = {}
    for item_id, code in (
        Item.job_roles.through.objects.filter(item__in=items)
        .order_by("jobrole__code")
        .values_list("item_id", "jobrole__code")
    ):
        roles.setdefault(item_id, []).append(code)
    found: dict[int, list[LintFinding]] = {}
    for finding in LintFinding.objects.filter(version__in=ids).select_related("other").order_by("code", "pk"):
        found.setdefault(finding.version_id, []).append(finding)
    outdated = set(
        ItemBasis.objects.filter(version__in=ids, standard__superseded_by__isnull=False).values_list(
            "version_id", flat=True
        )
    )
    return [
        BankRow(
            version,
            used.get(version.item_id, Exposure()),
            roles.get(version.item_id, []),
            found.get(version.pk, []),
            version.pk in outdated,
            version.review_by is not None and version.review_by < day,
        )
        for version in held
    ]
