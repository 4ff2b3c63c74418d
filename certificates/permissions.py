"""Who may see which certificate, and who may do what with it."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.http import Http404

from certificates.models import Certificate, CertificateBatch, RevocationProposal
from people.enums import Right
from people.models import User
from people.permissions import MAY_SEE_PEOPLE, has_right, people_on_file, visible_people

MAY_PROPOSE = (Right.HR, Right.SAFETY)
MAY_SEE_PROPOSALS = (Right.HR, Right.SAFETY, Right.AUDITOR)


def visible_certificates(user: User, *, day: date) -> QuerySet[Certificate]:
    """Return the certificates of people whom one may see on that day, one's own included."""
    return Certificate.objects.filter(person__in=visible_people(user, day=day).values("pk"))


def get_certificate_for(user: User, public_id: str, *, day: date) -> Certificate:
    """Return a certificate one may see; Http404 otherwise."""
    rows = visible_certificates(user, day=day).filter(public_id=public_id)
    found = rows.select_related("credential", "person", "revocation", "attempt__exam").first()
    if found is None:
        raise Http404
    return found


def may_see_register(user: User, *, day: date) -> bool:
    """Tell whether one may list the certificates of others: managers, HR, safety and auditors, each in scope."""
    return has_right(user, *MAY_SEE_PEOPLE, day=day)


def heldable_certificates(user: User, *, day: date) -> QuerySet[Certificate]:
    """Return the certificates whose held files one takes care of: those of people for whom one is or was HR."""
    return Certificate.objects.filter(person__in=people_on_file(user, Right.HR, day=day).values("pk"))


def may_draw_again(user: User, certificate: Certificate, *, day: date) -> bool:
    """Tell whether one may have a held file tried again."""
    return heldable_certificates(user, day=day).filter(pk=certificate.pk).exists()


def may_propose_revocation(user: User, certificate: Certificate, *, day: date) -> bool:
    """Tell whether one may propose to revoke: HR or safety of the holder's unit, never the holder."""
    within = people_on_file(user, *MAY_PROPOSE, day=day).filter(pk=certificate.person_id)
    return certificate.person.user_id != user.pk and within.exists()


def visible_proposals(user: User, *, day: date) -> QuerySet[RevocationProposal]:
    """Return the proposals about people for whom one is HR, safety or auditor; never those about oneself."""
    people = people_on_file(user, *MAY_SEE_PROPOSALS, day=day).exclude(user=user)
    return RevocationProposal.objects.filter(certificate__person__in=people.values("pk"))


def may_see_proposals(user: User, *, day: date) -> bool:
    """Tell whether one may open the list of proposals."""
    return has_right(user, *MAY_SEE_PROPOSALS, day=day)


def get_proposal_for(user: User, public_id: str, *, day: date) -> RevocationProposal:
    """Return a proposal one may see; Http404 otherwise."""
    rows = visible_proposals(user, day=day).filter(public_id=public_id)
    found = rows.select_related(
        "certificate__person", "certificate__credential", "proposed_by", "decided_by"
    ).first()
    if found is None:
        raise Http404
    return found


def may_decide_revocation(user: User, proposal: RevocationProposal, *, day: date) -> bool:
    """Tell whether one may approve or decline: safety of the holder's unit, neither proposer nor holder."""
    person = proposal.certificate.person
    if user.pk in (proposal.proposed_by_id, person.user_id):
        return False
    return people_on_file(user, Right.SAFETY, day=day).filter(pk=person.pk).exists()


def visible_batches(user: User) -> QuerySet[CertificateBatch]:
    """Return the batches that one asked for oneself."""
    return (
        CertificateBatch.objects.filter(requested_by=user) if user.is_active else CertificateBatch.objects.none()
    )


def get_batch_for(user: User, public_id: str, *, day: date) -> CertificateBatch:
    """Return one's own batch while one may still see everybody in it; Http404 otherwise."""
    found = visible_batches(user).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    seen = visible_certificates(user, day=day).values("pk")
    if found.certificates.exclude(pk__in=seen).exists():
        raise Http404
    return found
