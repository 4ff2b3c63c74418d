"""Ends certificates before their time: one proposes, a second person decides, and nothing undoes it."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from certificates.enums import CertificateState
from certificates.errors import AlreadyRevoked, RevocationNeedsTwo, RevocationProposed
from certificates.models import Certificate, Revocation, RevocationProposal
from certificates.signals import certificate_changed
from core import audit
from people.actions.proposals import refuse_own, settle
from people.enums import ProposalState
from people.errors import NeedsTwoPersons
from people.models import User


@transaction.atomic
def propose(certificate: Certificate, *, reason: str, actor: User, at: datetime) -> RevocationProposal:
    """Propose to revoke a certificate. Nothing changes until a second person approves.

    Raises NeedsTwoPersons for one's own, AlreadyRevoked, and RevocationProposed while another proposal waits.
    """
    refuse_own(certificate.person, actor=actor)
    if Certificate.objects.filter(pk=certificate.pk, state=CertificateState.REVOKED).exists():
        raise AlreadyRevoked
    try:
        with transaction.atomic():
            proposal = RevocationProposal.objects.create(
                certificate=certificate,
                subject_id=certificate.person.user_id,
                reason=reason.strip(),
                proposed_by=actor,
                proposed_at=at,
            )
    except IntegrityError as error:
        raise RevocationProposed from error
    audit.record(
        action="certificates.revocation_proposed",
        actor=actor,
        target=certificate,
        at=at,
        data={"reason": proposal.reason},
    )
    return proposal


def propose_for_attempt(attempt_id: int, *, reason: str, actor: User, at: datetime) -> list[RevocationProposal]:
    """Propose to revoke every certificate that rests on an attempt; those revoked or proposed already are left.

    The actor's own certificate is left too: somebody else has to see to it.
    """
    standing = Certificate.objects.filter(attempt=attempt_id).exclude(state=CertificateState.REVOKED)
    made = []
    for certificate in standing.select_related("person").order_by("pk"):
        try:
            made.append(propose(certificate, reason=reason[:300], actor=actor, at=at))
        except (NeedsTwoPersons, RevocationProposed):
            continue
    return made


@transaction.atomic
def approve(proposal: RevocationProposal, *, note: str, actor: User, at: datetime) -> Revocation:
    """Revoke the certificate of a proposal.

    Raises NeedsTwoPersons, ProposalSettled, and AlreadyRevoked.
    """
    certificate = proposal.certificate
    settle(proposal, state=ProposalState.APPROVED, person=certificate.person, note=note, actor=actor, at=at)
    return revoke(certificate, reason=proposal.reason, proposed_by=proposal.proposed_by, approved_by=actor, at=at)


@transaction.atomic
def decline(proposal: RevocationProposal, *, note: str, actor: User, at: datetime) -> None:
    """Let the certificate stand, and say why. Raises NeedsTwoPersons, DeclineNeedsReason, ProposalSettled."""
    certificate = proposal.certificate
    settle(proposal, state=ProposalState.DECLINED, person=certificate.person, note=note, actor=actor, at=at)
    audit.record(
        action="certificates.revocation_declined",
        actor=actor,
        target=certificate,
        at=at,
        data={"note": proposal.decision_note},
    )


@transaction.atomic
def withdraw(proposal: RevocationProposal, *, actor: User, at: datetime) -> None:
    """Take one's own proposal back. Raises NotYourProposal, ProposalSettled."""
    certificate = proposal.certificate
    settle(proposal, state=ProposalState.WITHDRAWN, person=certificate.person, note="", actor=actor, at=at)
    audit.record(action="certificates.revocation_withdrawn", actor=actor, target=certificate, at=at)


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
        data={"reason": reason, "proposed_by": str(proposed_by)},
    )
    transaction.on_commit(lambda: certificate_changed.send(sender=Certificate, certificate_id=certificate.pk))
    return revocation
