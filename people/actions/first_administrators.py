"""Names the administrators that an installation begins with; everybody else gets rights from them."""

from __future__ import annotations

import secrets
from datetime import date, datetime

from django.db import transaction

from core import audit, clock
from core.identifiers import ALPHABET
from people.actions.accounts import join_people
from people.actions.units import rebuild_closure
from people.enums import Right, UnitKind
from people.errors import AdministratorsAreNamed, NoUnitYet
from people.models import RoleGrant, Unit, User
from people.queries.grants import administrators

ENOUGH = 2  # one proposes what takes two persons, the other approves it
PASSWORD_LENGTH = 16  # 80 random bits, typed once


@transaction.atomic
def name(employee_no: str, *, name: str, organisation: str, at: datetime) -> str:
    """Make an account an administrator of the whole organisation; return the password of a new account, or "".

    Whoever may run commands on the machine may do this, so the trail says "system". Raises AdministratorsAreNamed
    once two accounts administer, and NoUnitYet where there is no unit and no name for the first.
    """
    today = clock.local_day(at)
    if administrators(today).count() >= ENOUGH:
        raise AdministratorsAreNamed
    unit = _top(organisation, today)
    user = User.objects.filter(employee_no__iexact=employee_no.strip()).first()
    password = ""
    if user is None:
        password = "".join(secrets.choice(ALPHABET) for _ in range(PASSWORD_LENGTH))
        user = User.objects.create_user(employee_no, password, first_name=name, must_change_password=True)
        join_people()
    grant = RoleGrant.objects.create(
        user=user, right=Right.ADMIN, unit=unit, starts_on=today, reason="named on the machine"
    )
    audit.record(
        action="people.administrator_named", actor=None, target=grant, at=at, data={"account": user.employee_no}
    )
    return password


def _top(organisation: str, today: date) -> Unit:
    unit = Unit.objects.filter(parent=None).exclude(kind=UnitKind.CONTRACTOR).order_by("pk").first()
    if unit is None:
        if not organisation.strip():
            raise NoUnitYet
        unit = Unit.objects.create(code="G00", name=organisation.strip(), kind=UnitKind.GROUP, valid_from=today)
        rebuild_closure()
    return unit
