"""Builds the made-up group: units, job roles, people, accounts."""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from people.actions.units import rebuild_closure
from people.models import Employment, JobRole, Location, Person, RoleGrant, Unit, User

FOLDER = Path(__file__).parent
PASSWORD = "annuan-demo-2026"  # noqa: S105 -- shown on the sign-in page, in demo mode only
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = "伟芳娜敏静强磊军洋勇艳杰涛明超霞平刚桂英华玉兰红梅建国志强晓峰文博海燕春雨立新思远雪松佳慧"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One account to try the system with."""

    employee_no: str
    label: str
    label_en: str


def read() -> dict[str, Any]:
    """Return the description of the group."""
    return tomllib.loads((FOLDER / "organisation.toml").read_text(encoding="utf-8"))


def accounts() -> list[DemoAccount]:
    """Return the demo accounts with their employee numbers, which follow from the description alone."""
    data = read()
    first = {}
    number = 100001
    for role in data["roles"]:
        first[role["code"]] = number
        number += role["people"]
    return [
        DemoAccount(str(first[row["role"]] + row["number"]), row["label"], row["label_en"])
        for row in data["accounts"]
    ]


def build(*, today: date) -> None:
    """Write units, roles, people, employments, places and accounts."""
    data = read()
    rng = random.Random(20261124)  # noqa: S311 -- the same made-up people every time
    units = _units(data["units"])
    Location.objects.create(
        name="培训中心第一考场", address="培训中心二层", unit=units["G12"], capacity=40, is_open_to_all=True
    )
    number = 100001
    for row in data["roles"]:
        role = JobRole.objects.create(code=row["code"], name=row["name"], name_en=row["name_en"])
        for place in range(row["people"]):
            since = today - timedelta(days=rng.randrange(5, 25) if row.get("is_new") else rng.randrange(400, 4000))
            person = Person.objects.create(employee_no=str(number), name=_name(rng), hired_on=since)
            Employment.objects.create(
                person=person,
                unit=units[row["units"][place % len(row["units"])]],
                job_role=role,
                person_type=row.get("person_type", "own"),
                employer="示例管道工程公司" if row.get("person_type") else "",
                starts_on=since,
            )
            number += 1
    _accounts(data["accounts"], units, today=today)


def _name(rng: random.Random) -> str:
    return rng.choice(SURNAMES) + "".join(rng.sample(GIVEN, rng.choice((1, 2, 2))))


def _units(rows: list[dict[str, Any]]) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for row in rows:
        fields = {**row, "parent": units.get(row.get("parent", "")), "valid_from": date(2015, 1, 1)}
        units[row["code"]] = Unit.objects.create(**fields)
    rebuild_closure()
    return units


def _accounts(rows: list[dict[str, Any]], units: dict[str, Unit], *, today: date) -> None:
    for row, account in zip(rows, accounts(), strict=True):
        person = Person.objects.get(employee_no=account.employee_no)
        user = User.objects.create_user(person.employee_no, PASSWORD, first_name=person.name)
        Person.objects.filter(pk=person.pk).update(user=user)
        for right in row.get("rights", []):
            RoleGrant.objects.create(
                user=user, right=right, unit=units[row["unit"]], starts_on=today, reason="任命文件（示例）"
            )
