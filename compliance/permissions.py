"""Who may see coverage, ask for reports, change the matrix."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from compliance.models import Exemption, ReportRun, Requirement
from compliance.queries.trail import about, by
from core.models import AuditEvent
from core.prepared import Slot
from people.enums import Right
from people.models import Employment, Person, Unit, User
from people.permissions import has_right, has_right_over_all, people_on_file, people_within, visible_units

MAY_SEE_COVERAGE = (Right.MANAGER, Right.HR, Right.SAFETY, Right.AUDITOR)
MAY_CHANGE_MATRIX = (Right.HR, Right.SAFETY)
MAY_CHANGE_CREDENTIALS = (Right.SAFETY, Right.ADMIN)
MAY_SEE_CREDENTIALS = (*MAY_CHANGE_CREDENTIALS, Right.HR, Right.AUDITOR)
MAY_SEE_TRAIL = (Right.SAFETY, Right.AUDITOR)
MAY_PROPOSE_EXEMPTIONS = (Right.HR, Right.MANAGER)


def required_of(user: User | Slot, day: date | Slot, course: OuterRef) -> Exists:
    """Return the condition that a job role of this account asks on a day for a credential of the course."""
    held = Employment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day, person__user=user)
    asked = Requirement.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)
    return Exists(asked.filter(credential__course=course, job_role__in=held.values("job_role")))


def may_see_coverage(user: User, *, day: date) -> bool:
    """Tell whether one may see the coverage of any unit."""
    return has_right(user, *MAY_SEE_COVERAGE, day=day)


def may_change_matrix(user: User, *, day: date) -> bool:
    """Tell whether one may change the training matrix: HR and safety of the whole organisation."""
    return has_right_over_all(user, *MAY_CHANGE_MATRIX, day=day)


def coverage_units(user: User, *, day: date) -> QuerySet[Unit]:
    """Return the units whose coverage one may see."""
    return visible_units(user, *MAY_SEE_COVERAGE, day=day)


def visible_reports(user: User) -> QuerySet[ReportRun]:
    """Return the reports that one asked for oneself and has not deleted."""
    rows = ReportRun.objects.filter(requested_by=user, discarded_at=None)
    return rows if user.is_active else rows.none()


def get_report_for(user: User, public_id: str, *, day: date) -> ReportRun:
    """Return one's own report, while one may still see its unit; Http404 otherwise."""
    report = visible_reports(user).filter(public_id=public_id, unit__in=coverage_units(user, day=day).values("pk"))
    found = report.select_related("unit").first()
    if found is None:
        raise Http404
    return found


def may_see_trail(user: User, *, day: date) -> bool:
    """Tell whether one may look into the audit trail: auditors and the safety department."""
    return has_right(user, *MAY_SEE_TRAIL, day=day)


def visible_events(user: User, *, day: date) -> QuerySet[AuditEvent]:
    """Return the events of the audit trail that one may see.

    All of them where the right covers the whole organisation; else what the people of its units did, those who left
    included, and what was done with their records.
    """
    if has_right_over_all(user, *MAY_SEE_TRAIL, day=day):
        return AuditEvent.objects.all()
    people = people_on_file(user, *MAY_SEE_TRAIL, day=day)
    return AuditEvent.objects.filter(by(people) | about(people))


def may_see_credentials(user: User, *, day: date) -> bool:
    """Tell whether one may list what can be earned: safety, administrators, HR and auditors."""
    return has_right(user, *MAY_SEE_CREDENTIALS, day=day)


def may_change_credentials(user: User, *, day: date) -> bool:
    """Tell whether one may say what can be earned: safety and administrators of the whole organisation."""
    return has_right_over_all(user, *MAY_CHANGE_CREDENTIALS, day=day)


def may_propose_exemptions(user: User, *, day: date) -> bool:
    """Tell whether one may ask for exemptions: HR and managers, each in scope."""
    return has_right(user, *MAY_PROPOSE_EXEMPTIONS, day=day)


def exemptable_people(user: User, *, day: date) -> QuerySet[Person]:
    """Return the people for whom one may ask for an exemption, never oneself."""
    return people_within(user, *MAY_PROPOSE_EXEMPTIONS, day=day).exclude(user=user)


def visible_exemptions(user: User, *, day: date) -> QuerySet[Exemption]:
    """Return the exemptions of people whose coverage one may see, or might until they left."""
    people = people_on_file(user, *MAY_SEE_COVERAGE, day=day)
    return Exemption.objects.filter(person__in=people.values("pk"))


def get_exemption_for(user: User, public_id: str, *, day: date) -> Exemption:
    """Return an exemption one may see; Http404 otherwise."""
    rows = visible_exemptions(user, day=day).filter(public_id=public_id)
    found = rows.select_related("person", "credential", "proposed_by", "decided_by", "ended_by").first()
    if found is None:
        raise Http404
    return found


def may_decide_exemption(user: User, exemption: Exemption, *, day: date) -> bool:
    """Tell whether one may approve or decline: safety of the person's unit, neither proposer nor subject."""
    if user.pk in (exemption.proposed_by_id, exemption.person.user_id):
        return False
    return people_within(user, Right.SAFETY, day=day).filter(pk=exemption.person_id).exists()


def may_end_exemption(user: User, exemption: Exemption, *, day: date) -> bool:
    """Tell whether one may end it early: HR or safety of the person's unit, never the subject."""
    within = people_within(user, Right.HR, Right.SAFETY, day=day).filter(pk=exemption.person_id)
    return exemption.person.user_id != user.pk and within.exists()
