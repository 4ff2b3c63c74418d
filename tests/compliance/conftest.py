"""A group of two offices, one role, one credential, one rule."""

from datetime import date

import pytest

from certificates.models import Credential
from compliance.actions.requirements import require
from people.actions.units import rebuild_closure
from people.enums import Right
from people.models import JobRole, RoleGrant, Unit, User
from tests.factories.courses import make_course
from tests.factories.exams import make_exam


@pytest.fixture
def group():
    unit = Unit.objects.create(code="G00", name="示例热力集团", kind="group", valid_from=date(2015, 1, 1))
    for code, name in (("B11", "管网一所"), ("B12", "管网二所")):
        Unit.objects.create(code=code, name=name, kind="office", parent=unit, valid_from=date(2015, 1, 1))
    rebuild_closure()
    return unit


@pytest.fixture
def role():
    return JobRole.objects.create(code="R05", name="班组作业人员", name_en="Crew member")


@pytest.fixture
def credential(at):
    return Credential.objects.create(code="M1", name="有限空间作业", course=make_course(), exam=make_exam(at=at))


@pytest.fixture
def rule(role, credential, user, at):
    return require(role, credential=credential, starts_on=date(2026, 1, 1), days_allowed=30, actor=user, at=at)


@pytest.fixture
def hr(group):
    account = User.objects.create_user("HR1")
    RoleGrant.objects.create(
        user=account, right=Right.HR, unit=group, starts_on=date(2020, 1, 1), reason="appointed"
    )
    return account
