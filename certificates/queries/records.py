"""What the roster and the bank say today of the texts that a certificate prints."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from certificates.models import Certificate
from core import clock
from exams.queries.attempts import current_score
from people.models import Employment, Person


def _employment_on(person: Person, at: datetime) -> Employment | None:
    day = clock.local_day(at)
    held = Q(ends_on=None) | Q(ends_on__gte=day)
    rows = Employment.objects.filter(held, person=person, starts_on__lte=day).select_related("unit", "job_role")
    return rows.order_by("-starts_on", "-pk").first()


def _unit_path(employment: Employment | None) -> str:
    if employment is None:
        return ""
    above = employment.unit.above.select_related("ancestor").order_by("-depth")
    return " / ".join(row.ancestor.name for row in above) or employment.unit.name


def roster_texts(person: Person, *, at: datetime) -> dict[str, str]:
    """Return name and number of a person, and unit and job role held at that instant, as they are written today."""
    employment = _employment_on(person, at)
    return {
        "holder_name": person.name,
        "employee_no": person.employee_no,
        "unit_path": _unit_path(employment),
        "job_role": employment.job_role.name if employment is not None else "",
    }


def texts_today(certificate: Certificate) -> dict[str, str]:
    """Return those texts of the snapshot that may still be corrected, as they are written today.

    The title of the course is not among them: it stands in the completion, which is proof. Days, hours and results
    never change. Cost: four queries.
    """
    score = current_score(certificate.attempt)
    at = score.marked_at if score is not None else certificate.awarded_at
    return {
        **roster_texts(certificate.person, at=at),
        "credential": certificate.credential.name,
        "exam_title": certificate.attempt.exam.title,
        "basis": certificate.credential.basis,
    }
