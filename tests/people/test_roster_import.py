"""A roster is applied as a whole or not at all."""

from datetime import date
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from core.models import AuditEvent
from people.actions import roster_uploads
from people.errors import RosterHasErrors, RosterIsHeld
from people.models import Employment, Person
from tests.factories.rosters import HEADINGS, import_roster, line, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def organisation():
    make_organisation()


def test_apply_writes_people_and_employments_and_one_audit_row(at):
    import_roster(line(1), line(2), at=at)

    assert list(Person.objects.order_by("employee_no").values_list("employee_no", "name")) == [
        ("000001", "员工1"),
        ("000002", "员工2"),
    ]
    assert set(Employment.objects.values_list("unit__code", "starts_on", "ends_on")) == {
        ("B11", date(2020, 3, 1), None)
    }
    assert AuditEvent.objects.get().data == {"new": 2, "changed": 0, "unchanged": 0, "ended": 0}


def test_apply_of_the_same_file_twice_changes_nothing(at):
    import_roster(line(1), line(2), at=at)
    before = list(Employment.objects.order_by("pk").values())

    import_roster(line(1), line(2), at=at)

    assert list(Employment.objects.order_by("pk").values()) == before
    assert AuditEvent.objects.count() == 1


def test_move_ends_one_employment_and_begins_the_next_day(at):
    import_roster(line(1), at=at)

    import_roster(line(1, unit="B12", day="2026-11-01"), at=at, confirmed_ended=1)

    assert list(Employment.objects.order_by("pk").values_list("unit__code", "starts_on", "ends_on")) == [
        ("B11", date(2020, 3, 1), date(2026, 10, 31)),
        ("B12", date(2026, 11, 1), None),
    ]


def test_wrong_row_keeps_the_whole_file_out(at):
    lines = [line(n) for n in range(1, 50)]

    with pytest.raises(RosterHasErrors) as refused:
        import_roster(*lines, "000999,张三,B99,R05,本单位,2020-03-01", at=at)

    [error] = refused.value.data["errors"]
    assert (error.row, error.field, error.value) == (51, "unit_code", "B99")
    assert Person.objects.count() == 0


def test_file_without_a_needed_column_is_refused_by_its_name(at):
    file = ContentFile("工号,姓名\n1,李四\n".encode(), name="a.csv")

    with pytest.raises(RosterHasErrors) as refused:
        roster_uploads.import_now(file, actor=None, at=at)

    assert [error.field for error in refused.value.data["errors"]] == [
        "unit_code",
        "role_code",
        "person_type",
        "starts_on",
    ]


def test_many_leavers_are_held_until_the_count_is_confirmed(at):
    lines = [line(n) for n in range(1, 21)]
    import_roster(*lines, at=at)

    with pytest.raises(RosterIsHeld) as held:
        import_roster(*lines[2:], at=at)
    assert held.value.data == {"ended": 2, "moved": 0, "out_of_post": 2, "open_before": 20}
    with pytest.raises(RosterIsHeld):
        import_roster(*lines[2:], at=at, confirmed_ended=1)
    assert Employment.objects.filter(ends_on=None).count() == 20

    import_roster(*lines[2:], at=at, confirmed_ended=2)

    assert Employment.objects.filter(ends_on=None).count() == 18


def test_file_that_moves_everybody_is_held_until_the_count_is_confirmed(at):
    import_roster(*[line(n) for n in range(1, 21)], at=at)
    slipped = [line(n, unit="B12", role="R07") for n in range(1, 21)]

    with pytest.raises(RosterIsHeld) as held:
        import_roster(*slipped, at=at)
    assert held.value.data == {"ended": 0, "moved": 20, "out_of_post": 20, "open_before": 20}
    assert Employment.objects.count() == 20

    import_roster(*slipped, at=at, confirmed_ended=20)

    assert Employment.objects.count() == 40


def test_command_previews_without_writing(tmp_path):
    file = tmp_path / "名册.csv"
    file.write_text(f"{HEADINGS}\n{line(1)}", encoding="gb18030")
    out = StringIO()

    call_command("import_roster", str(file), "--dry-run", stdout=out)

    assert out.getvalue() == "1 new, 0 changed, 0 unchanged, 0 ended\n"
    assert Person.objects.count() == 0


def test_command_names_the_row_and_column_of_an_error(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text(HEADINGS + "\n000001,李四,B11,R05,本单位,明天", encoding="utf-8")

    with pytest.raises(CommandError, match="row 2, 到岗日期 / First day: bad_date '明天'"):
        call_command("import_roster", str(file))
