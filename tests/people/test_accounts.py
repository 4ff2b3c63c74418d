"""Start codes: handed out by the right people, used once, never stored readable."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core.models import AuditEvent
from people.actions import accounts
from people.actions.units import rebuild_closure
from people.enums import Right
from people.errors import StartCodeNotValid
from people.models import Employment, JobRole, Person, RoleGrant, StartCode, Unit, User
from people.permissions.accounts import may_open_account

pytestmark = pytest.mark.django_db
PASSWORD = "warm-winter-2026"


@pytest.fixture
def crew():
    unit = Unit.objects.create(code="B11", name="管网一所", kind="office", valid_from=date(2015, 1, 1))
    rebuild_closure()
    return unit


@pytest.fixture
def person(crew):
    role = JobRole.objects.create(code="R05", name="班组作业人员", name_en="Crew member")
    someone = Person.objects.create(employee_no="000123", name="李四")
    Employment.objects.create(
        person=someone, unit=crew, job_role=role, person_type="own", starts_on=date(2020, 1, 1)
    )
    return someone


def grant(user, unit, right):
    RoleGrant.objects.create(user=user, unit=unit, right=right, starts_on=date(2020, 1, 1), reason="appointed")


@pytest.fixture
def manager(user, crew):
    grant(user, crew, Right.MANAGER)
    return user


def test_code_opens_the_account_once(manager, person, at):
    code = accounts.hand_out_code(person, actor=manager, at=at)

    opened = accounts.use_code(employee_no="000123", code=code.lower(), password=PASSWORD, at=at)

    assert opened.check_password(PASSWORD)
    assert Person.objects.get(pk=person.pk).user == opened
    with pytest.raises(StartCodeNotValid):
        accounts.use_code(employee_no="000123", code=code, password=PASSWORD, at=at)


def test_code_is_nowhere_in_the_database(manager, person, at):
    code = accounts.hand_out_code(person, actor=manager, at=at)

    assert code not in str(list(StartCode.objects.values()) + list(AuditEvent.objects.values()))


@pytest.mark.parametrize(
    ("life", "works"), [(timedelta(days=7) - timedelta(seconds=1), True), (timedelta(days=7), False)]
)
def test_code_works_until_it_expires(manager, person, at, life, works):
    code = accounts.hand_out_code(person, actor=manager, at=at)

    if works:
        assert accounts.use_code(employee_no="000123", code=code, password=PASSWORD, at=at + life)
    else:
        with pytest.raises(StartCodeNotValid):
            accounts.use_code(employee_no="000123", code=code, password=PASSWORD, at=at + life)


def test_newer_code_ends_the_older(manager, person, at):
    first = accounts.hand_out_code(person, actor=manager, at=at)
    person.refresh_from_db()
    accounts.hand_out_code(person, actor=manager, at=at)

    with pytest.raises(StartCodeNotValid):
        accounts.use_code(employee_no="000123", code=first, password=PASSWORD, at=at)


def test_weak_password_leaves_the_code_usable(manager, person, at):
    code = accounts.hand_out_code(person, actor=manager, at=at)

    with pytest.raises(ValidationError):
        accounts.use_code(employee_no="000123", code=code, password="123", at=at)

    assert accounts.use_code(employee_no="000123", code=code, password=PASSWORD, at=at)


def test_unknown_number_gets_the_same_answer_as_a_wrong_code(manager, person, at):
    accounts.hand_out_code(person, actor=manager, at=at)
    answers = set()
    for number in ("000123", "999999"):
        with pytest.raises(StartCodeNotValid) as refused:
            accounts.use_code(employee_no=number, code="0000000000", password=PASSWORD, at=at)
        answers.add(refused.value.message)

    assert len(answers) == 1


@pytest.mark.parametrize("right", [Right.HR, Right.MANAGER])
def test_hr_and_the_line_manager_hand_out_codes(user, crew, person, at, right):
    grant(user, crew, right)

    assert may_open_account(user, person, at=at)


def test_nobody_hands_out_a_code_to_oneself(manager, person, at):
    person.user = manager
    person.save()

    assert not may_open_account(manager, person, at=at)


@pytest.mark.parametrize("right", [Right.TRAINER, Right.PROCTOR, Right.SAFETY, Right.AUDITOR, Right.ADMIN])
def test_other_rights_hand_out_no_code(user, crew, person, at, right):
    grant(user, crew, right)

    assert not may_open_account(user, person, at=at)


def test_manager_cannot_take_over_an_account_with_rights(manager, person, crew, at):
    person.user = User.objects.create_user("000123")
    person.save()
    grant(person.user, crew, Right.HR)

    assert not may_open_account(manager, person, at=at)


def test_database_refuses_two_open_codes(manager, person, at):
    accounts.hand_out_code(person, actor=manager, at=at)
    row = StartCode.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        StartCode.objects.create(
            user=row.user, code_hash="x", created_by=manager, created_at=at, expires_at=at + timedelta(days=1)
        )
