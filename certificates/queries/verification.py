"""What a stranger with a code may learn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from certificates.domain.masking import masked
from certificates.domain.validity import standing
from certificates.enums import Standing
from certificates.models import Certificate
from core import clock
from core.identifiers import VERIFICATION_CODE_LENGTH, normalise_code


@dataclass(frozen=True, slots=True)
class Verified:
    """A certificate as shown to anybody: masked name, what for, from when to when, what it is worth now."""

    number: str
    masked_name: str
    credential: str
    course_title: str
    valid_from: date
    valid_to: date
    standing: Standing
    revoked_on: date | None


def verify(text: str, *, at: datetime) -> Verified | None:
    """Return the certificate of a verification code, or None. Cost: one query, also for a code that cannot be."""
    code = normalise_code(text)[: VERIFICATION_CODE_LENGTH + 1]
    found = Certificate.objects.select_related("credential", "revocation").filter(code=code).first()
    if found is None:
        return None
    revocation = getattr(found, "revocation", None)
    revoked_on = clock.local_day(revocation.revoked_at) if revocation is not None else None
    return Verified(
        found.number,
        masked(found.snapshot["holder_name"]),
        found.snapshot["credential"],
        found.snapshot["course_title"],
        found.valid_from,
        found.valid_to,
        standing(
            valid_to=found.valid_to,
            revoked_on=revoked_on,
            day=clock.local_day(at),
            warn_days=found.credential.warn_days,
        ),
        revoked_on,
    )
