"""Roster files and the organisation that they speak of."""

from datetime import date

from django.core.files.base import ContentFile

from people.actions import roster_uploads
from people.enums import Right
from people.models import JobRole, RoleGrant, RosterUpload, Unit, User

HEADINGS = "工号,姓名,单位编码,岗位编码,用工类型,到岗日期"


def make_organisation() -> None:
    """Make a group with two offices and two job roles."""
    group = Unit.objects.create(code="G00", name="示例热力集团", kind="group", valid_from=date(2015, 1, 1))
    for code, name in (("B11", "管网一所"), ("B12", "管网二所")):
        Unit.objects.create(code=code, name=name, kind="office", parent=group, valid_from=date(2015, 1, 1))
    for code, name in (("R05", "班组作业人员"), ("R07", "巡线人员")):
        JobRole.objects.create(code=code, name=name, name_en=f"Role {code}")


def make_hr(user: User) -> RoleGrant:
    """Make the account human resources of the whole organisation."""
    unit = Unit.objects.get(code="G00")
    return RoleGrant.objects.create(
        user=user, right=Right.HR, unit=unit, starts_on=date(2020, 1, 1), reason="appointed"
    )


def line(number: int, unit: str = "B11", day: str = "2020-03-01", *, name: str = "", role: str = "R05") -> str:
    """Return one row of a roster file."""
    return f"{number:06d},{name or f'员工{number}'},{unit},{role},本单位,{day}"


def roster_file(*lines: str, name: str = "名册.csv") -> ContentFile:
    """Return a roster file with these rows."""
    return ContentFile("\n".join([HEADINGS, *lines]).encode(), name=name)


def import_roster(*lines: str, at, actor=None, confirmed_ended=None) -> RosterUpload:
    """Import a roster at once and return the upload."""
    roster_uploads.import_now(roster_file(*lines), actor=actor, at=at, confirmed_ended=confirmed_ended)
    return RosterUpload.objects.latest("pk")
