"""Where one person stands with everything the job role asks, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from certificates.models import Certificate, Credential
from compliance.domain.gaps import Holding, due_on, role_since, state_on
from compliance.enums import GapState
from compliance.models import Exemption, Requirement
from compliance.queries.gaps import open_on
from core import clock
from people.models import Employment, Person
from people.models.proposal import in_force_on


@dataclass(frozen=True, slots=True)
class PersonGap:
    """One credential that one person needs: by which role, until when, and what is held or was held last.

    `ended_on` says since when that holds no longer, None while it does.
    """

    credential: Credential
    job_role: str
    due_on: date
    held: Certificate | None
    state: GapState
    ended_on: date | None = None
    is_revoked: bool = False


def person_gaps(person: Person, *, day: date) -> list[PersonGap]:
    """Return one row per credential that the person's roles ask for on the day, most urgent first.

    Where two roles ask the same, the earlier due day stands. Cost: four queries.
    """
    roles = _roles(person, day=day)
    required = Requirement.objects.filter(open_on(day), job_role__in=roles).select_related(
        "credential__course", "credential__exam", "job_role"
    )
    certificates = list(
        Certificate.objects.filter(person=person, valid_from__lte=day)
        .select_related("revocation", "credential")
        .order_by("valid_to", "pk")
    )
    exempt = set(Exemption.objects.filter(in_force_on(day), person=person).values_list("credential_id", flat=True))
    rows: dict[int, PersonGap] = {}
    for requirement in required.order_by("credential__code", "pk"):
        credential = requirement.credential
        own = [certificate for certificate in certificates if certificate.credential_id == credential.pk]
        due = due_on(
            role_since=roles[requirement.job_role_id],
            required_since=requirement.starts_on,
            days_allowed=requirement.days_allowed,
        )
        state = state_on(
            day,
            due=due,
            holdings=[_holding(certificate) for certificate in own],
            warn_days=credential.warn_days,
            is_exempt=credential.pk in exempt,
        )
        held, ended_on, is_revoked = _last(own, day=day)
        row = PersonGap(credential, str(requirement.job_role), due, held, state, ended_on, is_revoked)
        if credential.pk not in rows or due < rows[credential.pk].due_on:
            rows[credential.pk] = row
    urgency = [GapState.OVERDUE, GapState.NEVER, GapState.DUE, GapState.EXPIRING, GapState.VALID, GapState.EXEMPT]
    return sorted(rows.values(), key=lambda row: (urgency.index(row.state), row.due_on, row.credential.code))


def _roles(person: Person, *, day: date) -> dict[int, date]:
    """Return since when the person is in each role of the day, without a break. Cost: one query."""
    rows = Employment.objects.filter(person=person, starts_on__lte=day)
    spells = list(rows.order_by("-starts_on").values_list("job_role_id", "starts_on", "ends_on"))
    ended = [(role, began, last_day) for role, began, last_day in spells if last_day is not None]
    return {
        role: role_since(began, spells=[(first, last) for other, first, last in ended if other == role])
        for role, began, last_day in spells
        if last_day is None or last_day >= day
    }


def _last(own: Sequence[Certificate], *, day: date) -> tuple[Certificate | None, date | None, bool]:
    """Return the certificate to speak of, the one that holds before one that does not, and how it ended."""
    if not own:
        return None, None, False
    last = max(own, key=lambda certificate: _holding(certificate).holds_on(day))
    holding = _holding(last)
    if holding.holds_on(day):
        return last, None, False
    is_revoked = holding.revoked_on is not None and holding.revoked_on <= day
    return last, holding.revoked_on if is_revoked else holding.valid_to, is_revoked


def _holding(certificate: Certificate) -> Holding:
    revocation = getattr(certificate, "revocation", None)
    revoked_on = clock.local_day(revocation.revoked_at) if revocation is not None else None
    return Holding(certificate.valid_from, certificate.valid_to, revoked_on)
