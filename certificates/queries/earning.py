"""Whether an attempt can earn a certificate at all."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists

from certificates.models import Credential
from core.prepared import Prepared
from exams.models import Score

EARNING = Prepared(
    lambda attempt: Credential.objects.filter(
        Exists(Score.objects.standing().filter(attempt=attempt, passed=True)),
        exam__attempts=attempt,
        is_active=True,
    ).values_list("pk"),
    attempt=models.BigIntegerField(),
)


def may_earn(attempt_id: int) -> bool:
    """Tell whether an attempt is passed, as it is marked now, and some certificate rests on its exam. Cost: one query.

    Whether the course was completed and the result is released, is asked when it is awarded.
    """
    return bool(EARNING.rows(attempt=attempt_id))
