"""Measures of who needs what and who has it, in a large company."""

from __future__ import annotations

import itertools
import math
from datetime import date

from django.db import connection
from django.urls import reverse

from compliance.queries.gaps import Wanted, end_of
from compliance.queries.tally import coverage_on
from people.enums import Right
from people.models import Person, RoleGrant, Unit, User
from tests.bench.company import CREDENTIALS, employ
from tests.bench.meter import browser_of, costs, statements_of
from tests.bench.report import Run, measure

DAY = date(2026, 6, 30)

# What somebody writes who knows the tables: each person × requirement with the best that is held, counted.
_BY_HAND = """
WITH held AS (
    SELECT c.person_id, c.credential_id,
           max(c.valid_to) FILTER (WHERE r.id IS NULL OR r.revoked_at >= %(over)s) AS last
    FROM certificates_certificate c LEFT JOIN certificates_revocation r ON r.certificate_id = c.id
    WHERE c.valid_from <= %(day)s GROUP BY 1, 2
), free AS (
    SELECT DISTINCT person_id, credential_id FROM compliance_exemption
    WHERE state = 'approved' AND starts_on <= %(day)s AND coalesce(ended_on, ends_on) >= %(day)s
)
SELECT e.unit_id, e.job_role_id, q.credential_id,
       CASE WHEN free.person_id IS NOT NULL THEN 'exempt'
            WHEN held.last >= %(day)s + k.warn_days THEN 'valid'
            WHEN held.last >= %(day)s THEN 'expiring'
            WHEN held.person_id IS NOT NULL THEN 'overdue'
            WHEN greatest(e.starts_on, q.starts_on) + q.days_allowed >= %(day)s THEN 'due' ELSE 'never' END AS state,
       count(*)
FROM people_employment e
JOIN compliance_requirement q ON q.job_role_id = e.job_role_id AND q.starts_on <= %(day)s
     AND (q.ends_on IS NULL OR q.ends_on >= %(day)s)
JOIN certificates_credential k ON k.id = q.credential_id
LEFT JOIN held ON held.person_id = e.person_id AND held.credential_id = q.credential_id
LEFT JOIN free ON free.person_id = e.person_id AND free.credential_id = q.credential_id
WHERE e.starts_on <= %(day)s AND (e.ends_on IS NULL OR e.ends_on >= %(day)s)
GROUP BY 1, 2, 3, 4
"""


def _by_hand() -> dict[str, int]:
    counts: dict[str, int] = {}
    with connection.cursor() as cursor:
        cursor.execute(_BY_HAND, {"day": DAY, "over": end_of(DAY)})
        for row in cursor.fetchall():
            counts[row[3]] = counts.get(row[3], 0) + row[4]
    return counts


def _ours() -> dict[str, int]:
    counts: dict[str, int] = {}
    for cell in coverage_on(DAY, wanted=Wanted(Unit.objects.all())):
        for state, count in cell.counts.items():
            counts[state.value] = counts.get(state.value, 0) + count
    return counts


def _coverage(run: Run, sizes: tuple[int, ...], *, times: int) -> None:
    """Tell the whole table on a past day at the last size, and how it grows from the first."""
    found = {}
    sizes = tuple(size for size in sizes if size >= run.stored)  # another measure may have made it larger
    for size in sizes:
        employ(run, size)
        ours, by_hand = _ours(), _by_hand()
        if ours != by_hand:
            raise RuntimeError(f"two ways to count differ: {ours} and {by_hand}")
        found[size], floor = costs(_ours, _by_hand, times=times)
        note = (
            f"{size * 10:,} certificates, {CREDENTIALS} requirements each; {found[size].note}; floor {floor.note}"
        )
        name = "coverage.as_of" if size == 100_000 else f"coverage.of_{size // 1000}k"
        run.tell(name, found[size].wall, "s", n=size, floor=floor.wall, note=note)
    for small, large in itertools.pairwise(sizes):
        exponent = math.log(found[large].wall / found[small].wall) / math.log(large / small)
        run.tell("coverage.growth", exponent, "exponent", n=large, note=f"from {small:,} to {large:,} people")


@measure("coverage", seconds=60)
def coverage(run: Run) -> None:
    """A hundred thousand people, a million certificates."""
    _coverage(run, (10_000, 100_000), times=3)


@measure("coverage.growth", seconds=180, only_when_asked=True)
def coverage_growth(run: Run) -> None:
    """Up to three hundred thousand people and three million certificates."""
    _coverage(run, (10_000, 100_000, 300_000), times=3)


def watcher() -> User:
    """Return an account of human resources of the whole company."""
    user, is_new = User.objects.get_or_create(employee_no="BENCHHR")
    if is_new:
        RoleGrant.objects.create(
            user=user, right=Right.HR, unit=Unit.objects.get(code="G"), starts_on=date(2020, 1, 1), reason="bench"
        )
    return user


@measure("person", seconds=30)
def person_page(run: Run) -> None:
    """State and reasons of one person among a hundred thousand."""
    employ(run, 100_000)
    browser = browser_of(watcher())
    address = reverse("compliance:person", args=[Person.objects.get(employee_no="M050000").public_id])
    page = browser.get(address)
    if page.status_code != 200:
        raise RuntimeError(f"the page of a person answered {page.status_code}")
    [cost] = costs(lambda: browser.get(address), times=15)
    size = f"{len(page.content) // 1000} kB"
    run.tell("person.page", cost.wall * 1000, "ms", n=100_000, note=f"{cost.note}; {size}")
    run.tell("person.page.statements", statements_of(lambda: browser.get(address)), "", n=1)
