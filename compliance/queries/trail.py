"""The audit trail, found and narrowed, and whom its rows are about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import CharField, Model, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone

from certificates.models import Certificate
from compliance.models import Exemption
from core.models import AuditEvent
from courses.models import Enrolment
from exams.models import Accommodation, Attempt, Candidate, Paper
from people.models import GrantProposal, Person, RoleGrant, User
from people.queries.people import matching as matching_people

# Records that are about one person, and how the person is reached from each. Markers stay unnamed to candidates, so
# that what was done with single answers is not told by way of the attempt; and what somebody proposes against a
# person is told once it is decided: see UNTOLD.
ABOUT: tuple[tuple[type[Model], str], ...] = (
    (Person, "pk"),
    (User, "person"),
    (RoleGrant, "user__person"),
    (GrantProposal, "user__person"),
    (Enrolment, "person"),
    (Attempt, "person"),
    (Candidate, "person"),
    (Paper, "candidate__person"),
    (Accommodation, "person"),
    (Certificate, "person"),
    (Exemption, "person"),
)
UNTOLD = (
    "exams.answer_marked",
    "exams.answers_decided",
    "exams.attempt_marked",
    "exams.ruling_proposed",
    "certificates.revocation_proposed",
)


def about(people: QuerySet[Person]) -> Q:
    """Return the condition that an event is about one of these people: about them, their account or their records."""
    found = Q(pk=None)
    for model, path in ABOUT:
        rows = model._base_manager.filter(**{f"{path}__in": people.order_by().values("pk")}).order_by()
        keys = rows.annotate(key=Cast("pk", CharField())).values("key")
        found |= Q(target_type=model._meta.label_lower, target_id__in=keys)
    return found


def by(people: QuerySet[Person]) -> Q:
    """Return the condition that one of these people did it."""
    return Q(actor_id__in=people.order_by().exclude(user=None).values("user"))


def on_file_of(user: User, *, is_by: bool) -> QuerySet[AuditEvent]:
    """Return what one did oneself, or what others did with one's own record, the newest first."""
    if is_by:
        return AuditEvent.objects.filter(actor_id=user.pk).order_by("-sequence")
    account = Q(target_type="people.user", target_id=str(user.pk))
    events = AuditEvent.objects.filter(account | about(Person.objects.filter(user=user)))
    return events.exclude(actor_id=user.pk).exclude(action__in=UNTOLD).order_by("-sequence")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events are looked for; what is empty narrows nothing.

    `person` is part of a name or number of who did it or whom it is about, `thing` part of what the object is called.
    Both days count.
    """

    first: date | None = None
    last: date | None = None
    person: str = ""
    action: str = ""
    kind: str = ""
    thing: str = ""


def matching(events: QuerySet[AuditEvent], wanted: Wanted) -> QuerySet[AuditEvent]:
    """Return those that fit, the newest first."""
    if wanted.first is not None:
        events = events.filter(at__gte=_midnight(wanted.first))
    if wanted.last is not None:
        events = events.filter(at__lt=_midnight(wanted.last + timedelta(days=1)))
    if text := wanted.person.strip():
        people = matching_people(Person.objects.all(), text)
        events = events.filter(Q(actor_label__icontains=text) | by(people) | about(people))
    if wanted.action:
        events = events.filter(action=wanted.action)
    if wanted.kind:
        events = events.filter(target_type=wanted.kind)
    if wanted.thing.strip():
        events = events.filter(target_label__icontains=wanted.thing.strip())
    return events.order_by("-sequence")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
