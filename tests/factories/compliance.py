"""Minimal valid exemptions, approved as by two persons."""

from datetime import date, datetime

from certificates.models import Credential
from compliance.models import Exemption
from people.models import Person, User


def make_exemption(person: Person, credential: Credential, *, on: date, at: datetime) -> Exemption:
    """Free a person of a credential for one day."""
    proposer, approver = (User.objects.create_user(f"{code}-{person.pk}") for code in ("PROPOSER", "APPROVER"))
    return Exemption.objects.create(
        person=person, credential=credential, reason="long leave", starts_on=on, ends_on=on,
        proposed_by=proposer, proposed_at=at, state="approved", decided_by=approver, decided_at=at,
    )  # fmt: skip
