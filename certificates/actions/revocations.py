"""Ends certificates before their time."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from certificates.enums import CertificateState
from certificates.errors import AlreadyRevoked, RevocationNeedsTwo
from certificates.models import Certificate, Revocation
from certificates.signals import certificate_changed
from core import audit
from people.models import User


@transaction.atomic
def revoke(
    certificate: Certificate, *, reason: str, proposed_by: User, approved_by: User, at: datetime
) -> Revocation:
    """Revoke a certificate with its reason; the file and the row stay as proof.

    Raises RevocationNeedsTwo when one person would do both or is the holder, AlreadyRevoked the second time.
    """
    holder = certificate.person.user_id
    if proposed_by.pk == approved_by.pk or (holder is not None and holder in (proposed_by.pk, approved_by.pk)):
        raise RevocationNeedsTwo
    ended = Certificate.objects.filter(pk=certificate.pk).exclude(state=CertificateState.REVOKED)
    if not ended.update(state=CertificateState.REVOKED):
        raise AlreadyRevoked
    revocation = Revocation.objects.create(
        certificate=certificate, reason=reason, proposed_by=proposed_by, approved_by=approved_by, revoked_at=at
    )
    audit.record(
        action="certificates.revoked",
        actor=approved_by,
        target=certificate,
        at=at,
        data={"reason": reason, "proposed_by": proposed_by.pk},
    )
    transaction.on_commit(lambda: certificate_changed.send(sender=Certificate, certificate_id=certificate.pk))
    return revocation
