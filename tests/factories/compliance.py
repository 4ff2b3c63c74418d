"""People at work, and what they hold."""

from datetime import date, datetime, timedelta

from certificates.models import Certificate, Credential
from compliance.models import Exemption
from exams.models import Attempt, ExamForm
from people.models import Employment, JobRole, Person, Unit, User


def employ(number: int, role: JobRole, unit: str = "B11", **fields: object) -> Person:
    """Let somebody work in a role; own staff since 2020 where nothing else is said."""
    person = Person.objects.create(employee_no=f"{number:06d}", name=f"员工{number}")
    Employment.objects.create(
        person=person,
        unit=Unit.objects.get(code=unit),
        job_role=role,
        **{"starts_on": date(2020, 1, 1), "person_type": "own", **fields},
    )
    return person


def certify(
    person: Person, credential: Credential, at: datetime, *, valid_to: date, mode: str = "online", number: int = 1
) -> Certificate:
    """Give a certificate that ends on a day, earned in some mode a year before."""
    form = ExamForm.objects.create(exam=credential.exam, seed=person.pk, drawn_at=at)
    attempt = Attempt.objects.create(
        exam=credential.exam,
        person=person,
        form=form,
        number=number,
        mode=mode,
        state="submitted",
        cut_percent=80,
        started_at=at,
        deadline_at=at,
        ended_at=at,
    )
    return Certificate.objects.create(
        credential=credential,
        person=person,
        attempt=attempt,
        number=f"N{person.pk}-{number}",
        code=f"C{person.pk}-{number}",
        awarded_at=at,
        valid_from=valid_to - timedelta(days=364),
        valid_to=valid_to,
    )


def make_exemption(person: Person, credential: Credential, *, on: date, at: datetime) -> Exemption:
    """Free a person of a credential for one day."""
    proposer, approver = (User.objects.create_user(f"{code}-{person.pk}") for code in ("PROPOSER", "APPROVER"))
    return Exemption.objects.create(
        person=person, credential=credential, reason="long leave", starts_on=on, ends_on=on,
        proposed_by=proposer, proposed_at=at, state="approved", decided_by=approver, decided_at=at,
    )  # fmt: skip
