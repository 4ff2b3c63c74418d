"""Which items of an exam rest, because they were seen too often of late."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from exams.domain.exposure import worn
from exams.models import Exam, ExamForm, FormItem

RECENT_FORMS = 100


def resting_items(exam: Exam, *, before: datetime | None = None) -> frozenset[int]:
    """Return the items that rest by the forms somebody sat or was handed, those drawn `before` an instant or all.

    Cost: one query; none for an exam that does not limit exposure.
    """
    if exam.exposure_percent is None:
        return frozenset()
    used = ExamForm.objects.filter(Q(attempt__isnull=False) | Q(paper__isnull=False), exam=exam)
    if before is not None:
        used = used.filter(drawn_at__lt=before)
    uses = FormItem.objects.filter(form__in=used.order_by("-pk").values("pk")[:RECENT_FORMS])
    return worn(set(uses.values_list("form_id", "version__item_id")), percent=exam.exposure_percent)
