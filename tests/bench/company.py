"""A large company, written by the database itself: people, posts, requirements, certificates of years."""

from __future__ import annotations

from courses.models import CoursePage
from tests.bench.report import Run
from tests.factories.courses import make_course

ROLES, UNITS, CREDENTIALS, HELD = 20, 100, 20, 10

# The triggers of foreign keys would take most of the time; the rows refer to what is there.
_FRAME = f"""
SET session_replication_role = replica;
INSERT INTO people_jobrole (code, name, name_en, is_retired)
SELECT 'Q' || n, '岗位' || n, 'Role ' || n, false FROM generate_series(1, {ROLES}) n;
INSERT INTO people_unit (code, name, name_en, kind, valid_from, has_people_below_ground, parent_id)
SELECT 'U' || lpad(n::text, 3, '0'), '班组' || n, 'Crew ' || n, 'crew', '2015-01-01', false,
       (SELECT id FROM people_unit WHERE code = 'G') FROM generate_series(1, {UNITS}) n;
INSERT INTO people_unitclosure (ancestor_id, descendant_id, depth)
SELECT id, id, 0 FROM people_unit UNION ALL SELECT parent_id, id, 1 FROM people_unit WHERE parent_id IS NOT NULL;
INSERT INTO certificates_credential (code, name, name_en, course_id, exam_id, validity_months, warn_days, basis,
                                     is_active)
SELECT 'K' || n, '资格' || n, 'Credential ' || n, (SELECT page_ptr_id FROM courses_coursepage LIMIT 1),
       (SELECT id FROM exams_exam WHERE code = 'B10'), 12, 60, '', true FROM generate_series(1, {CREDENTIALS}) n;
INSERT INTO compliance_requirement (starts_on, credential_id, job_role_id, days_allowed)
SELECT '2020-01-01', c.id, r.id, 30 FROM certificates_credential c, people_jobrole r
WHERE c.code LIKE 'K%' AND r.code LIKE 'Q%';
"""  # noqa: S608 -- numbers of our own
_PEOPLE = """
SET session_replication_role = replica;
CREATE TEMP TABLE fresh AS SELECT n, nextval(pg_get_serial_sequence('people_person', 'id')) AS id
FROM generate_series({first}, {last}) n;
INSERT INTO people_person (id, public_id, employee_no, name, email, phone)
SELECT id, 'm' || n, 'M' || lpad(n::text, 6, '0'), '员工' || n, '', '' FROM fresh;
INSERT INTO people_employment (person_type, employer, starts_on, job_role_id, person_id, unit_id)
SELECT 'own', '', date '2019-01-01' + n * 37 % 2800, r.ids[n % {roles} + 1], fresh.id, u.ids[n / {roles} % {units} + 1]
FROM fresh, (SELECT array_agg(id ORDER BY id) AS ids FROM people_jobrole WHERE code LIKE 'Q%') r,
     (SELECT array_agg(id ORDER BY id) AS ids FROM people_unit WHERE code LIKE 'U%') u;
WITH forms AS (
    INSERT INTO exams_examform (exam_id, seed, drawn_at)
    SELECT (SELECT id FROM exams_exam WHERE code = 'B10'), id, now() FROM fresh RETURNING id, seed
)
INSERT INTO exams_attempt (id, public_id, exam_id, person_id, form_id, number, mode, state, cut_percent, started_at,
                           deadline_at, ended_at, receipt)
SELECT -seed, 'c' || seed, (SELECT id FROM exams_exam WHERE code = 'B10'), seed, id, 1, 'online', 'submitted', 80,
       now(), now(), now(), '' FROM forms;
INSERT INTO certificates_certificate (public_id, number, code, state, awarded_at, valid_from, valid_to, snapshot,
                                      file, file_sha256, missing_glyphs, attempt_id, person_id, credential_id)
SELECT 'm' || n || '-' || k, 'M' || n || '-' || k, n || '-' || k, 'issued', now(), d.day, d.day + 364, '{{}}', 'f', '0',
       '', -fresh.id, fresh.id, c.ids[k]
FROM fresh, generate_series(1, {held}) k,
     (SELECT array_agg(id ORDER BY id) AS ids FROM certificates_credential WHERE code LIKE 'K%') c,
     LATERAL (SELECT date '2025-01-01' + (n * 13 + k * 71) % 690 AS day) d;
"""


def employ(run: Run, count: int) -> None:
    """Let the company have so many people; those there already stay."""
    if not run.stored:
        if not CoursePage.objects.exists():
            make_course()
        run.stack.run(_FRAME)
    if count > run.stored:
        sizes = {"roles": ROLES, "units": UNITS, "held": HELD}
        run.stack.run(_PEOPLE.format(first=run.stored + 1, last=count, **sizes))
        run.stored = count
        for table in ("people_person", "people_employment", "exams_attempt", "certificates_certificate"):
            run.stack.run(f"VACUUM ANALYZE {table}")
        run.stack.run("ANALYZE")
