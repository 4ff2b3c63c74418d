"""Rights given, proposed, approved and ended."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from core.models import AuditEvent
from people.actions import grants
from people.enums import Right
from people.errors import (
    BeganBefore,
    GrantHasEnded,
    LastAdministrator,
    LastDayHasPassed,
    NotYoursToDecide,
    NotYoursToEnd,
    NotYoursToGive,
    ProposalIsDecided,
    RightIsHeld,
    RightIsProposed,
    ToOneself,
)
from people.models import GrantProposal, RoleGrant, Unit, User
from people.permissions import has_right

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)


def give(receiver, right, unit, *, actor, at, starts_on=DAY, ends_on=None):
    return grants.give(
        receiver,
        right=right,
        unit=unit,
        starts_on=starts_on,
        ends_on=ends_on,
        reason="文件〔2026〕1号",
        actor=actor,
        at=at,
    )


@pytest.fixture
def admin(holder):
    return holder(Right.ADMIN)


@pytest.fixture
def second(holder):
    return holder(Right.ADMIN, number="ADMIN-2")


def test_given_right_holds_and_leaves_one_row_in_the_trail(user, admin, units, at):
    grant = give(user, Right.TRAINER, units["B1"], actor=admin, at=at)

    assert (grant.granted_by, has_right(user, Right.TRAINER, day=DAY)) == (admin, True)
    event = AuditEvent.objects.get(action="people.right_given")
    assert (event.actor_id, event.data["unit"], event.data["reason"]) == (admin.pk, "B1", "文件〔2026〕1号")


@pytest.mark.parametrize("right", [Right.SAFETY, Right.AUDITOR, Right.ADMIN])
def test_right_that_takes_two_holds_only_once_approved(user, admin, second, units, at, right):
    proposal = give(user, right, units["G"], actor=admin, at=at)
    assert not has_right(user, right, day=DAY)

    grant = grants.approve(proposal, actor=second, at=at)

    assert has_right(user, right, day=DAY)
    assert (grant.granted_by, grant.approved_by) == (admin, second)


def test_neither_proposer_nor_receiver_nor_other_right_decides(holder, admin, second, units, at):
    receiver = holder(Right.ADMIN, "B2", number="ADMIN-B2")
    proposal = give(receiver, Right.AUDITOR, units["G"], actor=admin, at=at)

    for actor in (admin, receiver, holder(Right.SAFETY), holder(Right.ADMIN, "B1", number="ADMIN-B1")):
        with pytest.raises(NotYoursToDecide):
            grants.approve(proposal, actor=actor, at=at)
    assert not has_right(receiver, Right.AUDITOR, day=DAY)


def test_proposal_is_decided_once(user, admin, second, units, at):
    proposal = give(user, Right.AUDITOR, units["G"], actor=admin, at=at)
    with pytest.raises(RightIsProposed):
        give(user, Right.AUDITOR, units["G"], actor=second, at=at)
    grants.decline(proposal, actor=second, at=at)

    with pytest.raises(ProposalIsDecided):
        grants.approve(proposal, actor=second, at=at)
    assert not has_right(user, Right.AUDITOR, day=DAY)


def test_proposer_withdraws(user, admin, units, at):
    proposal = give(user, Right.AUDITOR, units["G"], actor=admin, at=at)
    grants.decline(proposal, actor=admin, at=at)

    proposal.refresh_from_db()
    assert (proposal.outcome, proposal.decided_by) == ("withdrawn", admin)


def test_right_approved_late_begins_on_the_day_of_approval(user, admin, second, units, at):
    proposal = give(user, Right.AUDITOR, units["G"], actor=admin, at=at)
    grant = grants.approve(proposal, actor=second, at=at + timedelta(days=3))

    assert grant.starts_on == DAY + timedelta(days=3)


def test_nobody_gives_to_oneself_nor_outside_ones_unit_nor_backwards(user, holder, admin, units, at):
    with pytest.raises(ToOneself):
        give(admin, Right.HR, units["G"], actor=admin, at=at)
    with pytest.raises(NotYoursToGive):
        give(user, Right.TRAINER, units["B2"], actor=holder(Right.SAFETY, "B1"), at=at)
    with pytest.raises(BeganBefore):
        give(user, Right.TRAINER, units["G"], actor=admin, at=at, starts_on=DAY - timedelta(days=1))
    assert AuditEvent.objects.filter(action__startswith="people.right").count() == 0


def test_right_of_a_manager_that_has_ended_gives_nothing(user, holder, units, at):
    manager = holder(Right.MANAGER, "B1")
    RoleGrant.objects.update(ends_on=DAY - timedelta(days=1))

    with pytest.raises(NotYoursToGive):
        give(user, Right.MANAGER, units["B1"], actor=manager, at=at, ends_on=DAY)


def test_same_right_is_not_given_twice_for_one_day(user, admin, units, at):
    give(user, Right.TRAINER, units["G"], actor=admin, at=at, ends_on=DAY + timedelta(days=9))

    with pytest.raises(RightIsHeld):
        give(user, Right.TRAINER, units["G"], actor=admin, at=at, starts_on=DAY + timedelta(days=9))
    assert give(user, Right.TRAINER, units["G"], actor=admin, at=at, starts_on=DAY + timedelta(days=10))


def test_right_ends_after_its_last_day(user, admin, units, at):
    grant = give(user, Right.TRAINER, units["G"], actor=admin, at=at)
    grants.end(grant, last_day=DAY + timedelta(days=1), reason="moved", actor=admin, at=at)

    assert has_right(user, Right.TRAINER, day=DAY + timedelta(days=1))
    assert not has_right(user, Right.TRAINER, day=DAY + timedelta(days=2))
    with pytest.raises(GrantHasEnded):
        grants.end(grant, last_day=DAY + timedelta(days=5), reason="longer", actor=admin, at=at)


@pytest.mark.parametrize("days", [0, 10], ids=["begun", "not begun"])
def test_right_ended_at_once_holds_on_no_later_moment(user, admin, units, at, days):
    grant = give(user, Right.TRAINER, units["G"], actor=admin, at=at, starts_on=DAY + timedelta(days=days))
    grants.end(grant, last_day=None, reason="mistake", actor=admin, at=at)

    assert not any(has_right(user, Right.TRAINER, day=DAY + timedelta(days=n)) for n in range(12))
    assert give(user, Right.TRAINER, units["G"], actor=admin, at=at, starts_on=DAY + timedelta(days=11))


def test_right_stopped_today_held_yesterday(holder, admin, at):
    trainer = holder(Right.TRAINER)
    grants.end(trainer.grants.get(), last_day=None, reason="left", actor=admin, at=at)

    assert has_right(trainer, Right.TRAINER, day=DAY - timedelta(days=1))
    assert not has_right(trainer, Right.TRAINER, day=DAY)


def test_only_who_may_give_it_ends_it(holder, admin, at):
    hr, safety = holder(Right.HR), holder(Right.SAFETY)
    with pytest.raises(NotYoursToEnd):
        grants.end(hr.grants.get(), last_day=DAY, reason="x", actor=safety, at=at)
    with pytest.raises(LastDayHasPassed):
        grants.end(hr.grants.get(), last_day=DAY - timedelta(days=1), reason="x", actor=admin, at=at)

    grants.end(hr.grants.get(), last_day=DAY, reason="handed back", actor=hr, at=at)
    assert hr.grants.get().ends_on == DAY


def test_last_administrator_stays(admin, second, at):
    grants.end(admin.grants.get(), last_day=None, reason="left", actor=second, at=at)

    with pytest.raises(LastAdministrator):
        grants.end(second.grants.get(), last_day=None, reason="left", actor=second, at=at)


def refused(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


def test_database_refuses_rights_without_their_approver(user, admin, second, units):
    fields = {"user": user, "unit": units["G"], "starts_on": DAY, "reason": "x", "granted_by": admin}

    refused(lambda: RoleGrant.objects.create(**fields, right="admin"))
    refused(lambda: RoleGrant.objects.create(**fields, right="admin", approved_by=admin))
    refused(lambda: RoleGrant.objects.create(**fields, right="admin", approved_by=user))
    refused(lambda: RoleGrant.objects.create(**{**fields, "granted_by": None}, right="admin", approved_by=second))
    RoleGrant.objects.create(**fields, right="admin", approved_by=second)


def test_database_refuses_a_stopped_right_without_a_last_day(holder, at):
    grant = holder(Right.TRAINER).grants.get()

    refused(lambda: RoleGrant.objects.filter(pk=grant.pk).update(stopped_at=at))


def test_database_refuses_proposals_that_one_person_decides(user, admin, second, units, at):
    fields = {"user": user, "unit": units["G"], "right": "admin", "starts_on": DAY, "reason": "x"}
    fields |= {"proposed_by": admin, "proposed_at": at}

    for wrong in (
        {"right": "trainer"},
        {"proposed_by": user},
        {"ends_on": DAY - timedelta(days=1)},
        {"outcome": "approved"},
        {"outcome": "approved", "decided_by": admin, "decided_at": at},
        {"outcome": "approved", "decided_by": user, "decided_at": at},
        {"outcome": "withdrawn", "decided_by": second, "decided_at": at},
        {"decided_by": second, "decided_at": at},
    ):
        refused(lambda wrong=wrong: GrantProposal.objects.create(**{**fields, **wrong}))
    GrantProposal.objects.create(**fields)
    refused(lambda: GrantProposal.objects.create(**fields))


def test_command_names_two_administrators_and_no_third(capsys):
    call_command("name_administrator", "a1", name="王小暖", organisation="示例热力集团")
    call_command("name_administrator", "A2", name="李四")

    admin = User.objects.get(employee_no="A1")
    password = capsys.readouterr().out.split("first sign-in: ")[1].split()[0]
    assert (admin.check_password(password), admin.must_change_password) == (True, True)
    assert (Unit.objects.get().name, RoleGrant.objects.filter(right="admin").count()) == ("示例热力集团", 2)
    with pytest.raises(CommandError, match=r"已指定两名管理员|Two administrators"):
        call_command("name_administrator", "A3", name="张三")


def test_command_wants_a_name_for_the_first_unit():
    with pytest.raises(CommandError, match="--organisation"):
        call_command("name_administrator", "A1", stdout=StringIO())
    assert not User.objects.exists()
