"""Sets of forms on the screen: built, compared, looked at, printed, taken out of use, chosen for a sitting."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.urls import reverse

from core.models import AuditEvent
from exams.actions import form_sets
from exams.models import BlueprintRow, BlueprintSection, EnemyGroup, Exam, FormSet, Item, Sitting
from exams.queries.form_comparison import compare
from people.actions.units import rebuild_closure
from people.enums import Right
from people.models import RoleGrant, Unit, User
from tests.factories.exams import WRITTEN, make_exam, make_item, make_picture, make_sitting

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer(client, at, monkeypatch):
    """A trainer of the whole organisation, signed in."""
    monkeypatch.setattr("core.clock.now", lambda: at)
    root = Unit.objects.create(code="G", name="集团", kind="group", valid_from=date(2015, 1, 1))
    rebuild_closure()
    account = User.objects.create_user("T1")
    RoleGrant.objects.create(
        user=account, right=Right.TRAINER, unit=root, starts_on=date(2020, 1, 1), reason="appointed"
    )
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return account


@pytest.fixture
def exam(at):
    """Draw three of nine items, the first two of them critical."""
    made = make_exam(at=at, items=9, critical=2)
    made.blueprint.update(count=3)
    return made


def built(exam, user, at, **fields):
    return form_sets.build(
        exam, **{"name": "十一月", "count": 2, "is_for_paper": False, "seed": 3, **fields}, actor=user, at=at
    )


def door(name, form_set, *more):
    return reverse(f"exams:{name}", args=[form_set.public_id, *more])


def facts(form_set):
    return {line.label: line.values for group in compare(form_set).groups for line in group.lines}


def test_a_set_is_built_and_compared(client, trainer, exam):
    reply = client.post(reverse("exams:form_sets", args=[exam.public_id]), {"name": "十一月", "count": "3"})

    found = FormSet.objects.get()
    assert (found.name, found.prepared.count(), reply.url) == ("十一月", 3, door("form_set", found))
    assert [row.letter for row in client.get(reply.url).context["comparison"].prepared] == ["A", "B", "C"]


@pytest.mark.parametrize("count", ["1", "7", "x"])
def test_a_set_has_two_to_six_forms(client, trainer, exam, count):
    client.post(reverse("exams:form_sets", args=[exam.public_id]), {"name": "十一月", "count": count})

    assert not FormSet.objects.exists()


def test_what_the_bank_lacks_for_a_set_is_named(client, trainer, exam):
    exam.blueprint.update(count=12)
    reply = client.post(reverse("exams:form_sets", args=[exam.public_id]), {"name": "十一月", "count": "2"})

    assert reply.context["lacking"] == ["第 1 行需 12 道试题，仅有 9 道符合：请再编写并批准 3 道。"]


def test_the_comparison_counts_what_each_form_holds(exam, user, at):
    Exam.objects.filter(pk=exam.pk).update(critical_count=1)
    exam.refresh_from_db()
    section = BlueprintSection.objects.create(exam=exam, place=1, name="规程")
    exam.blueprint.update(count=6, section=section, points=2)
    EnemyGroup.objects.create(reason="同一算例").items.set(Item.objects.filter(code__in=["E1-01", "E1-02"]))

    found = facts(built(exam, user, at))

    assert found["题数"] == (6, 6)
    assert found["分值"] == (12, 12)
    assert found["关键题"] == (1, 1)
    assert found["其他试卷也有的题"] == (3, 3)  # nine items, twice six places
    assert found["1. 规程"] == (6, 6)
    assert found["E1 内容E1"] == (6, 6)
    assert found["单选题"] == (6, 6)


def test_lines_that_differ_are_told_apart_from_those_that_are_even(exam, user, at):
    make_item(10, exam.blueprint.get().area, at=at, item_type="true_false", body={}, key={"correct": True})
    exam.blueprint.update(count=5)
    lines = {line.label: line for group in compare(built(exam, user, at)).groups for line in group.lines}

    assert (lines["题数"].is_even, lines["判断题"].is_even) == (True, False)
    assert sum(lines["判断题"].values) == 1


def test_the_comparison_goes_into_a_sheet_without_questions(client, trainer, exam, at):
    found = built(exam, trainer, at)
    reply = client.get(door("form_set_file", found))
    rows = list(openpyxl.load_workbook(io.BytesIO(b"".join(reply))).active.values)

    assert ("整卷", "题数", 3, 3, "否") in rows
    assert "题号" not in str(rows)
    assert not any("第1题" in str(cell) for row in rows for cell in row)


def test_a_form_is_seen_as_a_candidate_sees_it_without_its_key(client, trainer, at):
    exam = make_exam(at=at, items=4, like={"explanation": "解析：先通风"})
    text = client.get(door("form_preview", built(exam, trainer, at), "A")).content.decode()

    assert all(f"第{n}题" in text for n in range(1, 5))
    assert "解析" not in text
    assert "GB 46768" not in text


def test_a_form_is_printed_with_or_without_its_key(client, trainer, exam, at):
    found = built(exam, trainer, at)
    plain = client.get(door("form_print", found, "A")).content.decode()
    keyed = client.get(door("form_print", found, "A"), {"key": "yes"})

    assert "GB 46768" not in plain
    assert "GB 46768-2025 5.9.1" in keyed.content.decode()
    for line, question in zip(keyed.context["key"], keyed.context["parts"][0].rows, strict=True):
        assert [o["id"] for o in question.body["options"]]["ABCD".index(line.entry)] == "b"
    said = AuditEvent.objects.filter(action="exams.form_shown_for_print").order_by("pk")
    assert [event.data for event in said] == [
        {"form": "A", "with_key": False},
        {"form": "A", "with_key": True},
    ]


def test_the_key_of_a_written_answer_is_its_rubric(client, trainer, at):
    exam = make_exam(at=at, items=2, like=WRITTEN)
    [line, _other] = client.get(door("form_print", built(exam, trainer, at), "B"), {"key": "yes"}).context["key"]

    assert line.entry == ""
    assert "监护" in line.parts[0].right


def test_pictures_of_a_form_are_sent_and_no_others(client, trainer, at):
    for code in ("P1", "P2"):
        make_picture(code, at=at, colour="navy" if code == "P1" else "red")
    found = built(make_exam(at=at, items=2, like={"stem": "看图：![图](picture:P1)"}), trainer, at)

    assert client.get(door("form_picture", found, "A", "P1")).status_code == 200
    assert client.get(door("form_picture", found, "A", "P2")).status_code == 404
    assert client.get(door("form_preview", found, "C")).status_code == 404


def test_a_set_is_taken_out_of_use_and_one_in_use_stays(client, trainer, exam, at):
    found, busy = built(exam, trainer, at), built(exam, trainer, at)
    make_sitting(exam, at=at, form_set=busy)
    for form_set in (found, busy):
        client.post(door("form_set_withdraw", form_set), {"reason": "泄题"})

    shown = client.get(reverse("exams:form_sets", args=[exam.public_id])).context["page"].object_list
    assert [(row, hasattr(row, "withdrawal"), row.running_count) for row in shown] == [
        (busy, False, 1),
        (found, True, 0),
    ]
    assert "泄题" in client.get(door("form_set", found)).content.decode()


def test_a_sitting_is_scheduled_with_a_set_of_its_exam(client, trainer, exam, at):
    found, other = built(exam, trainer, at), built(make_exam(at=at, code="E2", items=6), trainer, at)
    data = {
        "exam": exam.pk, "mode": "online",
        "opens_at": f"{at:%Y-%m-%dT%H:%M}", "closes_at": f"{at + timedelta(days=1):%Y-%m-%dT%H:%M}",
    }  # fmt: skip
    refused = client.post(reverse("exams:sitting_new"), {**data, "form_set": other.public_id})
    assert refused.context["form"].non_field_errors()

    client.post(reverse("exams:sitting_new"), {**data, "form_set": found.public_id})
    client.post(reverse("exams:sitting_new"), data)

    assert list(Sitting.objects.order_by("pk").values_list("form_set", flat=True)) == [found.pk, None]
    shown = client.get(reverse("exams:sitting", args=[Sitting.objects.earliest("pk").public_id])).content.decode()
    assert "十一月" in shown
    assert door("form_set", found) in shown


@pytest.mark.parametrize("count", [1, 3])
def test_screens_of_sets_cost_the_same(client, trainer, exam, at, count, django_assert_num_queries):
    BlueprintRow.objects.filter(exam=exam).update(count=count)
    for _ in range(count):
        found = built(exam, trainer, at, count=2 if count == 1 else 6)
        make_sitting(exam, at=at, form_set=found)
    client.get(door("form_set", found))
    with django_assert_num_queries(10):
        client.get(reverse("exams:form_sets", args=[exam.public_id]))
    with django_assert_num_queries(9):
        client.get(door("form_set", found))
    with django_assert_num_queries(6):
        client.get(door("form_set_file", found))
    with django_assert_num_queries(7):
        client.get(door("form_preview", found, "A"))
    with django_assert_num_queries(10):
        client.get(door("form_print", found, "A"), {"key": "yes"})
