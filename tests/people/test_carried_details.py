"""The roster's name and address reach the account, and with them sign-in and the link to a new password."""

from datetime import timedelta
from importlib import import_module
from pkgutil import iter_modules

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core import mail
from django.urls import reverse

from people import migrations
from people.actions import roster_undo
from people.actions.accounts import hand_out_code, use_code
from people.models import Person, User
from tests.factories import rosters
from tests.factories.rosters import import_roster, make_organisation

pytestmark = pytest.mark.django_db
PASSWORD = "correct-horse-battery"


@pytest.fixture(autouse=True)
def organisation(monkeypatch):
    make_organisation()
    monkeypatch.setattr(rosters, "HEADINGS", f"{rosters.HEADINGS},邮箱")


def line(number, email, **fields):
    return f"{rosters.line(number, **fields)},{email}"


def addresses():
    return dict(User.objects.exclude(person=None).values_list("employee_no", "email"))


def open_account(number, user, at):
    person = Person.objects.get(employee_no=f"{number:06d}")
    code = hand_out_code(person, actor=user, at=at)
    return use_code(employee_no=person.employee_no, code=code, password=PASSWORD, at=at)


def test_account_opens_with_the_address_of_the_roster_and_signs_in_by_it(client, user, at):
    import_roster(line(1, "Wang@example.cn"), at=at)
    account = open_account(1, user, at)

    client.post(reverse("account_login"), {"login": "wang@EXAMPLE.cn", "password": PASSWORD})

    assert client.session["_auth_user_id"] == str(account.pk)
    client.cookies["django_language"] = "en"
    assert "wang@example.cn" in client.get(reverse("people:account")).content.decode()


def test_roster_that_corrects_name_and_address_reaches_the_account_and_an_undo_brings_them_back(user, at):
    import_roster(line(1, "old@example.cn"), at=at)
    account = open_account(1, user, at)
    EmailAddress.objects.create(user=account, email="old@example.cn", primary=True)

    upload = import_roster(line(1, "new@example.cn", name="王新"), at=at + timedelta(hours=1))

    account.refresh_from_db()
    assert (account.email, str(account)) == ("new@example.cn", "王新")
    assert not EmailAddress.objects.filter(user=account).exists()

    roster_undo.undo(upload, actor=user, at=at + timedelta(hours=2))

    account.refresh_from_db()
    assert (account.email, str(account)) == ("old@example.cn", "员工1")


def test_address_of_several_people_signs_nobody_in_until_it_is_one_persons_again(user, at):
    import_roster(line(1, "crew@example.cn"), line(2, "b@example.cn"), at=at)
    for number in (1, 2):
        open_account(number, user, at)

    import_roster(line(1, "crew@example.cn"), line(2, "CREW@example.cn"), at=at)
    assert addresses() == {"000001": None, "000002": None}

    import_roster(line(1, "crew@example.cn"), line(2, ""), at=at)
    assert addresses() == {"000001": "crew@example.cn", "000002": None}


def test_two_people_may_change_addresses(user, at):
    import_roster(line(1, "a@example.cn"), line(2, "b@example.cn"), at=at)
    for number in (1, 2):
        open_account(number, user, at)

    import_roster(line(1, "b@example.cn"), line(2, "a@example.cn"), at=at)

    assert addresses() == {"000001": "b@example.cn", "000002": "a@example.cn"}


def test_address_of_an_account_without_a_person_is_left_to_it(user, at):
    User.objects.create_user("MACHINE", email="it@example.cn")
    import_roster(line(1, "IT@example.cn"), at=at)

    assert open_account(1, user, at).email is None


def test_link_to_a_new_password_goes_to_the_address_of_the_roster(client, user, at):
    import_roster(line(1, "wang@example.cn"), at=at)
    open_account(1, user, at)

    client.post(reverse("account_reset_password"), {"email": "wang@example.cn"})

    [letter] = mail.outbox
    assert letter.to == ["wang@example.cn"]


def test_installation_without_e_mail_offers_and_promises_none(client, settings):
    settings.SENDS_EMAIL = False
    door = reverse("account_reset_password")

    for answer in (client.get(door), client.post(door, {"email": "wang@example.cn"})):
        assert answer.status_code == 200
        assert b'name="email"' not in answer.content
    assert mail.outbox == []


def test_mail_server_that_takes_no_letter_is_no_promise(client, settings, user, at):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    import_roster(line(1, "wang@example.cn"), at=at)
    open_account(1, user, at)
    client.cookies["django_language"] = "en"

    answer = client.post(reverse("account_reset_password"), {"email": "wang@example.cn"})

    assert "No e-mail can be sent just now" in answer.content.decode()


def test_accounts_of_an_older_installation_get_theirs_by_the_migration(user, at):
    import_roster(line(1, "a@example.cn"), line(2, "crew@example.cn"), line(3, "crew@example.cn"), at=at)
    for number in (1, 2, 3):
        open_account(number, user, at)
    User.objects.exclude(person=None).update(email=None)
    [name] = [one.name for one in iter_modules(migrations.__path__) if one.name.endswith("carry_the_address")]

    import_module(f"people.migrations.{name}").carry_over(apps, None)

    assert addresses() == {"000001": "a@example.cn", "000002": None, "000003": None}


@pytest.mark.parametrize("path", ["/accounts/email/", "/accounts/confirm-email/", "/accounts/confirm-email/x/"])
def test_nobody_types_an_address_that_would_be_believed(client, user, path):
    client.force_login(user)

    assert client.get(path).status_code == 404
    assert client.post(path, {"email": "a@example.cn", "action_add": ""}).status_code == 404
