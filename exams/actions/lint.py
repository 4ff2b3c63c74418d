"""Keeps what the lint finds beside the wordings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from core.jobs import enqueue_on_commit
from core.models import Job, JobState
from exams.domain.lint import findings
from exams.domain.near_duplicates import near_duplicates
from exams.enums import Finding
from exams.models import Item, ItemBasis, ItemVersion, LintFinding
from exams.queries.bank import newest_versions
from exams.queries.lint import texts_to_compare, wording_of


@transaction.atomic
def relint(*versions: ItemVersion, at: datetime) -> None:
    """Look at wordings anew, and have the worker compare them with the others. Nothing to audit: it is derived."""
    _replace_own(versions)
    if not Job.objects.filter(name="exams.find_near_duplicates", state=JobState.QUEUED).exists():
        enqueue_on_commit("exams.find_near_duplicates", at=at)


@transaction.atomic
def lint_all() -> int:
    """Look at all newest wordings anew, and compare them; return how many findings there are."""
    LintFinding.objects.all().delete()
    _replace_own(list(newest_versions(Item.objects.all())))
    find_near_duplicates()
    return LintFinding.objects.count()


def _replace_own(versions: Sequence[ItemVersion]) -> None:
    grounded = set(ItemBasis.objects.filter(version__in=versions).values_list("version_id", flat=True))
    LintFinding.objects.filter(version__in=versions).exclude(code=Finding.NEAR_DUPLICATE).delete()
    LintFinding.objects.bulk_create(
        LintFinding(version=version, code=code)
        for version in versions
        for code in findings(wording_of(version, has_basis=version.pk in grounded))
    )


@transaction.atomic
def find_near_duplicates() -> dict[str, Any]:
    """Compare all newest wordings that are not retired with each other; each of a pair names the other item."""
    pairs = near_duplicates(texts_to_compare())
    ids = {pk for pair in pairs for pk in (pair.first, pair.second)}
    items = dict(ItemVersion.objects.filter(pk__in=ids).values_list("pk", "item_id"))
    LintFinding.objects.filter(code=Finding.NEAR_DUPLICATE).delete()
    LintFinding.objects.bulk_create(
        LintFinding(version_id=one, code=Finding.NEAR_DUPLICATE, other_id=items[other], percent=pair.percent)
        for pair in pairs
        for one, other in ((pair.first, pair.second), (pair.second, pair.first))
    )
    return {"pairs": len(pairs)}
