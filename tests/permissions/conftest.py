"""One small world: a branch with a crew, a candidate there, and everybody who may or may not look."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile

from certificates.actions import revocations
from certificates.models import Certificate, CertificateBatch, Credential
from compliance.actions import exemptions
from compliance.models import ReportRun, Requirement
from courses.actions import assignments, enrolments
from courses.enums import EnrolmentSource
from courses.queries.lessons import live_lessons
from exams.actions import accommodations, attempts, authoring, corrections, form_sets, papers, practice, rulings
from exams.domain.accommodations import Given
from exams.models import Candidate, ContentArea, EnemyGroup, ImportPicture, Item, ItemExport, ItemImport
from people.actions.units import rebuild_closure
from people.enums import Right
from people.models import Employment, GrantProposal, JobRole, Location, Person, RoleGrant, RosterUpload, Unit, User
from tests.factories.courses import make_course
from tests.factories.exams import appealed, make_exam, make_picture, make_sitting, submitted_with_a_written_answer
from tests.factories.library import make_document, make_video
from tests.permissions.elsewhere import HOLDERS

GRANTS = {
    "manager": (Right.MANAGER, "B1"),
    "hr": (Right.HR, "G"),
    "safety": (Right.SAFETY, "G"),
    "auditor": (Right.AUDITOR, "G"),
    "trainer": (Right.TRAINER, "G"),
    "proctor": (Right.PROCTOR, "G"),
    "admin": (Right.ADMIN, "G"),
}


def practice_round(w):
    """Begin the five of the day with one picture among them."""
    ContentArea.objects.filter(code=w.exam.code).update(course=w.course)
    Item.objects.filter(area__code=w.exam.code).update(is_exam_only=False)
    return practice.daily(w.person, day=w.at.date(), at=w.at)


@pytest.fixture
def world(at, monkeypatch, settings, tmp_path):
    """Everything the matrix speaks of, on one day."""
    settings.MEDIA_ROOT = tmp_path / "public"
    monkeypatch.setattr("core.clock.now", lambda: at)
    w = SimpleNamespace(users={}, at=at)
    units = {}
    for code, parent in (("G", None), ("B1", "G"), ("C1", "B1"), ("B2", "G")):
        units[code] = Unit.objects.create(
            code=code, name=f"单位{code}", kind="branch", parent=units.get(parent), valid_from=date(2015, 1, 1)
        )
    rebuild_closure()
    role = JobRole.objects.create(code="R05", name="班组作业人员", name_en="Crew member")
    for name in ("self", "colleague", *GRANTS, *HOLDERS):
        # Nobody signs in by it; to hash so many would take seconds a test.
        w.users[name] = User.objects.create_user(name.upper())
    elsewhere = [(name, right, "B2") for name, (_measure, rights) in HOLDERS.items() for right in rights]
    for name, right, unit in [*((name, *grant) for name, grant in GRANTS.items()), *elsewhere]:
        RoleGrant.objects.create(
            user=w.users[name], right=right, unit=units[unit], starts_on=date(2020, 1, 1), reason="appointed"
        )
    w.grant = RoleGrant.objects.get(right=Right.PROCTOR, unit=units["G"])
    w.proposal = GrantProposal.objects.create(
        user=w.users["colleague"],
        right=Right.AUDITOR,
        unit=units["G"],
        starts_on=date(2026, 11, 24),
        reason="appointed",
        proposed_by=User.objects.create_user("SECOND-ADMIN"),
        proposed_at=at,
    )
    for name, unit in (("self", "C1"), ("colleague", "C1"), ("other_colleague", "B2")):
        person = Person.objects.create(employee_no=name.upper(), name=f"{unit}的人", user=w.users[name])
        Employment.objects.create(
            person=person, unit=units[unit], job_role=role, person_type="own", starts_on=date(2020, 1, 1)
        )
    w.person = Person.objects.get(employee_no="SELF")
    w.leaver = Person.objects.create(employee_no="LEFT", name="C1离职的人")
    Employment.objects.create(
        person=w.leaver,
        unit=units["C1"],
        job_role=role,
        person_type="own",
        starts_on=date(2020, 1, 1),
        ends_on=date(2026, 11, 23),
    )
    w.course = make_course(lessons=2, unit=units["B1"])
    w.closed = make_course(code="M9", unit=units["B1"])
    w.closed.audience.add(JobRole.objects.create(code="R18", name="话务员", name_en="Operator"))
    w.closed.save()
    w.picture = make_picture("P1", at=at)
    pictured = {"stem": "看图：![蓝色图片](picture:P1)"}
    w.exam = make_exam(at=at, course=w.course, requires_course=False, like=pictured)
    area = w.exam.blueprint.get().area
    w.draft = authoring.create_item(
        code="D1", area=area, kind="true_false", body={}, key={}, actor=w.users["trainer"], at=at
    )
    w.credential = Credential.objects.create(code="M1", name="有限空间作业", course=w.course, exam=w.exam)
    w.requirement = Requirement.objects.create(job_role=role, credential=w.credential, starts_on=date(2026, 1, 1))
    w.enrolment = enrolments.enrol(
        w.person, course=w.course, source=EnrolmentSource.SELF, actor=w.users["self"], at=at
    )
    w.assignment = assignments.assign(
        make_course(code="M8", lessons=1, unit=units["B1"]),
        people=[Person.objects.get(employee_no="COLLEAGUE")],
        due_on=None,
        note="",
        actor=w.users["manager"],
        at=at,
    )
    w.practice = practice_round(w)
    ContentArea.objects.create(
        code="Z", name="另一分公司的题", course=make_course(code="M7", lessons=1, unit=units["B2"])
    )
    w.lesson = live_lessons(w.course)[0]
    w.form_set = form_sets.build(
        w.exam, name="十一月", count=2, is_for_paper=True, actor=w.users["trainer"], at=at
    )
    w.enemies = EnemyGroup.objects.create(reason="同一算例")
    w.enemies.items.set([w.draft.item, Item.objects.get(code="E1-01")])
    w.sitting = make_sitting(w.exam, at=at)
    Unit.objects.filter(code="G12").update(parent=units["B1"])
    rebuild_closure()
    Location.objects.update(name="C1考场")
    w.sitting.proctors.add(w.users["proctor"])
    Candidate.objects.create(sitting=w.sitting, person=w.person)
    w.attempt = attempts.start(w.exam, person=w.person, actor=w.users["self"], at=at)
    paper_sitting = make_sitting(
        make_exam(at=at, code="E2", course=w.course, like=pictured),
        at=at,
        mode="paper",
        location=w.sitting.location,
    )
    paper_sitting.proctors.add(w.users["proctor"])
    Candidate.objects.create(sitting=paper_sitting, person=w.person)
    w.online = make_sitting(w.exam, at=at, mode="online")
    Candidate.objects.create(sitting=w.online, person=w.person)
    [w.paper] = papers.draw_papers(paper_sitting, actor=w.users["proctor"], at=at).papers
    w.marked = submitted_with_a_written_answer(w.person, at=at, course=w.course)
    w.task = w.marked.marking_tasks.get()
    w.appeal = appealed(w.person, at=at, course=w.course)
    w.correction = corrections.propose(
        w.appeal.attempt.form.items.first().version,
        kind="everybody",
        key=None,
        reason="two options are right",
        actor=w.users["trainer"],
        at=at,
    )
    w.ruling = rulings.propose(w.marked, kind="void", reason="fire alarm", actor=w.users["trainer"], at=at)
    w.certificate = Certificate.objects.create(
        credential=w.credential,
        person=w.person,
        attempt=w.attempt,
        number="AN-M1-2026-000001-X",
        code="0" * 20,
        awarded_at=at,
        valid_from=date(2026, 11, 24),
        valid_to=date(2027, 11, 23),
        snapshot={"holder_name": "王小暖", "credential": "有限空间作业", "course_title": "课程M1"},
        file=ContentFile(b"%PDF-1.7", "a.pdf"),
        file_sha256="0" * 64,
        state="issued",
    )
    w.accommodation = accommodations.propose(
        w.person,
        given=Given(larger_print=True),
        reason="personnel file 13",
        starts_on=at.date(),
        ends_on=at.date(),
        actor=w.users["hr"],
        at=at,
    )
    w.exemption = exemptions.propose(
        w.person,
        credential=w.credential,
        reason="long leave, personnel file 12",
        starts_on=at.date(),
        ends_on=at.date(),
        actor=w.users["manager"],
        at=at,
    )
    w.revocation = revocations.propose(
        w.certificate, reason="somebody else sat the exam", actor=w.users["hr"], at=at
    )
    w.batch = CertificateBatch.objects.create(
        requested_by=w.users["hr"],
        requested_at=at,
        asked_count=1,
        file=ContentFile(b"PK", "b.zip"),
        file_count=1,
        finished_at=at,
    )
    w.batch.certificates.add(w.certificate)
    w.report = ReportRun.objects.create(
        kind="completion",
        format="csv",
        as_of=date(2026, 11, 24),
        unit=units["G"],
        requested_by=w.users["hr"],
        requested_at=at,
        file=ContentFile(b"x", "r.csv"),
        row_count=0,
        finished_at=at,
    )
    w.video, w.document = make_video(), make_document()
    shown = live_lessons(w.closed)[0]
    shown.body = [("video", {"video": w.video}), ("document", {"document": w.document, "note": ""})]
    shown.save_revision().publish()
    w.item_import = ItemImport.objects.create(
        file=ContentFile(b"Claim. {T}", "i.txt"),
        file_name="i.txt",
        sha256="0" * 64,
        state="ready",
        uploaded_by=w.users["trainer"],
        uploaded_at=at,
    )
    w.item_export = ItemExport.objects.create(
        format="gift",
        requested_by=w.users["trainer"],
        requested_at=at,
        file=ContentFile(b"x", "items.txt"),
        item_count=0,
        finished_at=at,
    )
    ImportPicture.objects.create(
        upload=w.item_import,
        code="B1",
        alt="图",
        file=ContentFile(b"x", "b.png"),
        content_type="image/png",
        width=64,
        height=48,
    )
    w.upload = RosterUpload.objects.create(
        file=ContentFile(b"x", "r.csv"),
        file_name="r.csv",
        uploaded_by=w.users["hr"],
        uploaded_at=at,
        state="applied",
        outcome={"counts": {"new": 0, "changed": 0, "ended": 0, "unchanged": 0}},
    )
    return w
