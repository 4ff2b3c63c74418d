"""Exams as policy: what is typed about one, its blueprint, and what the bank lacks for it."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.urls import reverse

from core.models import AuditEvent
from exams.actions import policies
from exams.actions.policies import Blueprint, Row, Section
from exams.errors import BankTooSmall, CodeTaken
from exams.models import BlueprintRow, ContentArea, EnemyGroup, Exam, Item, ItemVersion
from tests.exams.test_bank_scope import bank  # noqa: F401 -- the same two branches
from tests.factories.exams import make_exam, make_item

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def policy_of(exam, **changes):
    facts = {name: getattr(exam, name) for name in policies.Policy.__dataclass_fields__}
    return policies.Policy(**{**facts, **changes})


def test_an_open_exam_needs_what_its_blueprint_asks(bank, at):  # noqa: F811
    exam = make_exam(at=at, code="E9", items=3)
    [row] = exam.blueprint.all()
    asked = Blueprint([Row(row.area_id, None, "", 5)])
    with pytest.raises(BankTooSmall) as refused:
        policies.save(exam, policy_of(exam), asked, actor=bank.users["root_trainer"], at=at)

    assert [(lack.index, lack.wanted, lack.available) for lack in refused.value.data["shortages"]] == [(0, 5, 3)]
    assert BlueprintRow.objects.get(exam=exam).count == 3


def test_checking_a_blueprint_stores_nothing(bank, at):  # noqa: F811
    exam = make_exam(at=at, code="E9", items=3)
    area = exam.blueprint.get().area_id
    lacking = policies.checked(exam, policy_of(exam, critical_count=2), Blueprint([Row(area, 3, "", 2)]))

    assert lacking
    exam.refresh_from_db()
    assert (exam.critical_count, exam.blueprint.get().count) == (0, 3)
    policies.checked(None, policy_of(exam, code="E10"), Blueprint([Row(area, None, "", 2)]))
    assert list(Exam.objects.values_list("code", flat=True)) == ["E9"]


def test_a_blueprint_is_stored_as_it_was_typed(bank, at):  # noqa: F811
    exam = make_exam(at=at, code="E9", items=5)
    area = exam.blueprint.get().area_id
    fixed = list(Item.objects.filter(code__in=["E9-02", "E9-04"]).values_list("pk", flat=True))
    sections = [Section("n0", "规程", "Rules", Decimal("60.5")), Section("7", "计算")]
    rows = [Row(area, None, "", 2, Decimal("1.5"), "7"), Row(area, 1, "single_choice", 1, section="n0")]
    for asked in (Blueprint(rows, sections, fixed), Blueprint(rows, sections[::-1], fixed[:1])):
        policies.save(exam, policy_of(exam), asked, actor=bank.users["root_trainer"], at=at)

    assert list(
        exam.blueprint.order_by("pk").values_list("count", "level", "item_type", "points", "section__name")
    ) == [
        (2, None, "", Decimal("1.5"), "计算"),
        (1, 1, "single_choice", None, "规程"),
    ]
    assert list(exam.sections.order_by("place").values_list("place", "name", "name_en", "minimum_percent")) == [
        (1, "计算", "", None),
        (2, "规程", "Rules", Decimal("60.5")),
    ]
    assert list(exam.fixed_items.values_list("item__code", flat=True)) == ["E9-02"]
    said = AuditEvent.objects.filter(action="exams.policy_saved").latest("pk").data
    assert (said["rows"][0]["points"], said["sections"][1]["minimum_percent"], said["fixed"]) == (
        "1.5",
        "60.5",
        fixed[:1],
    )


def test_the_code_of_an_exam_is_its_own(bank, at):  # noqa: F811
    exam, other = make_exam(at=at, code="E9"), make_exam(at=at, code="E8")
    with pytest.raises(CodeTaken):
        policies.save(
            exam, policy_of(exam, code=other.code), Blueprint([]), actor=bank.users["root_trainer"], at=at
        )


@pytest.mark.parametrize(("name", "status"), [("b1_trainer", 404), ("root_trainer", 200), ("safety", 403)])
def test_an_exam_is_changed_by_those_who_keep_its_course(bank, client, at, name, status):  # noqa: F811
    exam = make_exam(at=at, code="E9")
    client.force_login(bank.users[name], backend=BACKEND)

    assert client.get(reverse("exams:policy", args=[exam.public_id])).status_code == status


def test_an_exam_is_written_checked_and_opened_on_the_screen(bank, client, at):  # noqa: F811
    make_exam(at=at, code="E9", items=2)
    client.force_login(bank.users["root_trainer"], backend=BACKEND)
    data = {
        "code": "NEW", "title": "新考试", "time_limit_minutes": "20", "attempts_allowed": "2", "wait_hours": "0",
        "cut_percent": "80", "critical_count": "0", "is_open": "on",
        "r.rows.0.area": "E9", "r.rows.0.count": "3",
    }  # fmt: skip
    reply = client.post(reverse("exams:policy_new"), {**data, "check": "yes"})
    assert len(reply.context["lacking"]) == 1
    reply = client.post(reverse("exams:policy_new"), {**data, "r.rows.0.count": "x", "save": "yes"})
    assert len(reply.context["faults"]) == 1
    client.post(reverse("exams:policy_new"), {**data, "r.rows.0.count": "2", "save": "yes"})
    assert Exam.objects.get(code="NEW").blueprint.get().count == 2


FORM = {
    "code": "E9", "title": "考试", "time_limit_minutes": "20", "attempts_allowed": "2", "wait_hours": "0",
    "cut_percent": "80", "critical_count": "0",
    "r.sections.0.key": "n0", "r.sections.0.name": "规程", "r.sections.0.minimum": "60",
    "r.rows.0.area": "E9", "r.rows.0.count": "2", "r.rows.0.points": "1.5", "r.rows.0.section": "n0",
}  # fmt: skip


@pytest.fixture
def screen(bank, client, at):  # noqa: F811
    """An exam of six items whose policy is sent by its trainer; returns what the page shows."""
    exam = make_exam(at=at, code="E9", items=6)
    client.force_login(bank.users["root_trainer"], backend=BACKEND)

    def send(**changes):
        data = {name: value for name, value in {**FORM, **changes}.items() if value is not None}
        reply = client.post(reverse("exams:policy", args=[exam.public_id]), data)
        return reply.context

    return SimpleNamespace(exam=exam, send=send, client=client)


TWO = {
    "r.sections.0.minutes": "10", "r.sections.1.key": "n1", "r.sections.1.name": "计算", "r.sections.1.minutes": "10",
    "r.rows.1.area": "E9", "r.rows.1.count": "2", "r.rows.1.section": "n1",
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, None),
        ({"r.sections.0.minutes": None, "r.sections.1.minutes": None}, None),
        ({"r.sections.1.minutes": None}, "第 2 部分没有限时"),
        ({"r.sections.0.minutes": "0"}, "第 1 部分：限时须为 1 至 1440 的整数分钟"),
        ({"r.sections.1.minutes": "十"}, "第 2 部分：限时须为 1 至 1440 的整数分钟"),
        ({"r.sections.1.minutes": "11"}, "第 1 至第 2 部分合计 21 分钟，而整场考试为 20 分钟"),
        ({"r.rows.2.area": "E9", "r.rows.2.count": "1"}, "第 3 行不属于任何部分"),
    ],
)
def test_sections_have_minutes_all_or_none_and_fit_in_the_exam(screen, changes, said):
    page = screen.send(save="yes", **{**TWO, **changes})

    stored = list(screen.exam.sections.order_by("place").values_list("minutes", flat=True))
    if said is None:
        assert stored == ([10, 10] if not changes else [None, None])
    else:
        assert stored == []
        assert any(said in fault for fault in page["faults"])


def test_sections_points_and_fixed_items_are_typed_and_come_back(screen):
    screen.send(save="yes", **{"r.picked.0.code": "E9-03", "exposure_percent": "40", "critical_count": "0"})

    page = screen.client.get(reverse("exams:policy", args=[screen.exam.public_id])).context
    [section], [row] = page["sections"], page["rows"]
    assert (section["name"], section["minimum"], row["points"]) == ("规程", "60", "1.5")
    assert row["section"] == section["key"]
    assert [version.item.code for version in page["picked"]] == ["E9-03"]
    assert Exam.objects.get(pk=screen.exam.pk).exposure_percent == 40


@pytest.mark.parametrize("verb", ["save", "check"])
def test_when_results_are_shown_is_set_elsewhere_and_stays(screen, at, verb):
    Exam.objects.filter(pk=screen.exam.pk).update(release="at_a_time", release_at=at)

    screen.send(**{verb: "yes", "release": "by_approval", "title": "新名"})

    screen.exam.refresh_from_db()
    assert (screen.exam.release, screen.exam.release_at) == ("at_a_time", at)
    assert (screen.exam.title == "新名") == (verb == "save")
    link = reverse("exams:release_policy", args=[screen.exam.public_id])
    page = screen.client.get(reverse("exams:policy", args=[screen.exam.public_id])).content.decode()
    assert (link in page, 'name="release"' in page) == (True, False)


def test_items_are_found_by_code_or_words_and_picked(screen):
    found = screen.send(row="find", **{"r.find": "第3题"})
    assert [version.item.code for version in found["hits"]] == ["E9-03"]
    picked = screen.send(pick="E9-03", **{"r.find": "E9", "r.picked.0.code": "E9-05"})
    assert [version.item.code for version in picked["picked"]] == ["E9-05", "E9-03"]
    assert [version.item.code for version in picked["hits"]] == ["E9-01", "E9-02", "E9-04", "E9-06"]
    out = screen.send(row="remove:r.picked.0", **{"r.picked.0.code": "E9-05", "r.picked.1.code": "E9-03"})
    assert [version.item.code for version in out["picked"]] == ["E9-03"]
    assert not screen.exam.fixed_items.exists()


def test_a_section_that_is_added_has_a_key_of_its_own_and_keeps_the_rows_of_others(screen):
    page = screen.send(row="add:r.sections")
    assert [section["key"] for section in page["sections"]] == ["n0", "n1"]
    page = screen.send(row="remove:r.sections.0", **{"r.sections.1.key": "n1", "r.sections.1.name": "计算"})
    assert [section["key"] for section in page["sections"]] == ["n1"]
    assert page["faults"] == []  # while rows come and go, nothing is wrong yet


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"r.sections.0.name": ""}, "第 1 部分：请填写名称。"),
        ({"r.sections.0.minimum": "101"}, "第 1 部分：最低得分率为 0 至 100，也可以不填。"),
        ({"r.rows.0.section": ""}, "第 1 部分没有任何一行。请归入一行，或删去这一部分。"),
        ({"r.rows.0.points": "0"}, "第 1 行：分值须大于 0 且不超过 100，也可以不填。"),
        ({"r.rows.0.points": "x"}, "第 1 行：分值须大于 0 且不超过 100，也可以不填。"),
    ],
    ids=["no name", "minimum", "no row", "no points", "points in letters"],
)
def test_what_is_typed_wrong_is_named_with_its_cure(screen, changes, fault):
    assert screen.send(save="yes", **changes)["faults"] == [fault]


def test_a_fixed_item_without_an_approved_wording_is_named(screen):
    ItemVersion.objects.filter(item__code="E9-03").update(status="retired")

    assert screen.send(save="yes", **{"r.picked.0.code": "E9-03"})["faults"] == [
        "E9-03 没有已批准的版本，不能列为必选。请移出，或先批准。"
    ]


@pytest.mark.parametrize("limit", ["0", "101"])
def test_the_exposure_limit_is_a_percentage(screen, limit):
    assert "exposure_percent" in screen.send(save="yes", exposure_percent=limit)["form"].errors


def lacking(screen, **changes):
    return screen.send(check="yes", **changes)["lacking"]


def test_the_check_names_what_is_missing(screen, at):
    stray = make_item(1, ContentArea.objects.create(code="X", name="别处"), at=at)
    assert lacking(screen) == []
    assert lacking(screen, critical_count="1") == ["要求 1 道关键题，一份试卷最多只能有 0 道：请再批准 1 道。"]
    assert lacking(screen, **{"r.picked.0.code": stray.item.code}) == ["必选，但没有符合且有空位的行：X-01。"]
    overlapping = {"r.rows.0.count": "4", "r.rows.1.area": "E9", "r.rows.1.count": "3", "r.rows.1.level": "1"}
    assert lacking(screen, **overlapping) == ["第 1, 2 行共需 7 道试题，仅有 6 道符合。"]


def test_the_check_names_enemies(screen):
    EnemyGroup.objects.create(reason="同一算例").items.set(
        Item.objects.filter(code__lte="E9-05", code__gte="E9-01")
    )

    both = {"r.picked.0.code": "E9-01", "r.picked.1.code": "E9-02"}
    assert lacking(screen, **both) == ["必选但互斥：E9-01, E9-02。请移出其中一题。"]
    assert lacking(screen, **{"r.rows.0.count": "3"}) == [
        "互斥试题使可用试题不足：3 道中只能抽 2 道。请批准其他试题。"
    ]
