"""What the database itself refuses of timed sections, by raw SQL."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from exams.actions import attempts, sections
from exams.models import SectionRun
from tests.factories.exams import make_timed_exam

pytestmark = pytest.mark.django_db
FIRST, SECOND, THIRD = 1, 2, 3
LATER = "'2026-11-24 01:05:00+00:00'"
BEFORE = "'2026-11-24 00:59:00+00:00'"


@pytest.fixture
def run(person, at):
    """An attempt in the second of three sections."""
    exam = make_timed_exam(at=at, minutes=(10, 5, 5), each=1)
    started = attempts.start(exam, person=person, actor=person.user, at=at)
    sections.go_on(started, to=2, actor=person.user, at=at + timedelta(minutes=4))
    return started


def execute(sql, *params):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


REFUSED = {
    "deleted": (THIRD, "DELETE FROM exams_sectionrun WHERE {row}"),
    "another place": (THIRD, "UPDATE exams_sectionrun SET place = 9 WHERE {row}"),
    "another attempt": (THIRD, "UPDATE exams_sectionrun SET attempt_id = attempt_id + 1 WHERE {row}"),
    "more minutes": (SECOND, "UPDATE exams_sectionrun SET minutes = 50 WHERE {row}"),
    "begun anew": (SECOND, "UPDATE exams_sectionrun SET started_at = {later} WHERE {row}"),
    "never begun": (
        SECOND,
        "UPDATE exams_sectionrun SET started_at = NULL, deadline_at = NULL WHERE {row}",
    ),
    "an earlier deadline": (SECOND, "UPDATE exams_sectionrun SET deadline_at = {later} WHERE {row}"),
    "begun without a deadline": (SECOND, "UPDATE exams_sectionrun SET deadline_at = NULL WHERE {row}"),
    "ended before it began": (SECOND, "UPDATE exams_sectionrun SET ended_at = {before} WHERE {row}"),
    "ended and not begun": (THIRD, "UPDATE exams_sectionrun SET ended_at = {later} WHERE {row}"),
    "ended anew": (FIRST, "UPDATE exams_sectionrun SET ended_at = {later} WHERE {row}"),
    "open again": (FIRST, "UPDATE exams_sectionrun SET ended_at = NULL WHERE {row}"),
    "two open at once": (
        THIRD,
        "UPDATE exams_sectionrun SET started_at = {later}, deadline_at = {later} WHERE {row}",
    ),
    "a place twice": (
        THIRD,
        "INSERT INTO exams_sectionrun (attempt_id, place, minutes) "
        "SELECT attempt_id, place, minutes FROM exams_sectionrun WHERE {row}",
    ),
    "no minutes": (
        THIRD,
        "INSERT INTO exams_sectionrun (attempt_id, place, minutes) "
        "SELECT attempt_id, 4, 0 FROM exams_sectionrun WHERE {row}",
    ),
    "begun before one that runs": (
        THIRD,
        "INSERT INTO exams_sectionrun (attempt_id, place, minutes, started_at, deadline_at, ended_at) "
        "SELECT attempt_id, 4, 5, {later}, {later}, {later} FROM exams_sectionrun WHERE {row}",
    ),
}


@pytest.mark.parametrize(("place", "sql"), REFUSED.values(), ids=REFUSED)
def test_row_is_refused(run, place, sql):
    with pytest.raises(DatabaseError):
        execute(sql.format(row="attempt_id = %s AND place = %s", later=LATER, before=BEFORE), run.pk, place)


def test_what_actions_write_is_taken(run, at):
    later = at + timedelta(minutes=30)
    row = SectionRun.objects.get(attempt=run, place=2)
    row.deadline_at = later
    row.save(update_fields=["deadline_at"])
    execute("UPDATE exams_sectionrun SET ended_at = %s WHERE id = %s", later, row.pk)
    sql = "UPDATE exams_sectionrun SET started_at = %s, deadline_at = %s WHERE attempt_id = %s AND place = 3"
    execute(sql, later, later, run.pk)

    assert list(
        SectionRun.objects.filter(attempt=run, started_at__isnull=False).values_list("place", flat=True)
    ) == [
        1,
        2,
        3,
    ]
