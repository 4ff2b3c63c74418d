"""Accounts switched off and on, second factors taken away, start codes for a whole unit."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from core.models import AuditEvent
from people.actions import account_states, accounts
from people.enums import Right
from people.errors import LastAdministrator, OwnAccount, StartCodeNotValid
from people.models import StartCode, User
from people.permissions.accounts import may_open_account

pytestmark = pytest.mark.django_db
PASSWORD = "correct-horse-7"


def change(client, account, what, **data):
    door = reverse("people:account_change", args=[account.pk, what])
    return client.post(door, {"reason": "离职", **data})


def test_switched_off_account_is_signed_out_at_once_and_stays_out(holder, sign_in, employ, settings):
    person = employ("P1", "C1")
    phone = Client()
    phone.post(reverse("account_login"), {"login": "P1", "password": PASSWORD})
    assert phone.get(reverse("website:home")).status_code == 200
    client = sign_in(holder(Right.HR))

    change(client, person.user, "off")

    assert phone.get(reverse("website:home")).status_code == 302
    assert Session.objects.filter(session_key=phone.session.session_key).count() == 0
    phone.post(reverse("account_login"), {"login": "P1", "password": PASSWORD})
    assert "_auth_user_id" not in phone.session
    assert AuditEvent.objects.get(action="people.account_switched_off").data["reason"] == "离职"

    change(client, person.user, "on")
    phone.post(reverse("account_login"), {"login": "P1", "password": PASSWORD})
    assert phone.get(reverse("website:home")).status_code == 200


def test_start_code_of_a_switched_off_account_ends(holder, employ, at):
    person, hr = employ("P1", "C1"), holder(Right.HR)
    code = accounts.hand_out_code(person, actor=hr, at=at)
    account_states.switch_off(person.user, reason="离职", actor=hr, at=at)
    account_states.switch_on(person.user, reason="返岗", actor=hr, at=at)

    with pytest.raises(StartCodeNotValid):
        accounts.use_code(employee_no="P1", code=code, password="warm-winter-2026", at=at)


def test_reason_is_asked_for(holder, sign_in, employ):
    person = employ("P1", "C1")
    change(sign_in(holder(Right.HR)), person.user, "off", reason=" ")

    person.user.refresh_from_db()
    assert person.user.is_active


def test_own_account_and_the_last_administrator_stay_on(holder, at):
    admin, hr = holder(Right.ADMIN), holder(Right.HR)
    with pytest.raises(OwnAccount):
        account_states.switch_off(admin, reason="x", actor=admin, at=at)
    with pytest.raises(LastAdministrator):
        account_states.switch_off(admin, reason="x", actor=hr, at=at)


def test_hr_cannot_switch_off_who_watches_over_it(holder, sign_in, employ, units):
    watcher = employ("P1", "C1").user
    watcher.grants.create(right="auditor", unit=units["G"], starts_on="2020-01-01", reason="x")
    client = sign_in(holder(Right.HR))

    assert change(client, watcher, "off").status_code == 403
    assert change(sign_in(holder(Right.ADMIN)), watcher, "off").status_code == 302


def test_hr_of_a_branch_finds_no_account_elsewhere_but_those_who_left(holder, sign_in, employ):
    elsewhere, left = employ("P1", "B2"), employ("P2", "C1", ends_on="2026-10-31")
    client = sign_in(holder(Right.HR, "B1"))

    assert client.get(reverse("people:account_kept", args=[elsewhere.user.pk])).status_code == 404
    assert client.get(reverse("people:account_kept", args=[left.user.pk])).status_code == 200
    assert [row.employee_no for row in client.get(reverse("people:accounts")).context["page"]] == ["P2"]


def test_second_factor_is_taken_away_by_an_administrator_only(holder, sign_in, employ):
    account = employ("P1", "C1").user
    Authenticator.objects.create(user=account, type="totp", data={"secret": "x"})
    Authenticator.objects.create(user=account, type="recovery_codes", data={"seed": "x"})
    assert change(sign_in(holder(Right.HR)), account, "factor").status_code == 403

    change(sign_in(holder(Right.ADMIN)), account, "factor")

    assert not Authenticator.objects.filter(user=account).exists()
    assert AuditEvent.objects.filter(action="people.second_factor_reset").count() == 1


def test_start_code_does_not_walk_round_the_second_factor(client, holder, employ, at, monkeypatch):
    monkeypatch.setattr("core.clock.now", lambda: at)
    person = employ("P1", "C1")
    Authenticator.objects.create(user=person.user, type="totp", data={"secret": "x"})
    code = accounts.hand_out_code(person, actor=holder(Right.HR), at=at)
    word = "warm-winter-2026"
    client.post(reverse("people:start_code"), {"employee_no": "P1", "code": code, "password": word, "again": word})

    assert "_auth_user_id" not in client.session
    assert User.objects.get(pk=person.user.pk).check_password(word)


def test_start_code_is_not_handed_out_for_a_switched_off_account(holder, employ, at):
    person = employ("P1", "C1")
    hr = holder(Right.HR)
    account_states.switch_off(person.user, reason="x", actor=hr, at=at)
    person.refresh_from_db()

    assert not may_open_account(hr, person, at=at)


def ask(client, unit="B1", **data):
    return client.post(reverse("people:start_codes"), {"unit": unit, **data})


def test_sheet_holds_a_working_code_for_everybody_without_a_password(holder, sign_in, employ, at):
    for number, unit in (("P1", "B1"), ("P2", "C1"), ("P3", "B2")):
        employ(number, unit, account=False)
    employ("P4", "C1")
    page = ask(sign_in(holder(Right.MANAGER, "B1")))

    slips = page.context["slips"]
    assert [slip["person"].employee_no for slip in slips] == ["P1", "P2"]
    assert all(slip["code"] in page.content.decode() for slip in slips)
    opened = accounts.use_code(employee_no="P2", code=slips[1]["code"], password="warm-winter-2026", at=at)
    assert opened.person.employee_no == "P2"
    assert AuditEvent.objects.filter(action="people.start_code_handed_out").count() == 2


def test_codes_that_still_work_are_left_alone_unless_asked(holder, sign_in, employ, at, monkeypatch):
    employ("P1", "C1", account=False)
    client = sign_in(holder(Right.MANAGER, "B1"))
    ask(client)
    assert ask(client).context["is_empty"]
    assert len(ask(client, again="1").context["slips"]) == 1
    assert StartCode.objects.filter(ended_at=None).count() == 1

    monkeypatch.setattr("core.clock.now", lambda: at + timedelta(days=8))
    assert len(ask(client).context["slips"]) == 1


def test_manager_prints_no_code_for_other_units_nor_for_accounts_with_rights(holder, sign_in, employ, units):
    employ("P1", "B2", account=False)
    boss = employ("P2", "C1", account=False)
    boss.user = User.objects.create_user("P2")
    boss.save()
    boss.user.grants.create(right="trainer", unit=units["G"], starts_on="2020-01-01", reason="x")
    client = sign_in(holder(Right.MANAGER, "B1"))

    assert ask(client, "B2").context["form"].errors.keys() == {"unit"}
    assert ask(client).context["is_empty"]
    assert len(ask(sign_in(holder(Right.HR, "B1"))).context["slips"]) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_one_and_three(holder, sign_in, employ, count, django_assert_num_queries):
    for number in range(count):
        employ(f"P{number}", "C1")
    client = sign_in(holder(Right.HR, "B1"))
    client.get(reverse("people:accounts"))

    with django_assert_num_queries(7):
        assert len(client.get(reverse("people:accounts")).context["page"]) == count
