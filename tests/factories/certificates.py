"""Minimal valid certificates, without the way to them."""

from datetime import date, datetime, timedelta

from django.core.files.base import ContentFile

from certificates.models import Certificate, Credential
from exams.models import Attempt, ExamForm
from people.models import Person


def make_certificate(
    person: Person, credential: Credential, *, at: datetime, valid_from: date, **fields: object
) -> Certificate:
    """Write a certificate valid for a year; issued with a file unless told otherwise."""
    form = ExamForm.objects.create(exam=credential.exam, seed=person.pk, drawn_at=at)
    attempt = Attempt.objects.create(
        exam=credential.exam, person=person, form=form, number=Attempt.objects.filter(person=person).count() + 1,
        mode="online", state="submitted", cut_percent=80, started_at=at, deadline_at=at, ended_at=at,
    )  # fmt: skip
    number = f"AN-{credential.code}-{valid_from.year}-{attempt.pk:06d}-X"
    values: dict[str, object] = {
        "number": number,
        "code": f"{attempt.pk:020d}",
        "awarded_at": at,
        "valid_from": valid_from,
        "valid_to": valid_from + timedelta(days=364),
        "state": "issued",
        "file_sha256": "0" * 64,
        "snapshot": {
            "version": 1, "holder_name": person.name, "employee_no": person.employee_no, "unit_path": "示例热力集团",
            "job_role": "班组作业人员", "credential": credential.name, "course_title": "课程", "hours": "2",
            "completed_on": valid_from.isoformat(), "exam_title": "考试", "exam_on": valid_from.isoformat(),
            "mode": "online", "percent": "90.00", "basis": "",
        },
        **fields,
    }  # fmt: skip
    if values["state"] == "issued":
        values["file"] = ContentFile(b"%PDF-1.7 " + number.encode(), f"{number}.pdf")
    return Certificate.objects.create(credential=credential, person=person, attempt=attempt, **values)
