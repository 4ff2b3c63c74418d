"""Measures of pages that people open most, of a sitting of 3,000, and of the search."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime

from django.db import connection
from django.urls import reverse
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from certificates.models import Credential
from compliance.models import Requirement
from courses.actions.enrolments import enrol
from courses.enums import EnrolmentSource
from courses.models import CoursePage, Enrolment, LessonPage
from exams.models import Exam
from people.models import JobRole, Person, User
from tests.bench.company import employ
from tests.bench.journeys import client_of
from tests.bench.meter import browser_of, costs, statements_of
from tests.bench.report import Run, measure
from tests.bench.standing import watcher
from tests.factories.courses import make_course
from tests.factories.exams import make_sitting

ATTEMPTS = 3000
PAGES = 5000
LOOKS = 60

_SITTING = """
SET session_replication_role = replica;
CREATE TEMP TABLE taker AS SELECT id, row_number() OVER (ORDER BY id) AS n FROM people_person
WHERE employee_no LIKE 'M%' ORDER BY id LIMIT {attempts};
INSERT INTO exams_candidate (sitting_id, person_id, identity_method) SELECT {sitting}, id, '' FROM taker;
WITH forms AS (
    INSERT INTO exams_examform (exam_id, seed, drawn_at) SELECT {exam}, id, now() FROM taker RETURNING id, seed
), runs AS (
    INSERT INTO exams_attempt (public_id, exam_id, person_id, form_id, number, mode, state, cut_percent, started_at,
                               deadline_at, ended_at, receipt, sitting_id)
    SELECT 's' || seed, {exam}, seed, id, 2, 'online', 'submitted', 80, now(), now(), now(), '', {sitting}
    FROM forms RETURNING id
), answers AS (
    INSERT INTO exams_responseevent (attempt_id, position, value, sequence, client_id, fate, received_at)
    SELECT id, position, '"b"', 1, id || '-' || position, 'counted', now() FROM runs, generate_series(1, 10) position
)
INSERT INTO exams_score (attempt_id, revision, points, most_points, percent, cut_percent, failed_critical, passed,
                         marks, marked_at)
SELECT id, 1, 9, 10, 90, 80, '[]', true, '[]', now() FROM runs;
"""


@measure("overview", seconds=30)
def overview(run: Run) -> None:
    """Open a sitting with 3,000 attempts: its counts and its first page; and its last."""
    employ(run, 10_000)
    exam = Exam.objects.get(code="B10")
    sitting = make_sitting(exam, at=datetime.now(UTC), mode="online")
    sitting.proctors.add(watcher())
    run.stack.run(_SITTING.format(attempts=ATTEMPTS, sitting=sitting.pk, exam=exam.pk))
    run.stack.run("ANALYZE")
    browser, address = browser_of(watcher()), reverse("exams:sitting", args=[sitting.public_id])
    page = browser.get(address)
    if page.status_code != 200:
        raise RuntimeError(f"the page of a sitting answered {page.status_code}")
    [first, last] = costs(
        lambda: browser.get(address), lambda: browser.get(address, {"page": ATTEMPTS // 50}), times=11
    )
    count = statements_of(lambda: browser.get(address))
    note = f"{first.note}; {count} statements; the last page {last.wall:.3f} s"
    run.tell("overview", first.wall, "s", n=ATTEMPTS, note=note)


def _course() -> CoursePage:
    return CoursePage.objects.first() or make_course()


def _of_a_page(run: Run, name: str, address: str, floor: str) -> None:
    """Tell statements, bytes and processor time of one page, as people open it on the real server."""
    person = run.people[0]
    browser = browser_of(User.objects.get(pk=person.user_id))
    page = browser.get(address)
    if page.status_code != 200:
        raise RuntimeError(f"{address} answered {page.status_code}")
    found = []
    for server, path in ((run.site, address), (run.floor, floor)):
        asyncio.run(_look(server.port, person, path, 8))
        before = server.cpu()
        asyncio.run(_look(server.port, person, path, LOOKS))
        found.append((server.cpu() - before) * 1000 / LOOKS)
    run.tell(f"{name}.cpu_ms", found[0], "ms", n=LOOKS, floor=found[1], note="the floor is a bare Wagtail page")
    run.tell(f"{name}.statements", statements_of(lambda: browser.get(address)), "", n=1)
    run.tell(f"{name}.bytes", len(page.content), "bytes", n=1, note="the page alone, not compressed")


async def _look(port: int, person: object, path: str, times: int) -> None:
    browser = client_of(port, person)
    for _ in range(times):
        reply = await browser.get(path, step="x")
        if reply.status != 200:
            raise RuntimeError(f"{path} answered {reply.status}")
    await browser.close()


def _enrolment(run: Run) -> Enrolment:
    person = Person.objects.get(user=run.people[0].user_id)
    at = datetime.now(UTC)
    return enrol(person, course=_course(), source=EnrolmentSource.ASSIGNED, actor=None, at=at)


@measure("page.lesson", seconds=10)
def page_lesson(run: Run) -> None:
    """Read the first lesson of a course."""
    enrolment = _enrolment(run)
    lesson = LessonPage.objects.descendant_of(enrolment.course).order_by("path").first()
    address = reverse("courses:lesson", args=[enrolment.public_id, lesson.pk])
    _of_a_page(run, "page.lesson", address, f"/lesson/{lesson.pk}")


@measure("page.home", seconds=10)
def page_home(run: Run) -> None:
    """Open the start page of somebody who needs three credentials and is taking one course."""
    course = _enrolment(run).course
    role, exam = JobRole.objects.get(code="R05"), Exam.objects.get(code="B10")
    for number in range(3):
        credential, is_new = Credential.objects.get_or_create(
            code=f"H{number}", defaults={"name": f"资格{number}", "course": course, "exam": exam}
        )
        if is_new:
            Requirement.objects.create(job_role=role, credential=credential, starts_on=date(2020, 1, 1))
    lesson = LessonPage.objects.descendant_of(course).order_by("path").first()
    _of_a_page(run, "page.home", "/", f"/lesson/{lesson.pk}")


_LESSONS = """
SET session_replication_role = replica;
CREATE TEMP TABLE fresh AS SELECT * FROM wagtailcore_page WHERE id = {like};
INSERT INTO wagtailcore_page
SELECT (jsonb_populate_record(fresh, jsonb_build_object(
    'id', nextval(pg_get_serial_sequence('wagtailcore_page', 'id')),
    'path', '{parent}' || lpad((5000 + n)::text, 4, '0'),
    'title', w.title, 'draft_title', w.title, 'slug', 'search-' || n, 'url_path', '/search-' || n || '/',
    'translation_key', gen_random_uuid(), 'live_revision_id', NULL, 'latest_revision_id', NULL))).*
FROM fresh, generate_series(0, {pages} - 1) n,
     LATERAL (SELECT (ARRAY['有限空间', '换热站', '阀门', '管网', '通风'])[n % 5 + 1] || (ARRAY['作业', '巡检', '检修',
              '应急', '监护', '检测', '验收', '操作', '交接', '记录'])[n / 5 % 10 + 1] || ' 第' || n || '课 '
              || (ARRAY['confined', 'station', 'valve', 'network', 'ventilation'])[n % 5 + 1] || n / 5 % 10 AS title) w;
INSERT INTO courses_lessonpage (page_ptr_id, title_en, summary, summary_en, minutes, content_head, body)
SELECT p.id, '', '', '', 5, 'rules', l.body
FROM courses_lessonpage l, wagtailcore_page p WHERE l.page_ptr_id = {like} AND p.slug LIKE 'search-%';
"""
_BARE = """
SELECT p.id, p.title FROM wagtailsearch_indexentry e JOIN wagtailcore_page p ON p.id = e.object_id::int
WHERE (e.title || e.body) @@ to_tsquery('simple', %s) LIMIT 20
"""


@measure("search", seconds=45)
def search(run: Run) -> None:
    """Find a Chinese and an English word among 5,000 pages, as the screens of authors do."""
    lesson = LessonPage.objects.descendant_of(_course()).first()
    run.stack.run(_LESSONS.format(pages=PAGES, like=lesson.pk, parent=lesson.path[:-4]))
    get_search_backend().add_bulk(LessonPage, LessonPage.objects.filter(slug__startswith="search-"))
    run.stack.run("VACUUM ANALYZE wagtailsearch_indexentry")
    run.stack.run("ANALYZE wagtailcore_page")
    for name, word in (("zh", "有限空间作业"), ("en", "confined0")):

        def found(word: str = word) -> list[Page]:
            return list(Page.objects.live().search(word)[:20])

        def bare(word: str = word) -> None:
            with connection.cursor() as cursor:
                cursor.execute(_BARE, [word])
                cursor.fetchall()

        ours, floor = costs(found, bare, times=15)
        note = f"{len(found())} of the first 20 found; {ours.note}; floor {floor.note}"
        run.tell(f"search.{name}", ours.wall * 1000, "ms", n=PAGES, floor=floor.wall * 1000, note=note)
