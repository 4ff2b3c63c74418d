"""Certificates in a list: found by text, state, credential, unit and day, with what each is worth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Prefetch, Q, QuerySet

from certificates.domain.validity import standing
from certificates.enums import CertificateState, Standing
from certificates.models import Certificate, Credential
from core import clock
from people.models import Employment, Person, Unit
from people.queries.people import last_worked_in, with_employment_on

SORTS = {
    "newest": ("-awarded_at", "-pk"),
    "ends_first": ("valid_to", "pk"),
    "name": ("person__name", "person__employee_no", "-pk"),
    "employee_no": ("person__employee_no", "-pk"),
    "number": ("number", "pk"),
    "credential": ("credential__code", "person__employee_no", "-pk"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which certificates are looked for; what is empty narrows nothing.

    `state` is one of valid, expired, revoked, held, pending; `since` and `before` speak of the award.
    """

    text: str = ""
    state: str = ""
    credential: Credential | None = None
    unit: Unit | None = None
    ends_within: int | None = None
    since: datetime | None = None
    before: datetime | None = None
    sort: str = "newest"


def _state(code: str, day: date) -> Q:
    not_revoked = ~Q(state=CertificateState.REVOKED)
    if code == Standing.VALID:
        return not_revoked & Q(valid_to__gte=day)
    if code == Standing.EXPIRED:
        return not_revoked & Q(valid_to__lt=day)
    return Q(state=code)


def matching(certificates: QuerySet[Certificate], wanted: Wanted, *, day: date) -> QuerySet[Certificate]:
    """Return those that fit, in the order wanted.

    A unit means: whose holder works there or below on the day, or did last before leaving.
    """
    if text := wanted.text.strip():
        certificates = certificates.filter(
            Q(number__icontains=text) | Q(person__name__icontains=text) | Q(person__employee_no__icontains=text)
        )
    if wanted.state:
        certificates = certificates.filter(_state(wanted.state, day))
    if wanted.credential is not None:
        certificates = certificates.filter(credential=wanted.credential)
    if wanted.unit is not None:
        working = Q(ends_on=None) | Q(ends_on__gte=day)
        there = Employment.objects.filter(working, starts_on__lte=day, unit__above__ancestor=wanted.unit)
        left = last_worked_in(Unit.objects.filter(above__ancestor=wanted.unit), day=day)
        certificates = certificates.filter(Q(person__in=there.values("person")) | Q(person__in=left.values("pk")))
    if wanted.ends_within is not None:
        last = day + timedelta(days=wanted.ends_within)
        certificates = certificates.filter(_state(Standing.VALID, day), valid_to__lte=last)
    if wanted.since is not None:
        certificates = certificates.filter(awarded_at__gte=wanted.since)
    if wanted.before is not None:
        certificates = certificates.filter(awarded_at__lt=wanted.before)
    return certificates.order_by(*SORTS[wanted.sort])


def for_list(certificates: QuerySet[Certificate], *, day: date) -> QuerySet[Certificate]:
    """Return them with holder, credential, revocation, and the holder's employments on the day. Cost: three queries."""
    people = Prefetch("person", queryset=with_employment_on(Person.objects.all(), day))
    return certificates.select_related("credential", "revocation").prefetch_related(people)


def worth(certificate: Certificate, *, day: date) -> Standing:
    """Return what a certificate is worth on a day. Cost: none when `revocation` and `credential` came along."""
    return standing(
        valid_to=certificate.valid_to,
        revoked_on=revoked_on(certificate),
        day=day,
        warn_days=certificate.credential.warn_days,
    )


def revoked_on(certificate: Certificate) -> date | None:
    """Return the day from which a certificate is revoked, None for one that stands."""
    revocation = getattr(certificate, "revocation", None)
    at: datetime | None = revocation.revoked_at if revocation is not None else None
    return clock.local_day(at) if at is not None else None


def shown_state(certificate: Certificate, *, day: date) -> str:
    """Return the one word for a certificate on a day: pending or held while it has no file, else what it is worth."""
    if certificate.state in (CertificateState.PENDING, CertificateState.HELD):
        return certificate.state
    return worth(certificate, day=day).value
