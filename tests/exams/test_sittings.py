"""Sittings in lists, their rosters, and who gets onto one."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.urls import reverse

from core.models import AuditEvent
from exams.actions import attempts
from exams.models import Candidate, Sitting
from exams.queries.roster import ABSENT, ENDED, RUNNING, WAITING, candidates_of, roster, standing_counts
from exams.queries.sittings import Wanted, for_list, matching
from people.actions.units import rebuild_closure
from people.enums import Right
from people.models import Employment, JobRole, Location, Person, RoleGrant, Unit, User
from tests.factories.exams import make_exam, make_sitting

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def units():
    found = {}
    for code, parent in (("G", None), ("B1", "G"), ("C1", "B1"), ("B2", "G")):
        found[code] = Unit.objects.create(
            code=code, name=f"单位{code}", kind="branch", parent=found.get(parent), valid_from=date(2015, 1, 1)
        )
    rebuild_closure()
    return found


@pytest.fixture
def roles():
    return [
        JobRole.objects.create(code=c, name=n, name_en=c) for c, n in (("R05", "作业人员"), ("R16", "职能人员"))
    ]


def employ(number, unit, role, **fields):
    person = Person.objects.create(employee_no=number, name=f"员工{number}")
    Employment.objects.create(
        person=person, unit=unit, job_role=role, person_type="own", **{"starts_on": date(2020, 1, 1), **fields}
    )
    return person


@pytest.fixture
def trainer(client, units, at, monkeypatch):
    """A trainer of branch B1, signed in."""
    monkeypatch.setattr("core.clock.now", lambda: at)
    account = User.objects.create_user("T1")
    RoleGrant.objects.create(
        user=account, right=Right.TRAINER, unit=units["B1"], starts_on=date(2020, 1, 1), reason="appointed"
    )
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return account


@pytest.fixture
def sitting(trainer, at):
    held = make_sitting(make_exam(at=at), at=at)
    held.proctors.add(trainer)
    return held


def door(sitting):
    return reverse("exams:sitting_candidates", args=[sitting.public_id])


def numbers_of(sitting):
    return sorted(sitting.candidates.values_list("person__employee_no", flat=True))


def test_pasted_numbers_come_onto_the_roster_once(client, sitting, units, roles):
    for number in ("A1", "A2"):
        employ(number, units["C1"], roles[0])

    for _ in range(2):
        client.post(door(sitting), {"employee_nos": "a1，A2\n\n A1 "})

    assert numbers_of(sitting) == ["A1", "A2"]


def test_every_faulty_line_is_named_and_the_text_is_kept(client, sitting, units, roles, at):
    employ("A1", units["C1"], roles[0])
    employ("A2", units["B2"], roles[0])  # not in the trainer's branch
    employ("A3", units["C1"], roles[0], ends_on=date(2026, 11, 23))  # left yesterday

    shown = client.post(door(sitting), {"employee_nos": "A1\nA2\n\nA3 9999"}).content.decode()

    for line, number in ((2, "A2"), (4, "A3"), (4, "9999")):
        assert f"第 {line} 行" in shown
        assert number in shown
    assert "第 1 行" not in shown
    assert "A1\nA2" in shown
    assert numbers_of(sitting) == []


def test_people_are_found_by_unit_and_role_and_added_together(client, sitting, units, roles):
    for number, unit, role in (("A1", "C1", 0), ("A2", "B1", 0), ("A3", "C1", 1), ("A4", "B2", 0)):
        employ(number, units[unit], roles[role])
    found = client.get(door(sitting), {"unit": "B1", "job_role": "R05"})
    assert [person.employee_no for person in found.context["page"].object_list] == ["A1", "A2"]

    client.post(door(sitting), {"query": "unit=B1&job_role=R05", "all": "1"})

    assert numbers_of(sitting) == ["A1", "A2"]


def test_ticked_people_are_added_and_only_those_one_may_invite(client, sitting, units, roles):
    mine, other = employ("A1", units["C1"], roles[0]), employ("STRANGER", units["B2"], roles[0])
    employ("A2", units["C1"], roles[0])

    client.post(door(sitting), {"query": "", "person": [mine.public_id, other.public_id]})

    assert numbers_of(sitting) == ["A1"]
    assert "STRANGER" not in client.get(door(sitting)).content.decode()


def test_nothing_ticked_adds_nobody(client, sitting, units, roles):
    employ("A1", units["C1"], roles[0])

    client.post(door(sitting), {"query": "q=A"})

    assert numbers_of(sitting) == []


def test_scheduling_asks_for_time_enough_and_keeps_what_was_typed(client, trainer, units, at):
    RoleGrant.objects.create(
        user=trainer, right=Right.PROCTOR, unit=units["B1"], starts_on=date(2020, 1, 1), reason="appointed"
    )
    exam = make_exam(at=at, time_limit_minutes=60)
    place = make_sitting(exam, at=at).location
    Location.objects.update(unit=units["B1"])
    form = {
        "exam": exam.pk,
        "mode": "paper",
        "location": place.pk,
        "opens_at": "2026-11-25T09:00",
        "closes_at": "2026-11-25T09:59",
        "proctors": [trainer.pk],
    }
    shown = client.post(reverse("exams:sitting_new"), form).content.decode()
    assert "60 分钟" in shown
    assert "2026-11-25T09:59" in shown

    reply = client.post(reverse("exams:sitting_new"), form | {"closes_at": "2026-11-25T10:00"})

    new = Sitting.objects.latest("pk")
    assert (new.mode, reply.url) == ("paper", door(new))


def found(at, **wanted):
    return list(matching(Sitting.objects.all(), Wanted(**wanted), at=at).values_list("pk", flat=True))


def test_sittings_are_found_by_text_mode_state_and_day(at, person, user):
    first = make_sitting(make_exam(at=at, title="有限空间考试"), at=at)
    second = make_sitting(make_exam(at=at, code="E2"), at=at, mode="online", state="planned", opens_at=at + HOUR)
    Candidate.objects.create(sitting=second, person=person)

    assert (
        found(at, text="有限")
        == found(at, mode="on_site")
        == found(at, state="open")
        == found(at, text="考场")
        == [first.pk]
    )
    assert (
        found(at, text="g10001")
        == found(at, text="小暖")
        == found(at, state="planned")
        == found(at, since=at)
        == [second.pk]
    )
    assert found(at, text="nothing") == []
    assert len(found(at)) == 2


def test_list_counts_who_concerns_a_sitting(at, person, user):
    held = make_sitting(make_exam(at=at), at=at, mode="online")
    Candidate.objects.create(sitting=held, person=person, identity_checked_at=at, identity_checked_by=user)
    Candidate.objects.create(sitting=held, person=Person.objects.create(employee_no="G2", name="李"))
    attempts.submit(attempts.start(held.exam, person=person, actor=user, at=at, sitting=held), actor=user, at=at)

    [row] = for_list(Sitting.objects.all())

    assert (row.candidate_count, row.present_count, row.ended_count) == (2, 1, 1)


def test_roster_is_narrowed_by_text_and_by_where_people_stand(at, person, user):
    held = make_sitting(make_exam(at=at), at=at, mode="online")
    people = [person, *(Person.objects.create(employee_no=f"P{n}", name="员工") for n in range(3))]
    for number, someone in enumerate(people):
        checked = {} if number == 3 else {"identity_checked_at": at, "identity_checked_by": user}
        Candidate.objects.create(sitting=held, person=someone, **checked)
    attempts.start(held.exam, person=people[0], actor=user, at=at, sitting=held)
    attempts.submit(
        attempts.start(held.exam, person=people[1], actor=user, at=at, sitting=held), actor=user, at=at
    )

    def shown(**asked):
        return [candidate.person.employee_no for candidate in candidates_of(held, **asked)]

    assert (shown(show=RUNNING), shown(show=ENDED)) == (["G10001"], ["P0"])
    assert (shown(show=WAITING), shown(show=ABSENT)) == (["P1"], ["P2"])
    assert (shown(text="小暖"), shown(text="p"), shown(text="p", show=ABSENT)) == (
        ["G10001"],
        ["P0", "P1", "P2"],
        ["P2"],
    )
    assert standing_counts(held) == {"absent": 1, "waiting": 1, "running": 1, "ended": 1}


def sheet(reply):
    return list(openpyxl.load_workbook(io.BytesIO(b"".join(reply.streaming_content))).active.values)


def test_sheet_of_sittings_holds_the_same_as_the_list(client, sitting):
    rows = sheet(client.get(reverse("exams:sittings_file"), {"mode": "on_site"}))

    assert rows[1][:3] == ("考试E1", "现场", "第一考场")
    assert len(sheet(client.get(reverse("exams:sittings_file"), {"mode": "paper"}))) == 1


def test_sheet_of_a_roster_tells_scores_only_once_the_sitting_is_closed(client, sitting, person, user, at):
    held = make_sitting(sitting.exam, at=at, mode="online")
    held.proctors.add(User.objects.get(employee_no="T1"))
    Candidate.objects.create(sitting=held, person=person)
    attempts.submit(attempts.start(held.exam, person=person, actor=user, at=at, sitting=held), actor=user, at=at)
    address = reverse("exams:roster_file", args=[held.public_id])

    headings, row = sheet(client.get(address))
    assert row[:4] == ("G10001", "王小暖", "考试E1", "线上")
    assert "结论" not in headings
    Sitting.objects.filter(pk=held.pk).update(state="closed")
    headings, row = sheet(client.get(address))

    assert headings[-3:] == ("得分率", "合格线", "结论")
    assert row[-3:] == (0, 80, "不合格")
    assert AuditEvent.objects.filter(action="exams.roster_fetched").count() == 2


def test_back_to_the_part_of_the_roster_one_looked_at(client, sitting, person):
    candidate = Candidate.objects.create(sitting=sitting, person=person)
    form = {"candidate": candidate.pk, "method": "id_card", "query": "show=absent&q=王"}

    reply = client.post(reverse("exams:sitting_identity", args=[sitting.public_id]), form)

    assert reply.url.startswith(reverse("exams:sitting", args=[sitting.public_id]) + "?show=absent&q=")
    assert candidate.pk not in {c.pk for c in candidates_of(sitting, show=ABSENT)}


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_number_of_queries(
    client, trainer, units, roles, at, count, django_assert_num_queries
):
    exam = make_exam(at=at)
    for _ in range(count):
        held = make_sitting(exam, at=at, mode="online")
        held.proctors.add(trainer)
    for number in range(count):
        person = employ(f"A{number}", units["C1"], roles[0])
        Candidate.objects.create(sitting=held, person=person)
        attempts.start(exam, person=person, actor=trainer, at=at, sitting=held)

    with django_assert_num_queries(8):
        assert len(client.get(reverse("exams:sittings")).context["page"].object_list) == count
    with django_assert_num_queries(20):
        assert len(client.get(reverse("exams:sitting", args=[held.public_id])).context["rows"]) == count
    with django_assert_num_queries(15):
        assert len(client.get(door(held)).context["page"].object_list) == count
    with django_assert_num_queries(6):
        assert len(sheet(client.get(reverse("exams:sittings_file")))) == count + 1
    with django_assert_num_queries(5):
        assert len(roster(candidates_of(held), sitting=held, at=at)) == count
