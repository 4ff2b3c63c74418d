"""What happened to one certificate."""

from __future__ import annotations

from certificates.models import Certificate
from core.models import AuditEvent


def history_of(certificate: Certificate) -> list[AuditEvent]:
    """Return the audit rows of a certificate, oldest first. Cost: one query."""
    rows = AuditEvent.objects.filter(target_type=certificate._meta.label_lower, target_id=str(certificate.pk))
    return list(rows.order_by("sequence"))
