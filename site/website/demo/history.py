"""Gives people a past: courses taken, exams passed and failed, certificates held, expiring and expired."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from certificates.actions.awards import award_for_attempt
from certificates.models import Certificate, Credential
from compliance.models import Requirement
from courses.actions import enrolments, progress
from courses.enums import EnrolmentSource
from courses.models import LessonProgress
from courses.queries.lessons import live_lessons
from exams.actions import attempts, form_sets, papers
from exams.actions import sittings as sitting_actions
from exams.enums import ResponseFate
from exams.item_types.keyed import entry_of
from exams.item_types.registry import item_type
from exams.models import Attempt, Exam, ItemVersion, Paper, ResponseEvent, Sitting
from exams.queries.attempts import form_items
from exams.queries.papers import printed
from exams.queries.wordings import PlacedItem
from people.models import Employment, Location, Person, User
from website.demo.organisation import accounts

# Shares of people by how they stand; the rest has done nothing yet.
CURRENT, EXPIRING, EXPIRED, LEARNING, FAILED = 0.62, 0.08, 0.09, 0.09, 0.05


def build(credentials: list[Credential], *, at: datetime) -> None:
    """Write the past of everybody who needs a credential, except of the two demo learners."""
    rng = random.Random(7)  # noqa: S311 -- the same made-up past every time
    clerk = User.objects.get(employee_no=accounts()[0].employee_no)
    learners = {account.employee_no for account in accounts()[-2:]}
    needed = {(r.job_role_id, r.credential_id) for r in Requirement.objects.all()}
    for employment in Employment.objects.select_related("person").order_by("pk"):
        if employment.person.employee_no in learners:
            continue
        for credential in credentials:
            if (employment.job_role_id, credential.pk) in needed:
                since = (at.date() - employment.starts_on).days
                _past(employment.person, credential, clerk=clerk, at=at, rng=rng, days_in_service=since)
    _sittings(credentials[0].exam, at=at)
    _sitting_on_paper(credentials[0].exam, at=at - timedelta(days=1))


def _past(
    person: Person, credential: Credential, *, clerk: User, at: datetime, rng: random.Random, days_in_service: int
) -> None:
    chance = rng.random()
    if days_in_service < 60:
        if chance < 0.5:
            _learn(person, credential, clerk=clerk, at=at - timedelta(days=3), part=rng.random())
        return
    edges = [CURRENT, EXPIRING, EXPIRED, LEARNING, FAILED]
    kind = next((n for n in range(len(edges)) if chance < sum(edges[: n + 1])), len(edges))
    if kind == len(edges):
        return
    days_ago = (rng.randrange(10, 290), rng.randrange(312, 363), rng.randrange(368, 395), 6, 9)[kind]
    moment = at - timedelta(days=days_ago, minutes=rng.randrange(0, 400))
    _learn(person, credential, clerk=clerk, at=moment, part=rng.uniform(0.2, 0.8) if kind == 3 else 1)
    if kind != 3:
        _sit(person, credential, clerk=clerk, at=moment + timedelta(hours=1), is_pass=kind != 4, rng=rng)


def _learn(person: Person, credential: Credential, *, clerk: User, at: datetime, part: float) -> None:
    enrolment = enrolments.enrol(
        person, course=credential.course, source=EnrolmentSource.REQUIRED, actor=clerk, at=at, due_on=None
    )
    lessons = list(live_lessons(credential.course))
    count = round(len(lessons) * part)
    done = lessons[: count - 1] if count == len(lessons) else lessons[:count]
    LessonProgress.objects.bulk_create(
        LessonProgress(
            enrolment=enrolment, lesson=lesson, opened_at=at, last_seen_at=at, completed_at=at,
            revision_id=lesson.live_revision_id,
        )
        for lesson in done
    )  # fmt: skip
    if count == len(lessons):
        progress.complete_lesson(
            enrolment, lesson=lessons[-1], revision=lessons[-1].live_revision_id, actor=clerk, at=at
        )


def _sit(
    person: Person, credential: Credential, *, clerk: User, at: datetime, is_pass: bool, rng: random.Random
) -> None:
    attempt = attempts.start(credential.exam, person=person, actor=clerk, at=at)
    items = form_items(attempt)
    wrong_count = rng.randrange(0, 4) if is_pass else rng.randrange(5, 9)
    plain = [row.position for row in items if not row.is_critical]
    wrong = set(rng.sample(plain, min(wrong_count, len(plain))))
    values = {row: _answer(row.version, is_right=row.position not in wrong, rng=rng) for row in items}
    moment, events = at, []
    for row, value in values.items():
        # Who knows takes less time than who does not.
        moment += timedelta(seconds=rng.randrange(12, 50 if row.position not in wrong else 70))
        if item_type(row.version.item_type).is_stepwise:
            events += _steps(attempt, row, value["path"], at=moment)
        else:
            events.append(_event(attempt, row.position, value, at=moment))
    ResponseEvent.objects.bulk_create(events)
    attempts.submit(attempt, actor=clerk, at=at + timedelta(minutes=18))
    award_for_attempt(attempt, at=at + timedelta(minutes=18))


def learn_and_pass(person: Person, credential: Credential, *, clerk: User, at: datetime) -> Certificate:
    """Let somebody take the course and pass the exam an hour later; return the certificate that this earns."""
    rng = random.Random(person.pk)  # noqa: S311 -- the same answers every time
    _learn(person, credential, clerk=clerk, at=at, part=1)
    _sit(person, credential, clerk=clerk, at=at + timedelta(hours=1), is_pass=True, rng=rng)
    return Certificate.objects.filter(person=person, credential=credential).latest("pk")


def _event(attempt: Attempt, position: int, value: object, *, at: datetime) -> ResponseEvent:
    return ResponseEvent(
        attempt=attempt,
        position=position,
        value=value,
        sequence=1,
        client_id=f"d{position}",
        fate=ResponseFate.COUNTED.value,
        received_at=at,
    )


def _steps(attempt: Attempt, row: PlacedItem, path: list[str], *, at: datetime) -> list[ResponseEvent]:
    """Return the choices of a situation one after the other, as a candidate makes them."""
    kind, version = item_type(row.version.item_type), row.version
    events = []
    for made, choice in enumerate(path):
        value = kind.step(version.body, version.key, {"path": path[:made]}, choice)
        event = _event(attempt, row.position, value, at=at)
        event.sequence, event.client_id = made + 1, f"branch-{row.position}-{made}"
        events.append(event)
    return events


def _answer(version: ItemVersion, *, is_right: bool, rng: random.Random) -> object:
    """Return the right answer, or one that somebody gives who does not know."""
    kind = item_type(version.item_type)
    if is_right:
        return kind.right_value(version.body, version.key)
    for _try in range(20):
        value = kind.guess(version.body, rng=rng)
        if kind.share(version.body, version.key, value) != 1:
            return value
    return None


def _sittings(exam: Exam, *, at: datetime) -> None:
    people = {account.label_en: account.employee_no for account in accounts()}
    proctor, trainer = (User.objects.get(employee_no=people[label]) for label in ("Proctor", "Trainer"))
    place = Location.objects.get(name="培训中心第一考场")
    roster = [
        Person.objects.get(employee_no=people["Crew member (on site)"]),
        *Person.objects.filter(attempts=None, employments__job_role__code="R05").order_by("employee_no")[:8],
    ]
    later = form_sets.build(exam, name="机考 A–C", count=3, is_for_paper=False, actor=trainer, at=at, seed=7)
    for days, form_set in ((0, None), (7, later)):
        sitting = Sitting.objects.create(
            exam=exam,
            mode="on_site",
            location=place,
            form_set=form_set,
            opens_at=at + timedelta(days=days) - timedelta(minutes=30 if days == 0 else 0),
            closes_at=at + timedelta(days=days, hours=8 if days == 0 else 3),
        )
        sitting.proctors.add(proctor)
        unique = list({person.pk: person for person in roster}.values())
        sitting_actions.add_candidates(sitting, people=unique, actor=proctor, at=at)


def _sitting_on_paper(exam: Exam, *, at: datetime) -> None:
    """Let those who failed sit once more, on paper: one is entered, one differs, one waits for its second keying."""
    people = {account.label_en: account.employee_no for account in accounts()}
    proctor, trainer = (User.objects.get(employee_no=people[label]) for label in ("Proctor", "Trainer"))
    sitting = Sitting.objects.create(
        exam=exam,
        mode="paper",
        location=Location.objects.get(name="培训中心第一考场"),
        opens_at=at,
        closes_at=at + timedelta(hours=2),
        form_set=form_sets.build(exam, name="纸质 A–B", count=2, is_for_paper=True, actor=trainer, at=at, seed=7),
    )
    sitting.proctors.add(proctor)
    failed = Person.objects.filter(attempts__exam=exam, attempts__scores__passed=False).order_by("employee_no")
    sitting_actions.add_candidates(sitting, people=list(failed.distinct()[:6]), actor=proctor, at=at)
    drawn = papers.draw_papers(sitting, actor=trainer, at=at).papers
    sitting_actions.open_sitting(sitting, actor=proctor, at=at)
    present = drawn[:-1]  # the last one did not come
    for paper in present:
        sitting_actions.check_identity(
            sitting, person=paper.candidate.person, method="id_card", actor=proctor, at=at
        )
    for place, paper in enumerate(present[:3]):
        entries = _keyed_right(paper)
        papers.key(paper, texts=entries, actor=proctor, at=at + timedelta(hours=3))
        if place < 2:
            texts = entries if place == 0 else ["-", *entries[1:]]
            papers.key(paper, texts=texts, actor=trainer, at=at + timedelta(hours=4))


def _keyed_right(paper: Paper) -> list[str]:
    """Return what one keys from a paper on which every answer is right."""
    rows = paper.form.items.select_related("version").order_by("position")
    return [
        entry_of(
            (question.item_type, question.body),
            item_type(question.item_type).right_value(row.version.body, row.version.key),
        )
        for row, question in zip(rows, printed(paper), strict=True)
    ]
